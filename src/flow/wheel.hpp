// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "flow/slots.hpp"

namespace qw::flow {

/// The conversations that wait for one time-out, by when each was last looked after
/// (`Flow::touched`): a timing wheel (Varghese and Lauck, 1987), of buckets that are each a
/// 64th of the time-out. First comes the older bucket, and within one who was put there first.
/// So who waits for the oldest to have waited long enough ends at most a 64th too late.
///
/// It spans twice the time-out. What time, which is hostile, puts before its first bucket or
/// behind its last goes into that one.
class Wheel {
 public:
  static constexpr std::uint32_t none = Slots::none;

  Wheel(Slots& slots, Nanoseconds timeout);

  /// The flow must be on no wheel.
  void append(std::uint32_t slot);
  void remove(std::uint32_t slot);

  [[nodiscard]] std::uint32_t oldest() const { return size_ == 0 ? none : bucket(first_).oldest; }
  /// Whose turn is behind this one's, or `none`.
  [[nodiscard]] std::uint32_t after(std::uint32_t slot) const;

 private:
  static constexpr std::int64_t buckets_a_timeout = 64;
  static constexpr std::int64_t buckets = 2 * buckets_a_timeout;
  struct Bucket {
    std::uint32_t oldest = none;
    std::uint32_t newest = none;
  };

  /// Buckets are numbered by time, for ever; the wheel has the `buckets` from `first_` on.
  [[nodiscard]] static std::size_t place(std::int64_t number) {
    return static_cast<std::size_t>(number) % buckets;
  }
  [[nodiscard]] Bucket const& bucket(std::int64_t number) const { return buckets_[place(number)]; }

  Slots& slots_;
  std::int64_t width_;      // of a bucket, ns
  std::int64_t first_ = 0;  // not empty unless the wheel is
  std::size_t size_ = 0;
  std::array<Bucket, buckets> buckets_;
};

}  // namespace qw::flow
