// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/controls.hpp"
#include "simulate/machine/happening.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/machine/override.hpp"
#include "simulate/machine/signals.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// One ship-to-shore crane with its operator. It steps on a fixed grid of 20 ms from its
/// start, whatever the slices in which it is advanced: same dice, quayside and overrides,
/// same states. Not for use by two threads at once; cranes share nothing.
class Crane {
 public:
  /// `model` and `quayside` must outlive the crane. It begins parked at `gantry` metres along
  /// the quay, boom up, control off.
  Crane(CraneModel const& model, Dice dice, Quayside& quayside, Stamp start, double gantry = 0);
  ~Crane();
  Crane(Crane&&) noexcept;
  Crane& operator=(Crane&&) noexcept;

  /// Runs to the last step of the grid that is not after `to`.
  void advance(Stamp to);

  /// From now on the operator sits at a remote desk: what his hands do moves the crane only as
  /// far as `command` brings it here, and `DeskLink` watches. Before the first step.
  void operate_from_desk();
  /// What the operator's hands did in the last step.
  [[nodiscard]] Controls const& hands() const;
  /// A desk's telegram that arrives at `at`, which is not before the last step.
  void command(Stamp at, Controls const& commands);

  /// As of that step. Valid until the next `advance`.
  [[nodiscard]] State const& state() const;
  [[nodiscard]] CraneModel const& model() const;

  /// What is being worked, as the work list has it; null without. Valid until the next `advance`.
  [[nodiscard]] Job const* job() const;

  /// What the crane's screens and registers show: `value(state(), signal)`, unless an
  /// override falsifies that signal.
  [[nodiscard]] double shown(Signal signal) const;
  [[nodiscard]] std::string_view shown_text(Signal signal) const;

  /// What happened since the last call, in the order of time.
  std::vector<Happening> take_happenings();

  /// Breaks a rule of the machine from `order.from` to `order.until`. Orders for the past
  /// begin at once.
  void order(OverrideOrder const& order);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace qw::simulate::machine
