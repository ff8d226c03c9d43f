// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace qw::simulate {

/// Chance that is the same on every machine: xoshiro256**, seeded by splitmix64
/// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021).
/// The standard library's distributions differ between libraries, so none is used.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_{seed} {
    for (auto& word : state_) word = split(seed);
  }

  /// Dice of their own for one part of the quay: drawing more in one part changes
  /// nothing in another. The same whatever was drawn from this one.
  [[nodiscard]] Dice part(std::string_view name, std::uint64_t number = 0) const;

  std::uint64_t draw() {
    auto const result = std::rotl(state_[1] * 5, 7) * 9;
    auto const shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// 0 <= result < count; 0 if count is 0.
  std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : draw() % count; }
  /// low <= result <= high.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  /// 0 <= result < 1.
  double unit() { return static_cast<double>(draw() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double probability) { return unit() < probability; }
  double normal(double mean, double deviation);
  double exponential(double mean);

  template <class Range>
  auto const& one_of(Range const& range) {
    return range[static_cast<std::size_t>(below(std::size(range)))];
  }
  template <class Range>
  void shuffle(Range& range) {
    for (auto i = std::size(range); i > 1; --i) {
      auto const j = static_cast<std::size_t>(below(i));
      using std::swap;
      swap(range[i - 1], range[j]);
    }
  }

 private:
  static std::uint64_t split(std::uint64_t& seed) {
    auto word = seed += 0x9e37'79b9'7f4a'7c15U;
    word = (word ^ word >> 30) * 0xbf58'476d'1ce4'e5b9U;
    word = (word ^ word >> 27) * 0x94d0'49bb'1331'11ebU;
    return word ^ word >> 31;
  }

  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace qw::simulate
