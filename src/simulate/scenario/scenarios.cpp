// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/scenario.hpp"

namespace qw::simulate {

std::span<Scenario const> scenarios() {
  static Scenario const all[] = {
#define QW_SCENARIO(name) scenario_##name,
#include "simulate/scenario/scenarios.def"
#undef QW_SCENARIO
  };
  return all;
}

}  // namespace qw::simulate
