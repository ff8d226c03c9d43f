// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/machine/alarms.hpp"
#include "simulate/machine/controls.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/machine/override.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Overrides in force at this moment.
struct Bypass {
  bool hoist_limits = false;
  bool interlocks = false;
  bool overload = false;
  bool unlock_hanging = false;
  bool stop = false;
  bool quiet_stop = false;
};

/// The controller's protections: what limits and interlocks leave of the operator's wishes.
/// Writes the set points, limit and slow-down flags of the axes, and raises or clears the
/// alarms of its own. Never changes a position.
class Protection {
 public:
  explicit Protection(CraneModel const& model) : model_{&model} {}

  void step(State& state, Controls const& controls, Bypass const& bypass);
  /// Whether the twistlocks may be turned now.
  [[nodiscard]] bool may_lock(State const& state) const;
  [[nodiscard]] bool may_unlock(State const& state, Bypass const& bypass) const;
  /// Speed that the load in the ropes leaves to the hoist, m/s.
  [[nodiscard]] double hoist_ceiling(State const& state) const;
  /// Most that may hang under the spreader in its present mode, kg.
  [[nodiscard]] double rated_load(State const& state) const;

 private:
  [[nodiscard]] double hoist(State& state, double wanted, Bypass const& bypass);
  [[nodiscard]] double trolley(State& state, double wanted, Bypass const& bypass);
  [[nodiscard]] double gantry(State& state, double wanted, Bypass const& bypass);
  [[nodiscard]] double boom(State& state, double wanted, Bypass const& bypass);

  CraneModel const* model_;
  bool overload_held_ = false;  // until the operator lowers
};

void set(State& state, Alarm alarm, bool raised);

}  // namespace qw::simulate::machine
