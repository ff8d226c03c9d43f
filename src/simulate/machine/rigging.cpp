// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/rigging.hpp"

#include <algorithm>
#include <cmath>

#include "simulate/machine/axis.hpp"

namespace qw::simulate::machine {
namespace {

constexpr double headroom = 4;       // m from the hoist's highest position to the trolley's sheaves
constexpr double stretch = 0.05;     // m that ropes give under a full payload (assumption)
constexpr double settle = 0.10;      // m of slack that takes the spreader's own weight off
constexpr double slack_rope = 0.30;  // m of slack at which the slack rope switch trips
constexpr double damping = 0.012;    // of the pendulum by ropes and air (assumption)
constexpr double turn_s = 1.2;       // a twistlock's quarter turn
constexpr double weigh_s = 0.25;     // filter of the load cells
constexpr double catch_m = 0.7;      // how far beside a place the spreader still meets it
constexpr double wind_area = 34;     // m2 of a 40 ft box's long side: 12.2 m x 2.8 m
constexpr double noise_kg = 35;      // of the load cells, ten times a second (assumption)
constexpr double spreader_area = 7;  // m2 of headblock and spreader (assumption)
constexpr double nothing = -1e9;

}  // namespace

void Rigging::set_job(Job const* job) {
  from_.reset();
  to_.reset();
  taken_ = false;
  stuck_ = false;
  if (job == nullptr) return;
  auto const footing = [](Place const& place) {
    return Footing{place.trolley, place.height, place.guide, place.kind == Place::Kind::hold};
  };
  from_ = footing(job->from);
  to_ = footing(job->to);
  mass_ = job->mass();
  lean_ = dice_.normal(0, 0.025);
  stuck_ = from_->hold && dice_.chance(0.0012);
}

void Rigging::swing(State& state) const {
  auto& spreader = state.spreader;
  double const length = std::max(3.0, model_->hoist.high + headroom - state.hoist.position);
  double const omega2 = gravity / length;
  // Drag of the wind along the trolley's way, as a steady push (air 1.25 kg/m3, drag 1.1).
  double const across = std::sin(state.wind_direction * 0.017453292519943295);
  double const area = state.load.hanging ? wind_area : spreader_area;
  double const push = 0.5 * 1.25 * 1.1 * area * state.wind * std::abs(state.wind) * across /
                      std::max(state.load.ropes, model_->tare);
  double const rope_speed = -state.hoist.speed / length;
  double const force = -omega2 * spreader.offset - state.trolley.acceleration + push -
                       2 * (damping * std::sqrt(omega2) + rope_speed * 0.5) * spreader.offset_speed;
  spreader.offset_speed += force * step_s;
  spreader.offset += spreader.offset_speed * step_s;
  double const most = length * 0.17;
  if (std::abs(spreader.offset) > most) {
    spreader.offset = std::copysign(most, spreader.offset);
    spreader.offset_speed = 0;
  }
  spreader.trim = 0.15 * std::sin(static_cast<double>(state.at.ns % 1'000'000'000'000) * 2.1e-10) +
                  (state.load.hanging ? lean_ * 8 : 0);
  spreader.list = 6 * spreader.offset / length;
  spreader.skew = 4 * spreader.offset_speed / length;
}

double Rigging::footing(State const& state, bool& guided) const {
  double const x = state.trolley.position + state.spreader.offset;
  double const height = state.hoist.position;
  double highest = nothing;
  // A load that was hardly lifted can be set down again where it came from.
  auto const meet = [&](Footing const& place, bool there) {
    if (std::abs(x - place.trolley) > catch_m) return;
    if (place.hold && height < place.guide) guided = true;
    if (there) highest = std::max(highest, place.height);
  };
  if (from_) meet(*from_, !taken_ || every(state.spreader.locked));
  if (to_) meet(*to_, taken_);
  return highest;
}

void Rigging::draw_gaps() {
  for (auto& gap : gap_) gap = dice_.uniform(0.0, 0.04);
  if (dice_.chance(miss_)) gap_[static_cast<std::size_t>(dice_.below(4))] = 1;
}

void Rigging::touch(State& state) {
  bool guided = false;
  double const ground = footing(state, guided);
  auto& spreader = state.spreader;
  if (guided) {  // cell guides leave a few centimetres
    spreader.offset = std::clamp(spreader.offset, -0.05, 0.05);
    spreader.offset_speed *= 0.9;
  }
  double const slack = ground - state.hoist.position;  // > 0: pressed together
  bool const now = ground > nothing && slack > 0;
  double const beside = state.trolley.position + spreader.offset - (from_ ? from_->trolley : 0);
  if (now && from_ && ground == from_->height && std::abs(beside) < catch_m) taken_ = false;
  if (now && !standing_) draw_gaps();
  standing_ = now;
  stand_ = ground;
  for (std::size_t i = 0; i < 4; ++i) spreader.landed[i] = now && slack > gap_[i];
  if (now) spreader.offset_speed *= 0.7;
  spreader.height = std::max(state.hoist.position, ground);
  state.load.slack = now && slack > slack_rope;
  weigh(state, slack);
}

void Rigging::weigh(State& state, double contact) {
  auto& load = state.load;
  bool const engaged = from_ && every(state.spreader.locked);
  double own = 1;   // part of the tare in the ropes
  double part = 0;  // part of the payload
  if (stand_ > nothing) {
    own = std::clamp(1 - contact / settle, 0.0, 1.0);
    if (engaged) part = std::max(0.0, -contact / stretch);
  } else if (engaged && taken_) {
    part = 1;
  }
  if (stuck_ && !taken_) {
    load.snag = load.snag || part > 1.6;
  } else {
    part = std::min(part, 1.0);
  }
  if (load.snag && state.hoist.reference < 0 && part < 0.5) {
    load.snag = false;
    stuck_ = dice_.chance(0.2);
  }
  if (engaged && part >= 1 && !stuck_) taken_ = true;
  load.payload = engaged ? mass_ : 0;
  load.hanging = engaged && taken_ && part >= 1;
  double const still = model_->tare * own + (engaged ? mass_ : 0) * part;
  double const shaken = still * (1 + state.hoist.acceleration / gravity);
  weighed_ += (shaken - weighed_) * step_s / weigh_s;
  if (--noise_steps_ < 0) {
    noise_ = dice_.normal(0, noise_kg);
    noise_steps_ = 4;
  }
  load.ropes = weighed_ + noise_;
  load.net = load.ropes - model_->tare;
  double const net = load.net / 4;
  load.corner = {net * (1 + lean_ + lean_ / 2), net * (1 - lean_ + lean_ / 2),
                 net * (1 + lean_ - lean_ / 2), net * (1 - lean_ - lean_ / 2)};
}

void Rigging::turn_locks(State& state, Controls const& controls, Protection const& protection,
                         Bypass const& bypass) {
  auto& spreader = state.spreader;
  bool const lock = controls.lock && !controls.unlock && protection.may_lock(state);
  bool const forced = bypass.unlock_hanging && !every(spreader.unlocked);
  bool const unlock = forced || (controls.unlock && protection.may_unlock(state, bypass));
  set(state, Alarm::unlock_refused, controls.unlock && !unlock && !every(spreader.unlocked));
  bool const starting = lock && every(spreader.unlocked);
  if (starting && turning_[0] == 0) {
    jammed_.reset();
    if (dice_.chance(lock_miss_)) jammed_ = static_cast<std::size_t>(dice_.below(4));
  }
  for (std::size_t i = 0; i < 4; ++i) {
    bool const wanted = lock ? !spreader.locked[i] : unlock && !spreader.unlocked[i];
    turning_[i] = wanted ? turning_[i] + step_s : 0;
    if (!wanted) continue;
    if (lock) spreader.unlocked[i] = false;
    if (unlock) spreader.locked[i] = false;
    if (turning_[i] < turn_s + 0.07 * static_cast<double>(i)) continue;
    if (lock && jammed_ == i) continue;
    (lock ? spreader.locked : spreader.unlocked)[i] = true;
    turning_[i] = 0;
    if (i == 3) ++spreader.lock_cycles;
  }
  bool const between = !every(spreader.locked) && !every(spreader.unlocked);
  set(state, Alarm::twistlock_mixed, between && jammed_ && turning_[*jammed_] > 2 * turn_s);
  set(state, Alarm::twistlock_timeout, between && jammed_ && turning_[*jammed_] > 3 * turn_s);
}

void Rigging::telescope(SpreaderState& spreader, Controls const& controls) const {
  bool const free = every(spreader.unlocked) && !every(spreader.landed);
  if (!free) return;
  spreader.size = controls.size;
  double const left = controls.size - spreader.length;
  constexpr double speed = 0.9;  // ft/s: 20 to 40 ft in 22 s (assumption)
  spreader.telescoping = std::abs(left) > 0.01;
  spreader.length += std::clamp(left, -speed * step_s, speed * step_s);
  spreader.twin_down = controls.twin && spreader.size == 40 && !spreader.telescoping;
  spreader.tandem = controls.tandem;
  spreader.twin_gap = spreader.twin_down ? 0.08 : 0;
}

void Rigging::step(State& state, Controls const& controls, Protection const& protection,
                   Bypass const& bypass) {
  swing(state);
  touch(state);
  if (state.control_on && state.spreader.healthy) {
    turn_locks(state, controls, protection, bypass);
    telescope(state.spreader, controls);
    state.spreader.flippers_down = controls.flippers;
  }
}

}  // namespace qw::simulate::machine
