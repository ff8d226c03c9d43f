// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "simulate/machine/axis.hpp"

namespace qw::simulate::machine {

/// Gives a wish half at once and half after half a period of the pendulum, so that the second
/// half takes away the sway of the first: the "zero vibration" input shaper (Singer and
/// Seering, 1990). Good operators and anti-sway drives both move the trolley that way. What
/// remains comes from ropes that change their length meanwhile.
class Shaper {
 public:
  /// @param wish  m/s
  /// @param half_period  s, up to 10
  double step(double wish, double half_period) {
    now_ = (now_ + 1) % room;
    way_[now_] = way_[(now_ + room - 1) % room] + wish * step_s;
    auto const delay = static_cast<std::size_t>(half_period / step_s);
    late_ = (now_ + room - std::clamp<std::size_t>(delay, 1, room - 2)) % room;
    double const before = way_[(late_ + room - 1) % room];
    return 0.5 * wish + 0.5 * (way_[late_] - before) / step_s;
  }

  /// Way that was wished and not yet given, m.
  [[nodiscard]] double pending() const { return 0.5 * (way_[now_] - way_[late_]); }

 private:
  static constexpr std::size_t room = 512;
  std::array<double, room> way_{};  // m wished so far, one a step
  std::size_t now_ = 0;
  std::size_t late_ = 0;
};

}  // namespace qw::simulate::machine
