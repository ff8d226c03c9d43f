// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "simulate/dice.hpp"
#include "simulate/machine/controls.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/machine/protection.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Ropes, spreader and load: a pendulum under the trolley, what it stands on, what the load
/// cells feel, twistlocks, telescope and flippers.
class Rigging {
 public:
  Rigging(CraneModel const& model, Dice dice) : model_{&model}, dice_{dice} {}

  /// What stands where for this job; nothing stands anywhere without one.
  void set_job(Job const* job);
  /// How well the operator lands: chance that a corner misses.
  void set_skill(double miss, double lock_miss) { miss_ = miss, lock_miss_ = lock_miss; }

  void step(State& state, Controls const& controls, Protection const& protection,
            Bypass const& bypass);

 private:
  /// A place of the job, as the rigging needs it; names stay with the job.
  struct Footing {
    double trolley = 0;
    double height = 0;
    double guide = 0;
    bool hold = false;
  };
  void swing(State& state) const;
  [[nodiscard]] double footing(State const& state, bool& guided) const;
  void touch(State& state);
  void weigh(State& state, double contact);
  void turn_locks(State& state, Controls const& controls, Protection const& protection,
                  Bypass const& bypass);
  void telescope(SpreaderState& spreader, Controls const& controls) const;
  void draw_gaps();

  CraneModel const* model_;
  Dice dice_;
  std::optional<Footing> from_;
  std::optional<Footing> to_;
  double mass_ = 0;     // of the job's boxes
  double lean_ = 0;     // part of the load that a corner bears too much
  double stand_ = 0;    // height at which the spreader stands now; see touch
  bool taken_ = false;  // the boxes left `from`
  bool standing_ = false;
  bool stuck_ = false;  // jammed in the cell guides
  double miss_ = 0.03;
  double lock_miss_ = 0.003;
  double weighed_ = 0;                 // kg, before noise
  double noise_ = 0;                   // kg
  int noise_steps_ = 0;                // until the next
  std::array<double, 4> gap_{};        // m of slack at which a corner touches
  std::array<double, 4> turning_{};    // s that a twistlock is turning
  std::optional<std::size_t> jammed_;  // a twistlock that does not turn this time
};

}  // namespace qw::simulate::machine
