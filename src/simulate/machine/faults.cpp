// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/faults.hpp"

#include <array>
#include <cmath>

#include "simulate/machine/protection.hpp"

namespace qw::simulate::machine {
namespace {

/// How often, how long: weights and durations are assumptions, README.md.
struct FaultKind {
  Alarm alarm;
  double weight;
  double minutes;  // median
  std::uint16_t code;
};
constexpr std::array kinds{
    FaultKind{Alarm::spreader_link, 14, 3, 0},
    FaultKind{Alarm::telescope_timeout, 8, 4, 0},
    FaultKind{Alarm::hoist_drive_fault, 4, 9, 0x2310},
    FaultKind{Alarm::trolley_drive_fault, 4, 8, 0x3210},
    FaultKind{Alarm::gantry_drive_fault, 3, 12, 0x2310},
    FaultKind{Alarm::hoist_encoder_fault, 2, 15, 0},
    FaultKind{Alarm::trolley_encoder_fault, 2, 12, 0},
    FaultKind{Alarm::hoist_brake_fault, 2, 14, 0},
    FaultKind{Alarm::trolley_brake_fault, 2, 10, 0},
    FaultKind{Alarm::controller_link, 3, 6, 0},
    FaultKind{Alarm::fire_detector, 1, 8, 0},
    FaultKind{Alarm::anemometer_fault, 3, 25, 0},
    FaultKind{Alarm::spreader_oil_hot, 4, 20, 0},
    FaultKind{Alarm::camera_lost, 8, 60, 0},
    FaultKind{Alarm::greasing_empty, 6, 90, 0},
    FaultKind{Alarm::lift_door, 10, 1, 0},
    FaultKind{Alarm::ups_battery, 2, 120, 0},
};
constexpr double mean_between_s = 3.0 * 3600;  // of control on

bool blocks(Alarm alarm) {
  auto const* row = alarm_info(alarm);
  return row != nullptr && row->stops == 2;
}

void apply(State& state, Alarm alarm, std::uint16_t code) {
  if (alarm == Alarm::hoist_drive_fault) state.hoist.fault = code;
  if (alarm == Alarm::trolley_drive_fault) state.trolley.fault = code;
  if (alarm == Alarm::gantry_drive_fault) state.gantry.fault = code;
}

}  // namespace

void Faults::begin(State& state) {
  double sum = 0;
  for (auto const& kind : kinds) sum += kind.weight;
  double drawn = dice_.uniform(0, sum);
  FaultKind const* chosen = &kinds.back();
  for (auto const& kind : kinds) {
    drawn -= kind.weight;
    if (drawn >= 0) continue;
    chosen = &kind;
    break;
  }
  active_ = chosen->alarm;
  stops_ = blocks(active_);
  left_ = 60 * chosen->minutes * std::exp(dice_.normal(0, 0.6));
  set(state, active_, true);
  apply(state, active_, chosen->code);
  if (active_ == Alarm::spreader_link) state.spreader.healthy = false;
}

void Faults::finish(State& state) {
  set(state, active_, false);
  apply(state, active_, 0);
  state.spreader.healthy = true;
  active_ = Alarm::none;
  stops_ = false;
}

void Faults::step(State& state) {
  set(state, Alarm::hoist_overtemperature, state.hoist.motor_temperature > 140);
  set(state, Alarm::trolley_overtemperature, state.trolley.motor_temperature > 140);
  set(state, Alarm::house_hot, state.house_temperature > 40);
  set(state, Alarm::supply_undervoltage, state.main_voltage < 5900);
  if (until_ < 0) until_ = dice_.exponential(mean_between_s);
  if (active_ != Alarm::none) {
    left_ -= 1;
    if (left_ <= 0) finish(state);
    return;
  }
  if (!state.control_on) return;
  until_ -= 1;
  if (until_ > 0) return;
  until_ = dice_.exponential(mean_between_s);
  begin(state);
}

}  // namespace qw::simulate::machine
