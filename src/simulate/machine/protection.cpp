// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/protection.hpp"

#include <algorithm>
#include <cmath>

#include "simulate/machine/axis.hpp"

namespace qw::simulate::machine {
namespace {

constexpr double overload_ratio = 1.10;   // domain.md, section 5
constexpr double eccentric_ratio = 0.25;  // of the net load, between two halves (assumption)
constexpr double unlock_load = 0.10;      // of the tare may stay in the ropes (assumption)
constexpr double park_margin = 1.0;       // m landside of the hinge: free of the boom

bool mixed(SpreaderState const& spreader) {
  return !every(spreader.locked) && !every(spreader.unlocked);
}

/// Stops at the ends, slows before them early enough for the ramp.
double within(AxisState& axis, AxisModel const& model, double low, double high, double wanted) {
  double const reach = std::min(0.02, model.slow_zone * 0.01);
  axis.low_limit = axis.position <= low + reach;
  axis.high_limit = axis.position >= high - reach;
  axis.low_slow = axis.position <= low + model.slow_zone;
  axis.high_slow = axis.position >= high - model.slow_zone;
  double const left = wanted > 0 ? high - axis.position : axis.position - low;
  if (left <= reach) return 0;
  double const ramp = std::sqrt(1.2 * model.acceleration * std::max(0.0, left - reach));
  double const slow = left < model.slow_zone ? std::min(model.slow_speed, ramp)
                                             : std::hypot(model.slow_speed, ramp);
  double const last = std::min(slow, reach + left);
  return std::clamp(wanted, -last, last);
}

}  // namespace

void set(State& state, Alarm alarm, bool raised) {
  unsigned const bit = static_cast<unsigned>(alarm) - 1U;
  auto& word = state.alarms[bit / 16];
  auto const mask = static_cast<std::uint16_t>(1U << (bit % 16));
  word = static_cast<std::uint16_t>(raised ? word | mask : word & ~mask);
}

double Protection::rated_load(State const& state) const {
  if (state.spreader.tandem) return model_->swl_tandem;
  if (state.spreader.twin_down) return model_->swl_twin;
  return model_->swl;
}

double Protection::hoist_ceiling(State const& state) const {
  // Constant power above rated speed: field weakening.
  double const rated = std::max({model_->swl, model_->swl_twin, model_->swl_tandem}) + model_->tare;
  double const ratio = rated / std::max(state.load.ropes, model_->tare * 0.5);
  return std::clamp(model_->hoist.speed * ratio, model_->hoist.speed, model_->hoist.speed_empty);
}

bool Protection::may_lock(State const& state) const { return every(state.spreader.landed); }

bool Protection::may_unlock(State const& state, Bypass const& bypass) const {
  if (bypass.unlock_hanging) return true;
  return every(state.spreader.landed) && state.load.ropes < unlock_load * model_->tare;
}

double Protection::hoist(State& state, double wanted, Bypass const& bypass) {
  double const net = state.load.ropes - model_->tare;
  bool const over = net > overload_ratio * rated_load(state) && !bypass.overload;
  if (wanted < 0) overload_held_ = false;
  if (over) overload_held_ = true;
  state.load.overload = over || overload_held_;
  auto const& corner = state.load.corner;
  double const tilt = std::max(std::abs(corner[0] + corner[2] - corner[1] - corner[3]),
                               std::abs(corner[0] + corner[1] - corner[2] - corner[3]));
  set(state, Alarm::eccentric_load, net > 5'000 && tilt > 2 * eccentric_ratio * net);
  set(state, Alarm::overload, state.load.overload);
  set(state, Alarm::snag, state.load.snag);
  bool const blocked_up =
      state.load.overload || state.load.snag || (mixed(state.spreader) && !bypass.interlocks);
  bool const blocked_down = state.load.slack && !bypass.interlocks;
  if (wanted > 0 && blocked_up) wanted = 0;
  if (wanted < 0 && blocked_down) wanted = 0;
  set(state, Alarm::slack_rope, state.load.slack);
  auto const& limits = model_->hoist;
  double const margin = bypass.hoist_limits ? 3 : 0;
  double const ceiling = hoist_ceiling(state);
  return within(state.hoist, limits, limits.low - margin, limits.high + margin,
                std::clamp(wanted, -ceiling, ceiling));
}

double Protection::trolley(State& state, double wanted, Bypass const& bypass) {
  auto const& model = model_->trolley;
  bool const free = state.boom_down || bypass.interlocks;
  double const seaward = free ? model.high : model_->hinge - park_margin;
  bool const pinned = any(state.spreader.landed) && !bypass.interlocks;
  if (pinned) wanted = 0;
  return within(state.trolley, model, model.low, seaward,
                std::clamp(wanted, -model.speed, model.speed));
}

double Protection::gantry(State& state, double wanted, Bypass const& bypass) {
  bool const blocked = state.wind_warning || state.storm_pins || state.rail_clamps ||
                       state.load.hanging || any(state.spreader.landed) ||
                       (!state.boom_down && !state.boom_latched);
  bool const reel = state.cable_reel > 950;
  if (wanted != 0) {
    set(state, Alarm::gantry_blocked_by_boom,
        !bypass.interlocks && !state.boom_down && !state.boom_latched);
    set(state, Alarm::gantry_neighbour, state.neighbour_near);
  } else {
    set(state, Alarm::gantry_blocked_by_boom, false);
  }
  set(state, Alarm::cable_reel_end, reel);
  if (!bypass.interlocks && (blocked || state.neighbour_near)) wanted = 0;
  auto const& model = model_->gantry;
  return within(state.gantry, model, model.low, model.high,
                std::clamp(wanted, -model.speed, model.speed));
}

double Protection::boom(State& state, double wanted, Bypass const& bypass) {
  auto const& model = model_->boom;
  bool const parked = state.trolley.position <= model_->hinge - park_margin;
  bool const blocked = !parked || state.gantry.speed != 0 || state.load.hanging ||
                       (state.boom_latched && wanted < 0);
  if (blocked && !bypass.interlocks) wanted = 0;
  return within(state.boom, model, model.low, model.high,
                std::clamp(wanted, -model.speed, model.speed));
}

void Protection::step(State& state, Controls const& controls, Bypass const& bypass) {
  state.hoist_bypass = bypass.hoist_limits;
  state.interlock_bypass = bypass.interlocks;
  state.overload_bypass = bypass.overload;
  set(state, Alarm::hoist_limit_bypassed, bypass.hoist_limits);
  set(state, Alarm::interlock_bypassed, bypass.interlocks);
  set(state, Alarm::overload_bypassed, bypass.overload);
  state.emergency_stop = bypass.stop;
  set(state, Alarm::emergency_stop, bypass.stop);
  state.hoist.reference = controls.hoist;
  state.trolley.reference = controls.trolley;
  state.gantry.reference = controls.gantry;
  state.boom.reference = controls.boom;
  state.hoist.setpoint = hoist(state, controls.hoist, bypass);
  state.trolley.setpoint = trolley(state, controls.trolley, bypass);
  state.gantry.setpoint = gantry(state, controls.gantry, bypass);
  state.boom.setpoint = boom(state, controls.boom, bypass);
  if (!state.control_on || bypass.stop || bypass.quiet_stop)
    state.hoist.setpoint = state.trolley.setpoint = state.gantry.setpoint = state.boom.setpoint = 0;
  set(state, Alarm::hoist_upper_limit, state.hoist.high_limit);
  set(state, Alarm::hoist_lower_limit, state.hoist.low_limit);
  set(state, Alarm::trolley_water_limit, state.trolley.high_limit && state.boom_down);
  set(state, Alarm::trolley_land_limit, state.trolley.low_limit);
  set(state, Alarm::wind_warning, state.wind_warning);
  set(state, Alarm::wind_shutdown, state.wind_shutdown);
  set(state, Alarm::boom_not_latched, state.boom.high_limit && !state.boom_latched);
}

}  // namespace qw::simulate::machine
