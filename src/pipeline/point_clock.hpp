// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <tuple>

#include "core/stamp.hpp"

namespace qw::pipeline {

/// Makes one source's hostile packet time usable: it never runs back within an
/// epoch, and a jump counts only once several frames agree on it.
class PointClock {
 public:
  static constexpr Nanoseconds jump = seconds(3600);  // more than this needs confirmation
  static constexpr int confirmations = 3;             // frames in a row

  enum class Verdict : std::uint8_t {
    usual,
    held,      // earlier than its forerunner, or a jump not confirmed: the last time is used
    forward,   // a confirmed jump ahead: a new epoch
    backward,  // a confirmed jump back: a new epoch, everything before it has ended
  };

  /// The time to use for a frame stamped `raw` is in `now()` afterwards.
  Verdict hear(Stamp raw) {
    if (!started_) {
      started_ = true;
      now_ = raw;
      return Verdict::usual;
    }
    auto const ahead = raw - now_;
    bool const far = ahead > jump || ahead < Nanoseconds{-jump.count};
    if (!far) {
      agreeing_ = 0;
      if (ahead < Nanoseconds{0}) return Verdict::held;
      now_ = raw;
      return Verdict::usual;
    }
    return hear_far(raw);
  }

  [[nodiscard]] Stamp now() const { return now_; }

  static constexpr auto state() {
    using P = PointClock;
    return std::tuple{&P::now_, &P::candidate_, &P::agreeing_, &P::started_};
  }

 private:
  Verdict hear_far(Stamp raw) {
    auto const drift = raw - candidate_;
    bool const agrees = agreeing_ > 0 && drift <= jump && drift >= Nanoseconds{-jump.count};
    agreeing_ = agrees ? agreeing_ + 1 : 1;
    candidate_ = raw;
    if (agreeing_ < confirmations) return Verdict::held;
    agreeing_ = 0;
    auto const verdict = raw > now_ ? Verdict::forward : Verdict::backward;
    now_ = raw;
    return verdict;
  }

  Stamp now_;
  Stamp candidate_;
  int agreeing_ = 0;
  bool started_ = false;
};

}  // namespace qw::pipeline
