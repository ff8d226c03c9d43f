// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/crane.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/check.hpp"
#include "simulate/machine/axis.hpp"
#include "simulate/machine/desk_link.hpp"
#include "simulate/machine/faults.hpp"
#include "simulate/machine/operator.hpp"
#include "simulate/machine/overrides.hpp"
#include "simulate/machine/protection.hpp"
#include "simulate/machine/rigging.hpp"
#include "simulate/machine/surroundings.hpp"
#include "simulate/machine/witness.hpp"

namespace qw::simulate::machine {
namespace {

constexpr Nanoseconds step_time = milliseconds(20);
constexpr std::int64_t steps_a_second = 50;
constexpr int ask_again_s = 5;           // for a job, when there was none
constexpr double trolley_mass = 26e3;    // kg, without load (assumption)
constexpr double gantry_mass = 1'400e3;  // kg (assumption)
constexpr double rolling = 0.008;        // resistance of steel wheels (assumption)

}  // namespace

struct Crane::Parts {
  Parts(CraneModel const& kind, Dice dice, Quayside& port, Stamp start, double gantry);
  void step();
  Controls commanded(bool stop);
  void each_second();
  void move(Controls const& controls);
  void power();
  void jobs();
  void show_job();

  CraneModel const* model;
  Quayside* quayside;
  Stamp begun;
  std::int64_t steps = 0;
  double home;  // m along the quay: where the cable reel's feeding point is
  State state;
  Operator person;
  Controls hands;                // the operator's, in the last step
  std::optional<DeskLink> desk;  // if he is not on board
  Protection protection;
  Rigging rigging;
  Surroundings surroundings;
  Faults faults;
  Overrides overrides;
  Witness witness;
  Drive hoist;
  Drive trolley;
  Drive gantry;
  Drive boom;
  Duty duty;
  std::uint32_t seated = 0;
  int relands = 0;
  int ask_in = 0;  // s until the next question for a job
};

Crane::Parts::Parts(CraneModel const& kind, Dice dice, Quayside& port, Stamp start, double at)
    : model{&kind},
      quayside{&port},
      begun{start},
      home{at},
      person{kind, dice},
      protection{kind},
      rigging{kind, dice.part("rigging")},
      surroundings{kind, dice.part("surroundings")},
      faults{dice.part("faults")},
      hoist{kind.hoist},
      trolley{kind.trolley},
      gantry{kind.gantry},
      boom{kind.boom} {
  state.at = start;
  state.hoist.position = kind.hoist.high - 2;
  state.trolley.position = -kind.gauge / 2;
  state.gantry.position = at;
  state.boom.position = kind.boom.high;
  state.boom_latched = true;
  state.spreader.height = state.hoist.position;
  state.storm_pins = true;
  auto used = dice.part("used");  // a crane that has worked for years
  auto& counters = state.counters;
  counters.cycles = static_cast<std::uint32_t>(used.between(90'000, 600'000));
  counters.moves = counters.cycles + counters.cycles / 4;
  counters.single = counters.cycles - counters.cycles / 4;
  counters.twin = counters.cycles / 4;
  counters.teu = counters.moves + counters.single / 2;
  counters.energy_used = 2.2e7 * counters.moves;
  counters.energy_returned = 0.6e7 * counters.moves;
  counters.control_on_s = 130.0 * counters.cycles;
  auto const worn = [&](AxisState& axis, double way, double running, double brakings) {
    axis.travelled = way * counters.cycles;
    axis.running_s = running * counters.cycles;
    axis.brakings = static_cast<std::uint32_t>(brakings * counters.cycles);
  };
  worn(state.hoist, 85, 62, 5.1);
  worn(state.trolley, 92, 55, 3.2);
  worn(state.gantry, 1.1, 3.1, 0.12);
  worn(state.boom, 0.012, 3.4, 0.03);
  state.spreader.lock_cycles = 2 * counters.cycles;
  state.heartbeat = static_cast<std::uint16_t>(used.below(65'536));
}

void Crane::Parts::each_second() {
  duty = quayside->duty(state.at);
  surroundings.step(state, quayside->weather(state.at));
  faults.step(state);
  ++state.heartbeat;
  if (state.control_on) state.counters.control_on_s += 1;
  for (auto* axis : {&state.hoist, &state.trolley, &state.gantry, &state.boom})
    warm(*axis, 1, state.outside_temperature, state.house_temperature);
  double const oil = state.control_on ? state.outside_temperature + 22 : state.outside_temperature;
  state.spreader.oil_temperature += (oil - state.spreader.oil_temperature) / 1500;
  auto const hour = (state.at.ns / 3'600'000'000'000) % 24;
  state.flood_lights = hour >= 19 || hour < 6;
  state.cable_reel = std::abs(state.gantry.position - home);
  ask_in = std::max(0, ask_in - 1);
  if (duty.operator_id == seated || duty.operator_id == 0) return;
  seated = duty.operator_id;
  person.take_seat(seated);
  rigging.set_skill(person.skill().miss, 0.003);
}

void Crane::Parts::move(Controls const& controls) {
  bool const stopped = faults.stop() || overrides.bypass().stop || overrides.bypass().quiet_stop ||
                       (desk && desk->lost());
  auto const force = [&](AxisState& axis, Override what) {
    auto const* order = overrides.find(what);
    if (order == nullptr) return;
    axis.setpoint = order->value;
    axis.ready = true;
  };
  for (auto* axis : {&state.hoist, &state.trolley, &state.gantry, &state.boom})
    axis->ready = state.control_on && axis->fault == 0;
  force(state.hoist, Override::move_hoist);
  force(state.trolley, Override::move_trolley);
  force(state.gantry, Override::move_gantry);
  hoist.step(state.hoist, stopped);
  trolley.step(state.trolley, stopped);
  gantry.step(state.gantry, stopped);
  boom.step(state.boom, stopped);
  state.boom_down = state.boom.low_limit;
  state.boom_latched = controls.latch && state.boom.high_limit;
}

void Crane::Parts::power() {
  auto const& kind = *model;
  double const rated = std::max({kind.swl, kind.swl_twin, kind.swl_tandem}) + kind.tare;
  auto const roll = [](AxisState const& axis, double mass) {
    double const drag = axis.speed == 0 ? 0 : std::copysign(rolling * mass * gravity, axis.speed);
    return mass * axis.acceleration + drag;
  };
  feel(state.hoist, kind.hoist, state.load.ropes * gravity, rated * gravity);
  double const carried = trolley_mass + state.load.ropes;
  feel(state.trolley, kind.trolley, roll(state.trolley, carried),
       kind.trolley.rated_power / kind.trolley.speed * 0.9);
  feel(state.gantry, kind.gantry, roll(state.gantry, gantry_mass),
       kind.gantry.rated_power / kind.gantry.speed * 0.9);
  double const tilt = std::cos(state.boom.position);
  double const lift = kind.boom.rated_power / kind.boom.speed * 0.8;
  feel(state.boom, kind.boom, state.boom.speed == 0 ? 0 : lift * tilt, lift);
  state.power = state.hoist.power + state.trolley.power + state.gantry.power + state.boom.power +
                (state.control_on ? kind.idle_power : kind.idle_power * 0.3);
  auto& energy = state.power > 0 ? state.counters.energy_used : state.counters.energy_returned;
  energy += std::abs(state.power) * step_s;
}

void Crane::Parts::show_job() {
  auto const* job = person.job();
  state.job_number = job == nullptr ? 0 : job->number;
  state.job = job == nullptr ? std::string{} : job->name;
  state.place = job == nullptr ? std::string{} : job->to.name;
  for (std::size_t i = 0; i < state.boxes.size(); ++i)
    state.boxes[i] = job != nullptr && i < job->box_count ? job->boxes[i].id : std::string{};
}

void Crane::Parts::jobs() {
  if (person.relands() > relands) witness.note(state, Happening::Kind::relanded, state.job_number);
  relands = person.relands();
  if (auto const report = person.finished()) {
    witness.job_ended(state, *report);
    quayside->report(*report);
  }
  if (person.phase() == Phase::idle && person.job() != nullptr) {
    person.forget();
    rigging.set_job(nullptr);
    show_job();
  }
  bool const wanted = duty.kind == Duty::Kind::work && !surroundings.secure() &&
                      !overrides.holds(Override::hold_work);
  if (!wanted || ask_in > 0 || !person.free() || (duty.vessel && !state.boom_down)) return;
  auto job = quayside->next_job(state.at);
  if (!job) {
    ask_in = ask_again_s;
    return;
  }
  person.begin(std::move(*job), state.at);
  relands = 0;
  rigging.set_job(person.job());
  show_job();
  witness.job_begun(state, *person.job());
}

/// What the controller is told: by the operator on board, or by the desk's telegrams so far.
Controls Crane::Parts::commanded(bool stop) {
  if (!desk) return hands = person.act(state, duty, surroundings.secure(), stop);
  auto const told = desk->step(state.at);
  set(state, Alarm::desk_link, desk->lost());
  if (desk->lost()) person.let_go();
  hands = person.act(state, duty, surroundings.secure(), stop || desk->lost());
  return told;
}

void Crane::Parts::step() {
  ++steps;
  state.at = begun + Nanoseconds{step_time.count * steps};
  if (steps % steps_a_second == 1) each_second();
  overrides.step(state, witness);
  auto const bypass = overrides.bypass();
  bool const stop = faults.stop() || bypass.stop || bypass.quiet_stop;
  auto const controls = commanded(stop);
  state.control_on = controls.control_on && !bypass.stop;
  set(state, Alarm::control_off, !state.control_on);
  state.operator_id = state.control_on ? seated : 0;
  state.storm_pins = controls.storm_pins;
  state.rail_clamps = controls.rail_clamps;
  double const ahead = state.gantry.position + (controls.gantry > 0 ? 4 : -4);
  state.neighbour_near =
      controls.gantry != 0 && (ahead < duty.gantry_low || ahead > duty.gantry_high);
  state.mode = bypass.interlocks || bypass.hoist_limits ? Mode::bypass_on : Mode::manual;
  protection.step(state, controls, bypass);
  move(controls);
  rigging.step(state, controls, protection, bypass);
  power();
  state.phase = person.phase();
  jobs();
  witness.step(state);
}

Crane::Crane(CraneModel const& model, Dice dice, Quayside& quayside, Stamp start, double gantry)
    : parts_{std::make_unique<Parts>(model, dice, quayside, start, gantry)} {}
Crane::~Crane() = default;
Crane::Crane(Crane&&) noexcept = default;
Crane& Crane::operator=(Crane&&) noexcept = default;

void Crane::advance(Stamp to) {
  while (parts_->state.at + step_time <= to) parts_->step();
}

void Crane::operate_from_desk() { parts_->desk.emplace(); }
Controls const& Crane::hands() const { return parts_->hands; }
void Crane::command(Stamp at, Controls const& commands) {
  QW_CHECK(parts_->desk.has_value());
  parts_->desk->receive(at, commands);
}

Job const* Crane::job() const { return parts_->person.job(); }
State const& Crane::state() const { return parts_->state; }
CraneModel const& Crane::model() const { return *parts_->model; }
double Crane::shown(Signal signal) const { return parts_->overrides.shown(parts_->state, signal); }
std::string_view Crane::shown_text(Signal signal) const {
  return parts_->overrides.shown_text(parts_->state, signal);
}
std::vector<Happening> Crane::take_happenings() { return parts_->witness.take(); }
void Crane::order(OverrideOrder const& order) { parts_->overrides.order(order); }

}  // namespace qw::simulate::machine
