// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/stamp.hpp"

namespace qw::capture {

/// Turns the time units of a pcapng interface into nanoseconds, exactly, rounding
/// down below one. What does not fit a `Stamp` becomes its least or greatest value.
/// Source: draft-ietf-opsawg-pcapng, section 4.2, if_tsresol and if_tsoffset.
class Ticks {
 public:
  /// Microseconds from 1970 on, the format's default.
  Ticks() : Ticks{6, 0} {}

  /// `resolution` as in if_tsresol: 10^-n seconds, or 2^-n with the high bit set.
  /// `offset` in seconds.
  Ticks(std::uint8_t resolution, std::int64_t offset) : offset_{offset} {
    unsigned const exponent = resolution & 0x7f;
    if ((resolution & 0x80) != 0) {
      multiply_ = 1'000'000'000;
      shift_ = static_cast<std::uint8_t>(exponent);
    } else if (exponent <= 9) {
      multiply_ = power_of_ten(9 - exponent);
    } else if (exponent <= 9 + 19) {
      divide_ = power_of_ten(exponent - 9);
    } else {
      multiply_ = 0;  // 64 bits of such units are less than a nanosecond
    }
  }

  [[nodiscard]] Stamp stamp(std::uint64_t ticks) const {
    // At most 2^64 * 10^9 + 2^63 * 10^9: less than 2^95.
    auto ns = static_cast<Wide>(ticks) * multiply_ >> shift_;
    if (divide_ != 1) ns = static_cast<std::uint64_t>(ns) / divide_;
    ns += static_cast<Wide>(offset_) * 1'000'000'000;
    if (ns > INT64_MAX) return {INT64_MAX};
    if (ns < INT64_MIN) return {INT64_MIN};
    return {static_cast<std::int64_t>(ns)};
  }

 private:
  __extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): `using` would not parse

  static constexpr std::uint64_t power_of_ten(unsigned exponent) {
    std::uint64_t power = 1;
    for (; exponent != 0; --exponent) power *= 10;
    return power;
  }

  std::uint64_t multiply_ = 1;
  std::uint64_t divide_ = 1;
  std::int64_t offset_;
  std::uint8_t shift_ = 0;
};

}  // namespace qw::capture
