// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "simulate/machine/override.hpp"
#include "simulate/machine/protection.hpp"
#include "simulate/machine/witness.hpp"

namespace qw::simulate::machine {

/// The overrides that were ordered: which are in force, and what the screens show meanwhile.
class Overrides {
 public:
  void order(OverrideOrder const& order) { orders_.push_back({.order = order}); }

  /// Begins and ends overrides, remembers what falsified signals need.
  void step(State const& state, Witness& witness);
  [[nodiscard]] Bypass bypass() const { return bypass_; }
  [[nodiscard]] bool holds(Override what) const { return find(what) != nullptr; }
  /// The order in force, null if there is none.
  [[nodiscard]] OverrideOrder const* find(Override what) const;

  [[nodiscard]] double shown(State const& state, Signal signal) const;
  [[nodiscard]] std::string_view shown_text(State const& state, Signal signal) const;

 private:
  struct Entry {
    OverrideOrder order;
    bool active = false;
    bool over = false;
    double frozen = 0;
    std::string frozen_text{};
    std::deque<double> past{};  // of a replayed signal, one value a step, oldest first
  };
  [[nodiscard]] Entry const* falsified(Signal signal) const;
  void remember(Entry& entry, State const& state) const;

  std::vector<Entry> orders_;
  Bypass bypass_;
};

}  // namespace qw::simulate::machine
