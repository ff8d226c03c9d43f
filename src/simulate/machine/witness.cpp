// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/witness.hpp"

#include <utility>

namespace qw::simulate::machine {
namespace {

using Kind = Happening::Kind;

}  // namespace

void Witness::note(State const& state, Kind kind, std::uint32_t number, double value) {
  happenings_.push_back({.at = state.at,
                         .kind = kind,
                         .phase = state.phase,
                         .number = number,
                         .value = value,
                         .text = state.job});
}

void Witness::alarms(State& state) {
  if (state.alarms == before_.alarms) return;
  for (auto const& row : alarm_table()) {
    unsigned const bit = static_cast<unsigned>(row.alarm) - 1U;
    auto const mask = static_cast<std::uint16_t>(1U << (bit % 16));
    bool const now = (state.alarms[bit / 16] & mask) != 0;
    bool const then = (before_.alarms[bit / 16] & mask) != 0;
    if (now == then) continue;
    note(state, now ? Kind::alarm_raised : Kind::alarm_cleared,
         static_cast<std::uint32_t>(row.alarm));
    happenings_.back().alarm = row.alarm;
    if (!now) continue;
    ++state.counters.alarms;
    state.last_alarm = static_cast<std::uint16_t>(row.alarm);
    if (row.alarm == Alarm::overload) ++state.counters.overloads;
    if (row.alarm == Alarm::snag) ++state.counters.snags;
    if (row.alarm == Alarm::emergency_stop) ++state.counters.emergency_stops;
  }
  before_.alarms = state.alarms;
}

void Witness::step(State& state) {
  auto const change = [&](bool& then, bool now, Kind rise, Kind fall, double value) {
    if (std::exchange(then, now) == now) return;
    note(state, now ? rise : fall, 0, value);
  };
  auto const rise = [&](bool& then, bool now, Kind kind, double value) {
    if (std::exchange(then, now) == now || !now) return;
    note(state, kind, 0, value);
  };
  if (state.control_on && !before_.control_on) cycle_begun_ = state.at;
  change(before_.control_on, state.control_on, Kind::control_on, Kind::control_off, 0);
  if (std::exchange(before_.operator_id, state.operator_id) != state.operator_id)
    note(state, Kind::operator_changed, state.operator_id);
  if (std::exchange(before_.phase, state.phase) != state.phase) note(state, Kind::phase);
  rise(before_.landed, every(state.spreader.landed), Kind::landed, state.spreader.height);
  bool const touching = any(state.spreader.landed);
  if (before_.touching && !touching) note(state, Kind::left, 0, state.spreader.height);
  before_.touching = touching;
  rise(before_.locked, every(state.spreader.locked), Kind::locked, 0);
  rise(before_.unlocked, every(state.spreader.unlocked), Kind::unlocked, 0);
  double const mass = state.load.hanging ? state.load.payload : before_.payload;
  change(before_.hanging, state.load.hanging, Kind::lifted, Kind::set_down, mass);
  before_.payload = mass;
  rise(before_.boom_down, state.boom_down, Kind::boom_down, 0);
  rise(before_.boom_up, state.boom_latched, Kind::boom_up, 0);
  change(before_.gantry, state.gantry.speed != 0, Kind::gantry_begun, Kind::gantry_ended,
         state.gantry.position);
  alarms(state);
}

void Witness::job_begun(State const& state, Job const& job) {
  if (cycle_begun_.ns == 0) cycle_begun_ = state.at;
  note(state, Kind::job_begun, job.number);
}

void Witness::job_ended(State& state, JobReport const& report) {
  auto& counters = state.counters;
  auto const& job = *report.job;
  counters.relands += static_cast<std::uint32_t>(report.relands);
  if (report.done) {
    ++counters.cycles;
    bool const cover = job.lift == Lift::hatch_cover;
    if (cover) ++counters.hatch_covers;
    if (job.lift == Lift::single) ++counters.single;
    if (job.lift == Lift::twin) ++counters.twin;
    if (job.lift == Lift::tandem) ++counters.tandem;
    for (auto const& box : job.lifted()) {
      if (cover) continue;
      ++counters.moves;
      counters.teu += box.length_ft > 20 ? 2 : 1;
    }
  }
  note(state, Kind::job_ended, job.number, report.done ? 1 : 0);
  if (!report.done) return;
  double const lasted = static_cast<double>((state.at - cycle_begun_).count) * 1e-9;
  note(state, Kind::cycle_ended, counters.cycles, lasted);
  cycle_begun_ = state.at;
}

std::vector<Happening> Witness::take() { return std::exchange(happenings_, {}); }

}  // namespace qw::simulate::machine
