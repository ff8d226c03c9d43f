// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

/// The trolley creeps though no joystick asks for it and nobody was seen to command it: the
/// order came another way. In the twin the listed notebook is seen to write the reference.
Status plant_ghost_motion(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (order.twin)
    if (auto const can = need(crane, Step::What::write, "writing"); !can) return can;
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_ghost_motion, order);
  constexpr Nanoseconds length = seconds(12);
  double const speed = 0.8 * order.dose;  // m/s
  auto const move = [&crane, speed] {
    break_rule(crane, machine::Override::move_trolley, length, speed);
  };
  auto* const notebook = order.twin ? &add_notebook(crane, order) : nullptr;
  shard.at(shard.now() + order.at, [&crane, notebook, mark, move, speed] {
    Marking const marking{crane.shard(), mark};
    if (notebook == nullptr) return move();
    visit_controller(crane, {.purpose = "a notebook moves the trolley for an inspection",
                             .client = notebook,
                             .steps = {{.what = Step::What::write,
                                        .signal = machine::Signal::trolley_reference,
                                        .value = speed,
                                        .done = move}}});
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_ghost_motion{
    "ghost-motion", "the trolley moves without any command that the taps could see",
    "the listed notebook writes the trolley's reference, and it moves", plant_ghost_motion};

}  // namespace qw::simulate
