// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/stamp.hpp"

namespace qw::simulate {

class World;

/// What the command line asks of a scenario: `NAME[:twin][,crane=N][,at=S][,for=S][,dose=X]`.
struct ScenarioOrder {
  std::string name;
  bool twin = false;              // the legitimate one that looks alike
  unsigned crane = 1;             // on which crane, where it is on one
  Nanoseconds at = seconds(300);  // after the start
  Nanoseconds length = seconds(600);
  double dose = 1;  // how much of it: 1 is plain to see, less hides better
};

/// A problem that can be planted, with its legitimate twin. It stands in one file, adds its
/// devices and flows, and marks what it emits; see README.md, "Add a scenario".
struct Scenario {
  std::string_view name;   // "unlisted-session"
  std::string_view words;  // none: it is of the quiet life, and has no other form than the twin
  std::string_view twin_words;
  /// Fails where the order cannot be: a step that is not written for the build.
  Status (*plant)(World& world, ScenarioOrder const& order);

  [[nodiscard]] bool is_quiet() const { return words.empty(); }
};

/// All, in the order of scenario/scenarios.def.
std::span<Scenario const> scenarios();

#define QW_SCENARIO(name) extern Scenario const scenario_##name;
#include "simulate/scenario/scenarios.def"
#undef QW_SCENARIO

}  // namespace qw::simulate
