// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

using machine::Override;
using machine::Signal;

/// Everyone who reads the controller sees the crane of a while ago. With a dose below 1 it
/// is the load alone. In the twin one instrument is stuck: its value stands still, and the
/// port announced that it is being exchanged.
Status plant_replayed_values(World& world, ScenarioOrder const& order) {
  constexpr std::array all{Signal::net_load,       Signal::hoist_height,     Signal::hoist_speed,
                           Signal::hoist_setpoint, Signal::trolley_position, Signal::trolley_speed,
                           Signal::locked,         Signal::unlocked,         Signal::landed};
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_replayed_values, order);
  shard.at(shard.now() + order.at, [&crane, mark, order, all] {
    Marking const marking{crane.shard(), mark};
    constexpr double seconds_ago = 240;
    if (order.twin)
      return break_rule(crane, Override::freeze_signal, order.length, 0, Signal::wind_speed);
    auto const count = order.dose < 1 ? std::size_t{1} : all.size();
    for (std::size_t i = 0; i < count; ++i)
      break_rule(crane, Override::replay_signal, order.length, seconds_ago, all[i]);
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_replayed_values{
    "replayed-values", "readers of the controller are shown the crane of four minutes ago",
    "one instrument stands still while it is exchanged", plant_replayed_values};

}  // namespace qw::simulate
