// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulate/machine/happening.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Watches the state from step to step and writes down what happened. Counts what the crane's
/// own counters count.
class Witness {
 public:
  /// Compares with the step before.
  void step(State& state);
  void job_begun(State const& state, Job const& job);
  void job_ended(State& state, JobReport const& report);
  void note(State const& state, Happening::Kind kind, std::uint32_t number = 0, double value = 0);
  std::vector<Happening> take();

 private:
  /// What has to be remembered of the step before.
  struct Before {
    Phase phase = Phase::off;
    std::array<std::uint16_t, alarm_words> alarms{};
    std::uint32_t operator_id = 0;
    bool control_on = false;
    bool landed = false;
    bool touching = false;
    bool locked = false;
    bool unlocked = true;
    bool hanging = false;
    bool boom_down = false;
    bool boom_up = true;
    bool gantry = false;
    double payload = 0;
  };
  void alarms(State& state);

  Before before_;
  Stamp cycle_begun_;
  std::vector<Happening> happenings_;
};

}  // namespace qw::simulate::machine
