// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/s7_polls.hpp"
#include "simulate/scenario/scenario.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/world.hpp"

namespace qw::simulate {
namespace {

/// Somebody plugs a computer into the crane's switch and reads the controller. The twin is
/// the maintainer's notebook, which stands in the port's list.
void plant(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto* const controller = crane.device("controller");
  auto const mark = world.mark(shard, scenario_unlisted_session, order);
  auto& notebook = crane.add_device({order.twin ? "service-notebook" : "notebook", "engineering",
                                     "Dell", "Latitude 5430", "Windows 11", ""},
                                    maker::dell, stacks::windows);
  notebook.listed = order.twin;
  shard.at(shard.now() + order.at, [&crane, &shard, &notebook, controller, mark, order] {
    Marking const marking{shard, mark};
    s7_polls(crane, {.purpose = "a notebook reads the controller",
                     .client = &notebook,
                     .server = controller,
                     .period = seconds(2),
                     .kind = 1,
                     .part = order.dose,
                     .until = shard.now() + order.length});
  });
}

}  // namespace

Scenario const scenario_unlisted_session{
    "unlisted-session", "a controller session from an address that nobody listed",
    "the maintainer's listed notebook reads the controller", plant};

}  // namespace qw::simulate
