// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/machine/model.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

inline constexpr double step_s = 0.02;  // of the whole machine
inline constexpr double gravity = 9.81;

/// A drive follows its set point with bounded jerk and acceleration (an S-curve); its brake
/// opens before it moves and closes after it has stood still. The position is the exact
/// integral of the speed by the trapezoidal rule. Speed of an axis whose brake is closed is 0.
class Drive {
 public:
  explicit Drive(AxisModel const& model) : model_{&model} {}

  /// One step. `emergency`: category 1 stop, at the emergency deceleration.
  void step(AxisState& axis, bool emergency);

 private:
  [[nodiscard]] bool brake_open(AxisState& axis, bool wanted);
  void follow(AxisState& axis, double target, bool emergency) const;

  AxisModel const* model_;
  double brake_timer_ = 0;  // s since the wish to move (closed) or to rest (open)
};

/// What the motor of an axis does at a mechanical force: torque, current, electric power.
/// @param force  N along the motion (gravity, inertia, friction)
/// @param rated_force  N at full torque
void feel(AxisState& axis, AxisModel const& model, double force, double rated_force);

/// One step of the temperatures of motor and drive.
void warm(AxisState& axis, double seconds, double outside, double house);

}  // namespace qw::simulate::machine
