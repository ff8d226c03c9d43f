// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "simulate/dice.hpp"
#include "simulate/machine/controls.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/machine/protection.hpp"
#include "simulate/machine/shaper.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// What one operator is like; drawn from the operator's number, so that a person is the same
/// on every crane and every day.
struct Skill {
  double stick = 0.95;     // of full speed
  double lag_s = 0.35;     // between seeing and the hand's doing
  double catching = 0.30;  // damping ratio that the trolley hand gives to sway
  double settle_s = 7;     // median of the fine positioning beyond physics, each landing
  double spread = 0.45;    // of its logarithm
  double overlap = 0.7;    // 0..1: hoist and trolley together
  double miss = 0.03;      // chance that a landing must be repeated
};
Skill draw_skill(Dice const& dice, std::uint32_t operator_id);

/// The person in the cabin: looks at the crane, moves the controls. Works the job it was
/// given; decides nothing about limits, which are the controller's.
class Operator {
 public:
  Operator(CraneModel const& model, Dice dice);

  /// Who sits in the cabin from now on.
  void take_seat(std::uint32_t operator_id);
  [[nodiscard]] Skill const& skill() const { return skill_; }

  /// Begins a job; there must be none.
  void begin(Job job, Stamp now);
  [[nodiscard]] Job const* job() const { return job_ ? &*job_ : nullptr; }
  /// The job is over (done or given up): hands out its report once. The job stays readable
  /// until `forget`.
  [[nodiscard]] std::optional<JobReport> finished();
  void forget() { job_.reset(); }
  /// Landings of this job that had to be repeated, so far.
  [[nodiscard]] int relands() const { return report_.relands; }

  /// One step. `stop`: a fault or an emergency stop holds the crane.
  Controls act(State const& state, Duty const& duty, bool secure, bool stop);
  /// Forgets what the trolley hand had still to give: it begins afresh.
  void let_go() { shaper_ = Shaper{}; }
  [[nodiscard]] Phase phase() const { return phase_; }
  /// Ready for a job: seated, boom as it must be, nothing in the hand.
  [[nodiscard]] bool free() const { return phase_ == Phase::idle && !job_; }

 private:
  using Do = void (Operator::*)(State const&, Controls&);
  [[nodiscard]] Controls with_lag(State const& state, Controls controls);
  void enter(Phase phase);
  void rest(State const& state, Duty const& duty, bool secure, Controls& controls);
  void wind_down(State const& state, bool boom_up, Controls& controls);
  void move_boom(State const& state, bool up, Controls& controls);
  void travel_gantry(State const& state, Controls& controls);
  void go(State const& state, Controls& controls);
  void settle(State const& state, Controls& controls);
  void lock(State const& state, Controls& controls);
  void take_up(State const& state, Controls& controls);
  void unlock(State const& state, Controls& controls);
  void clear(State const& state, Controls& controls);
  void resume(State const& state);
  void dispatch(State const& state, Controls& controls);
  void land_again(State const& state, Controls& controls);
  void end(State const& state, bool done);
  [[nodiscard]] Place const& target() const { return laden_ ? job_->to : job_->from; }
  [[nodiscard]] double travel_height(State const& state, double x, double goal) const;
  [[nodiscard]] double stage_height() const;
  [[nodiscard]] double trolley_stick(State const& state, double goal, double most) const;
  [[nodiscard]] double hoist_stick(State const& state, double goal, double most) const;
  [[nodiscard]] double draw_settle();

  CraneModel const* model_;
  Dice dice_;
  Dice people_;
  Skill skill_;
  std::uint32_t seated_ = 0;
  std::optional<Job> job_;
  JobReport report_;
  bool ended_ = false;  // and not yet reported
  bool over_ = false;   // the job is, though the spreader may still be at its place
  Phase phase_ = Phase::off;
  double since_ = 0;  // s in this phase
  double pause_ = 0;  // s that this phase must last, or the hand's hesitation left
  double still_ = 0;  // s that the load hangs quiet over its place
  bool laden_ = false;
  bool waited_ = false;      // for the vehicle of this job
  bool raising_ = false;     // a landing that is being repeated
  bool travelling_ = false;  // the gantry moves for this job
  bool gantry_done_ = false;
  Shaper shaper_;
  double windage_ = 0;     // m that the wind holds the load off, as the eye has it
  double hand_hoist_ = 0;  // where the hands are, after their lag
  double hand_trolley_ = 0;
  int tries_ = 0;
};

}  // namespace qw::simulate::machine
