// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/axis.hpp"

#include <algorithm>
#include <cmath>

namespace qw::simulate::machine {
namespace {

constexpr double release_s = 0.30;   // brake opens, torque is proven
constexpr double set_s = 1.5;        // standstill before the brake closes
constexpr double efficiency = 0.88;  // gear, ropes, motor, inverter
constexpr double still = 1e-9;

}  // namespace

bool Drive::brake_open(AxisState& axis, bool wanted) {
  bool const moving = std::abs(axis.speed) > still;
  if (axis.brake_closed) {
    brake_timer_ = wanted ? brake_timer_ + step_s : 0;
    if (brake_timer_ < release_s) return false;
    axis.brake_closed = false;
    brake_timer_ = 0;
    return true;
  }
  brake_timer_ = wanted || moving ? 0 : brake_timer_ + step_s;
  if (brake_timer_ >= set_s) {
    axis.brake_closed = true;
    ++axis.brakings;
    brake_timer_ = 0;
    return false;
  }
  return true;
}

void Drive::follow(AxisState& axis, double target, bool emergency) const {
  bool const braking = axis.speed * (target - axis.speed) < 0;
  double const strongest = emergency ? model_->emergency
                           : braking ? model_->acceleration * 1.15
                                     : model_->acceleration;
  double const jerk = emergency ? model_->jerk * 4 : model_->jerk;
  double const error = target - axis.speed;
  double const most = std::min(strongest, std::sqrt(2 * jerk * std::abs(error)));
  double const wanted = std::copysign(most, error);
  double const change = std::clamp(wanted - axis.acceleration, -jerk * step_s, jerk * step_s);
  axis.acceleration += change;
  double const speed = axis.speed + axis.acceleration * step_s;
  // Within one step of the set point, and hardly accelerating: there.
  bool const there = std::abs(error) < 2 * jerk * step_s * step_s &&
                     std::abs(axis.acceleration) < 2.5 * jerk * step_s;
  double const next = there ? target : speed;
  if (there) axis.acceleration = 0;
  double const way = (axis.speed + next) / 2 * step_s;
  axis.position += way;
  axis.travelled += std::abs(way);
  axis.speed = next;
}

void Drive::step(AxisState& axis, bool emergency) {
  bool const wanted = axis.ready && !emergency && axis.setpoint != 0;
  if (!brake_open(axis, wanted)) {
    axis.speed = 0;
    axis.acceleration = 0;
    return;
  }
  follow(axis, wanted ? axis.setpoint : 0, emergency || !axis.ready);
  if (axis.speed != 0) axis.running_s += step_s;
}

void feel(AxisState& axis, AxisModel const& model, double force, double rated_force) {
  if (axis.brake_closed) {
    axis.torque = 0;
    axis.power = 0;
    axis.current = 0;
    return;
  }
  axis.torque = force / rated_force;
  // Magnetising current of an induction motor, 30 % of rated (assumption).
  axis.current = model.rated_current * std::hypot(0.3, axis.torque * 0.954);
  double const mechanical = force * axis.speed;
  axis.power = mechanical > 0 ? mechanical / efficiency : mechanical * efficiency;
}

void warm(AxisState& axis, double seconds, double outside, double house) {
  // One thermal mass each: full torque for hours ends 85 K (motor) and 40 K (drive) warmer.
  double const heat = std::min(axis.torque * axis.torque, 4.0);
  axis.motor_temperature +=
      (outside + 85 * heat + 6 * !axis.brake_closed - axis.motor_temperature) * seconds / 2700;
  axis.drive_temperature += (house + 8 + 40 * heat - axis.drive_temperature) * seconds / 600;
}

}  // namespace qw::simulate::machine
