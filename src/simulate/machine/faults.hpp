// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/dice.hpp"
#include "simulate/machine/alarms.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Things that break, wear out or get in the way: random faults with their alarms, and the
/// alarms that follow from temperatures. One step a second.
class Faults {
 public:
  explicit Faults(Dice dice) : dice_{dice} {}
  void step(State& state);
  /// A fault holds every motion.
  [[nodiscard]] bool stop() const { return active_ != Alarm::none && stops_; }

 private:
  void begin(State& state);
  void finish(State& state);

  Dice dice_;
  Alarm active_ = Alarm::none;
  bool stops_ = false;
  double left_ = 0;    // s until the active fault is repaired
  double until_ = -1;  // s of control on until the next fault; < 0: not drawn yet
};

}  // namespace qw::simulate::machine
