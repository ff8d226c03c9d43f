// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/operator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/check.hpp"
#include "simulate/machine/axis.hpp"

namespace qw::simulate::machine {
namespace {

constexpr double quay_edge = 3.0;       // m: the ship's side begins here
constexpr double quay_clear = 7.5;      // m: over vehicles and the sill beam (assumption)
constexpr double ship_margin = 1.2;     // m that an operator keeps above the highest stack
constexpr double stage = 1.3;           // m above the landing: fine positioning begins
constexpr double creep = 0.12;          // m/s at the touch
constexpr double press = 0.12;          // m of slack that frees the locks, without slack rope
constexpr double windage_s = 12;        // over which the eye takes the mean of the sway
constexpr double drive_lag_s = 0.5;     // of a small change of the trolley's speed
constexpr double most_catching = 0.25;  // m/s: more could not be followed in time
constexpr double longest_way_s = 1800;  // empty and still not there: the job is given up
constexpr double bell_s = 5;            // travel warning before the gantry moves
constexpr double at_place = 0.15;       // m along the quay
constexpr int most_tries = 4;           // landings or lifts before a job is given up

}  // namespace

Skill draw_skill(Dice const& dice, std::uint32_t operator_id) {
  auto own = dice.part("operator", operator_id);
  double const good = std::clamp(own.normal(0.6, 0.2), 0.05, 1.0);
  Skill skill;
  skill.stick = 0.80 + 0.19 * good;
  skill.lag_s = 0.55 - 0.30 * good;
  skill.catching = 0.30 + 0.12 * good;
  skill.settle_s = 10.0 - 7.0 * good + own.uniform(-0.7, 0.7);
  skill.spread = 0.50 - 0.15 * good;
  skill.overlap = 0.3 + 0.6 * good;
  skill.miss = 0.055 - 0.04 * good;
  return skill;
}

Operator::Operator(CraneModel const& model, Dice dice)
    : model_{&model}, dice_{dice.part("hands")}, people_{dice} {}

void Operator::take_seat(std::uint32_t operator_id) {
  seated_ = operator_id;
  skill_ = draw_skill(people_, operator_id);
}

void Operator::begin(Job job, Stamp now) {
  QW_CHECK(!job_);
  job_ = std::move(job);
  report_ = JobReport{};
  report_.begun = now;
  report_.operator_id = seated_;
  ended_ = over_ = laden_ = waited_ = raising_ = travelling_ = gantry_done_ = false;
  tries_ = 0;
  enter(Phase::to_pick);
  pause_ = dice_.uniform(0.4, 2.2);  // reads the order
}

std::optional<JobReport> Operator::finished() {
  if (!std::exchange(ended_, false)) return std::nullopt;
  report_.job = &*job_;
  return report_;
}

void Operator::end(State const& state, bool done) {
  report_.done = done;
  report_.ended = state.at;
  ended_ = over_ = true;
  enter(Phase::idle);
}

void Operator::enter(Phase phase) {
  phase_ = phase;
  since_ = 0;
  still_ = 0;
  pause_ = 0;
}

double Operator::draw_settle() {
  double const hard = job_->lift == Lift::twin          ? 1.25
                      : job_->lift == Lift::tandem      ? 1.6
                      : job_->lift == Lift::hatch_cover ? 2.5
                                                        : 1.0;
  double const place = laden_ && target().kind == Place::Kind::lane ? 1.25 : 1.0;
  return skill_.settle_s * hard * place * std::exp(dice_.normal(0, skill_.spread));
}

double Operator::stage_height() const {
  auto const& place = target();
  return place.kind == Place::Kind::hold ? std::max(place.guide + 0.6, place.height + stage)
                                         : place.height + stage;
}

/// What the spreader must keep above on its way from `x` to `goal`.
double Operator::travel_height(State const& state, double x, double goal) const {
  double const hanging = state.load.payload > 0 ? job_->boxes[0].height : 0;
  double const most = model_->hoist.high - 0.5;
  bool const ship = std::max(x, goal) > quay_edge;
  bool const shore = std::min(x, goal) <= quay_edge;
  double height = shore ? quay_clear + hanging : -1e9;
  if (ship) height = std::max(height, job_->clearance + ship_margin + hanging);
  return std::min(height, most);
}

/// Towards `goal`, slower the nearer. What the hand has asked for and the shaper has not yet
/// given counts as way already made.
double Operator::trolley_stick(State const& state, double goal, double most) const {
  double const left =
      goal - windage_ - state.trolley.position - shaper_.pending() - hand_trolley_ * skill_.lag_s;
  double const ramp = std::sqrt(1.3 * model_->trolley.acceleration * std::abs(left));
  // Gently at the end: a hand that corrects at the pendulum's own pace would swing the load.
  double const gain = 0.25 + 0.65 * std::clamp((std::abs(left) - 1) / 3, 0.0, 1.0);
  return std::copysign(std::min({most * skill_.stick, ramp, gain * std::abs(left)}), left);
}

double Operator::hoist_stick(State const& state, double goal, double most) const {
  double const left = goal - state.hoist.position;
  double const ramp = std::sqrt(1.1 * model_->hoist.acceleration * std::abs(left));
  return std::copysign(std::min({most * skill_.stick, ramp, 0.9 * std::abs(left)}), left);
}

void Operator::go(State const& state, Controls& controls) {
  auto const& place = target();
  if (laden_ && every(state.spreader.unlocked)) {  // the load is gone
    laden_ = false;
    return end(state, false);
  }
  if (!laden_ && since_ > longest_way_s) return end(state, false);
  if (std::abs(state.gantry.position - place.gantry) > at_place || travelling_)
    return travel_gantry(state, controls);
  double const x = state.trolley.position;
  double const goal = place.trolley;
  double const load = x + state.spreader.offset;
  double const need = travel_height(state, x, goal);
  double const stage_at = std::max(stage_height(), place.height + stage);
  bool const same_side = (x > quay_edge) == (goal > quay_edge);
  double const left = std::abs(goal - x);
  // Lowering may begin on the shore side as soon as the ship is behind, on the ship only
  // close above the place; better operators begin earlier.
  double const near = goal > quay_edge ? 0.6 + 2.0 * skill_.overlap : 6 + 10 * skill_.overlap;
  bool const lowering = same_side && left < near;
  double const height = lowering ? stage_at : std::max(need, stage_at);
  controls.hoist = hoist_stick(state, height, model_->hoist.speed_empty);
  double const missing = need - state.hoist.position;
  double const early = 2.5 * skill_.overlap;
  double speed = model_->trolley.speed;
  if (missing > early && !lowering) {
    // Not high enough yet: on the quay roll towards the ship's side, in the ship wait.
    double const edge = quay_edge - 1.5 - x;
    double const time = missing / std::max(0.4, state.hoist.speed);
    speed = x < quay_edge && edge > 0 && state.hoist.position > quay_clear
                ? std::min(speed, edge / time)
                : 0;
  }
  controls.trolley =
      speed == 0 && std::abs(state.trolley.speed) < 0.05 ? 0 : trolley_stick(state, goal, speed);
  bool const there = std::abs(load - goal) < 1.2 && std::abs(state.trolley.speed) < 0.8 &&
                     std::abs(state.hoist.position - stage_at) < 0.6;
  if (!there) return;
  enter(laden_ ? Phase::over_set : Phase::over_pick);
  pause_ = draw_settle();
}

void Operator::travel_gantry(State const& state, Controls& controls) {
  double const goal = target().gantry;
  double const left = goal - state.gantry.position;
  double const up = model_->hoist.high - 1;
  controls.hoist =
      hoist_stick(state, std::max(state.hoist.position, up), model_->hoist.speed_empty);
  bool const raised = state.hoist.position > std::min(up, job_->clearance + 4) - 0.2;
  double const park = -model_->gauge / 2;
  bool const parked = std::abs(state.trolley.position - park) < 0.5;
  if (job_->raise_boom && !gantry_done_) controls.trolley = trolley_stick(state, park, 2.5);
  bool const away = !job_->raise_boom || (parked && state.boom_latched);
  if (job_->raise_boom && parked && raised && !gantry_done_ && !state.boom_latched)
    return move_boom(state, true, controls);
  if (!travelling_) {
    if (!raised || !away || std::abs(state.trolley.speed) > 0.1) return;
    travelling_ = true;
    since_ = 0;
  }
  controls.rail_clamps = false;
  if (std::abs(left) < at_place * 0.6 && std::abs(state.gantry.speed) < 0.01) gantry_done_ = true;
  if (gantry_done_) {
    if (job_->raise_boom && !state.boom_down) return move_boom(state, false, controls);
    travelling_ = false;
    return;
  }
  phase_ = Phase::gantry;
  if (since_ < bell_s) return;
  double const ramp = std::sqrt(1.0 * model_->gantry.acceleration * std::abs(left));
  controls.gantry =
      std::copysign(std::min({model_->gantry.speed, ramp, 0.35 * std::abs(left) + 0.01}), left);
}

void Operator::settle(State const& state, Controls& controls) {
  auto const& place = target();
  auto const& spreader = state.spreader;
  if (raising_) return land_again(state, controls);
  if (place.kind == Place::Kind::lane && !waited_ && job_->wait_s > 0) {
    enter(Phase::waiting);
    pause_ = job_->wait_s;
    waited_ = true;
    return;
  }
  bool const guided = place.kind == Place::Kind::hold && state.hoist.position < place.guide - 0.3;
  double const off = state.trolley.position + spreader.offset - place.trolley;
  double const fine = laden_ ? 0.13 : 0.22;
  bool const quiet = std::abs(off) < (place.kind == Place::Kind::hold ? 0.25 : fine) &&
                     std::abs(spreader.offset_speed) < 0.21;
  still_ = quiet ? still_ + step_s : 0;
  pause_ -= step_s;
  controls.trolley = any(spreader.landed) ? 0 : trolley_stick(state, place.trolley, 0.6);
  double const above = state.hoist.position - place.height;
  if (any(spreader.landed) || above < 0.02) {
    bool const pressed = spreader.height - state.hoist.position > press;
    controls.hoist = pressed ? 0 : -creep * 0.6;
    if (every(spreader.landed) && pressed && std::abs(state.hoist.speed) < 0.02)
      return enter(laden_ ? Phase::unlocking : Phase::locking);
    if (pressed && !every(spreader.landed)) raising_ = true;
    return;
  }
  if (guided) {
    double const deep = std::max(0.0, above - 0.9 + state.hoist.speed * (skill_.lag_s + 0.3));
    double const ramp = std::sqrt(1.0 * model_->hoist.acceleration * deep);
    controls.hoist = -std::min(model_->hoist.speed_empty * skill_.stick, creep + ramp);
    return;
  }
  bool const ready = pause_ <= 0 && still_ > 0.25;
  // While aligning, the hand comes down to half a metre and plays there.
  double const hover = place.kind == Place::Kind::hold ? place.guide + 0.5 : place.height + 0.5;
  controls.hoist = ready || (quiet && above < 0.25) ? -std::max(creep, std::min(0.45, 0.6 * above))
                                                    : hoist_stick(state, hover, 0.35);
}

void Operator::land_again(State const& state, Controls& controls) {
  controls.hoist = 0.25;
  if (state.hoist.position < target().height + 0.45) return;
  raising_ = false;
  ++report_.relands;
  if (++tries_ > 2 * most_tries && !laden_) return end(state, false);
  enter(phase_);
  pause_ = draw_settle() * 0.7;
}

void Operator::lock(State const& state, Controls& controls) {
  if (since_ < 0.5) return;
  bool const failed = since_ > 5;
  controls.lock = !failed;
  controls.unlock = failed;
  if (failed && every(state.spreader.unlocked)) {
    raising_ = true;
    phase_ = Phase::over_pick;
    return;
  }
  if (!every(state.spreader.locked) || since_ < 1.6) return;
  report_.picked = state.at;
  laden_ = true;
  enter(Phase::taking_up);
}

void Operator::take_up(State const& state, Controls& controls) {
  bool const blocked = state.load.overload || state.load.snag;
  if (raising_ || blocked) {
    // Sets the load down again; a snag is tried once more, an overload given up.
    raising_ = true;
    if (state.load.overload) tries_ = most_tries;
    controls.hoist = state.spreader.height - state.hoist.position > press ? 0 : -creep;
    if (controls.hoist != 0 || state.hoist.speed < -0.02 || since_ < 6) return;
    raising_ = false;
    since_ = 0;
    if (++tries_ < most_tries) return;
    return enter(Phase::unlocking);
  }
  double const risen = state.hoist.position - job_->from.height;
  controls.hoist = risen < 0.15 ? 0.14 : 0.35;
  if (risen < 0.5) return;
  enter(Phase::to_set);
}

void Operator::unlock(State const& state, Controls& controls) {
  if (since_ < 0.6) return;
  controls.unlock = true;
  if (!every(state.spreader.unlocked)) return;
  bool const back = laden_ && tries_ >= most_tries && state.trolley.position > 0 &&
                    std::abs(state.trolley.position - job_->from.trolley) < 1;
  laden_ = false;
  end(state, !back);
  enter(Phase::clearing);
}

void Operator::clear(State const& state, Controls& controls) {
  controls.hoist = 0.30;
  if (any(state.spreader.landed) || since_ < 1.2) return;
  enter(Phase::idle);
}

/// After a stop: looks what hangs and stands where, and goes on from there.
void Operator::resume(State const& state) {
  if (over_) return enter(Phase::clearing);
  bool const locked = every(state.spreader.locked);
  bool const unlocked = every(state.spreader.unlocked);
  if (!locked && !unlocked) return enter(laden_ ? Phase::unlocking : Phase::locking);
  if (laden_ && unlocked) {
    laden_ = false;
    end(state, any(state.spreader.landed));
    return enter(Phase::clearing);
  }
  if (locked && !laden_) return enter(Phase::locking);
  bool const standing = laden_ && any(state.spreader.landed) && !state.load.hanging;
  enter(standing ? Phase::taking_up : laden_ ? Phase::to_set : Phase::to_pick);
  if (!standing) pause_ = dice_.uniform(4, 15);  // resets, looks around
}

void Operator::dispatch(State const& state, Controls& controls) {
  switch (phase_) {
    case Phase::to_pick:
    case Phase::to_set:
      if (pause_ > 0 && since_ < pause_) return;
      return go(state, controls);
    case Phase::gantry:
    case Phase::boom: phase_ = laden_ ? Phase::to_set : Phase::to_pick; return go(state, controls);
    case Phase::waiting:
      controls.trolley = trolley_stick(state, target().trolley, 0.4);
      controls.hoist = hoist_stick(state, stage_height(), 0.4);
      if (since_ < pause_) return;
      enter(laden_ ? Phase::over_set : Phase::over_pick);
      pause_ = draw_settle();
      return;
    case Phase::over_pick:
    case Phase::over_set: return settle(state, controls);
    case Phase::locking: return lock(state, controls);
    case Phase::taking_up: return take_up(state, controls);
    case Phase::unlocking: return unlock(state, controls);
    case Phase::clearing: return clear(state, controls);
    case Phase::stopped: return resume(state);
    case Phase::off:
    case Phase::idle: return;
  }
}

void Operator::move_boom(State const& state, bool up, Controls& controls) {
  phase_ = Phase::boom;
  controls.latch = up && state.boom.position > model_->boom.high - 0.03;
  if (up && state.boom_latched) return;
  double const left = up ? model_->boom.high - state.boom.position : state.boom.position;
  controls.boom = left < 1e-4 ? 0 : (up ? 1 : -1) * model_->boom.speed;
}

void Operator::wind_down(State const& state, bool boom_up, Controls& controls) {
  double const up = model_->hoist.high - 2;
  double const park = -model_->gauge / 2;
  controls.hoist = hoist_stick(state, up, model_->hoist.speed_empty);
  bool const raised = state.hoist.position > up - 6;
  if (raised) controls.trolley = trolley_stick(state, park, 3);
  bool const parked = std::abs(state.trolley.position - park) < 0.3 &&
                      std::abs(state.trolley.speed) < 0.02 && state.hoist.position > up - 0.3;
  if (!parked) return;
  controls.trolley = 0;
  if (boom_up && !state.boom_latched) return move_boom(state, true, controls);
  if (state.boom.speed == 0 && state.hoist.brake_closed) enter(Phase::off);
}

void Operator::rest(State const& state, Duty const& duty, bool secure, Controls& controls) {
  bool const wanted = duty.kind == Duty::Kind::work && !secure;
  if (phase_ == Phase::stopped) enter(Phase::idle);
  if (phase_ == Phase::off) {
    controls.storm_pins = secure;
    if (!wanted) {
      pause_ = 0;
      return;
    }
    if (pause_ == 0) {  // climbs up, checks the brakes, switches on
      since_ = 0;
      pause_ = dice_.uniform(40, 150);
    }
    if (since_ < pause_) return;
    enter(Phase::idle);
  }
  controls.control_on = true;
  if (!wanted) return wind_down(state, secure || !duty.vessel, controls);
  if (duty.vessel && !state.boom_down) return move_boom(state, false, controls);
  if (phase_ == Phase::boom) enter(Phase::idle);
  if (since_ > 60) controls.hoist = hoist_stick(state, model_->hoist.high - 4, 1.0);
}

Controls Operator::act(State const& state, Duty const& duty, bool secure, bool stop) {
  Controls controls;
  since_ += step_s;
  windage_ += (state.spreader.offset - windage_) * step_s / windage_s;
  controls.control_on = phase_ != Phase::off;
  controls.latch = state.boom_latched;
  controls.size = state.spreader.size;
  controls.twin = state.spreader.twin_down;
  controls.tandem = state.spreader.tandem;
  if (job_) {
    controls.size =
        job_->lift == Lift::twin || job_->lift == Lift::hatch_cover ? 40 : job_->boxes[0].length_ft;
    controls.twin = job_->lift == Lift::twin;
    controls.tandem = job_->lift == Lift::tandem;
    controls.flippers = phase_ == Phase::over_pick || (phase_ == Phase::locking);
  }
  if (stop && phase_ != Phase::off) {
    if (phase_ != Phase::stopped) enter(Phase::stopped);
    hand_hoist_ = hand_trolley_ = 0;
    return controls;
  }
  if (job_ && !ended_) {
    dispatch(state, controls);
  } else if (phase_ == Phase::clearing) {
    clear(state, controls);
  } else {
    rest(state, duty, secure, controls);
  }
  return with_lag(state, controls);
}

/// Hands follow the wish late; the trolley's goes through the shaper, and what sway is left
/// when the trolley hardly moves is caught.
Controls Operator::with_lag(State const& state, Controls controls) {
  double const follow = step_s / skill_.lag_s;
  hand_hoist_ += (controls.hoist - hand_hoist_) * follow;
  hand_trolley_ += (controls.trolley - hand_trolley_) * follow;
  double const length = std::max(3.0, model_->hoist.high + 4 - state.hoist.position);
  double const omega = std::sqrt(gravity / length);
  double shaped = shaper_.step(hand_trolley_, std::numbers::pi / omega);
  bool const standing = std::any_of(state.spreader.landed.begin(), state.spreader.landed.end(),
                                    [](bool one) { return one; });
  if (std::abs(hand_trolley_) < 0.35 && std::abs(shaped) < 0.5 && job_ && !standing) {
    double const sway = state.spreader.offset - windage_;
    double const rate = state.spreader.offset_speed * 0.2;
    double const caught = 2 * skill_.catching * omega * (sway - rate);
    shaped += std::clamp(caught, -most_catching, most_catching);
  }
  auto const dead = [](double hand) { return std::abs(hand) < 0.015 ? 0.0 : hand; };
  controls.hoist = dead(hand_hoist_);
  controls.trolley = dead(shaped);
  return controls;
}

}  // namespace qw::simulate::machine
