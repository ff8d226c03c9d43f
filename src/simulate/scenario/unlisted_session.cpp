// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulate/crane/controller_visit.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/world.hpp"

namespace qw::simulate {
namespace {

/// Somebody plugs a computer into the crane's switch and reads the controller, again and
/// again. The twin is the maintainer's notebook, which stands in the port's list.
Status plant_unlisted_session(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_unlisted_session, order);
  auto& notebook = add_notebook(crane, order);
  constexpr Nanoseconds between = seconds(2);
  // A dose is the part of the time in which it reads.
  auto const reads = static_cast<std::size_t>(
      std::max(1.0, static_cast<double>(order.length.count) / 1e9 / 4 * order.dose));
  shard.at(shard.now() + order.at, [&crane, &notebook, mark, reads] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = "a notebook reads the controller",
                             .client = &notebook,
                             .steps = std::vector<Step>(reads, Step{.what = Step::What::read}),
                             .pause = between});
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_unlisted_session{
    "unlisted-session", "a controller session from an address that nobody listed",
    "the maintainer's listed notebook reads the controller", plant_unlisted_session};

}  // namespace qw::simulate
