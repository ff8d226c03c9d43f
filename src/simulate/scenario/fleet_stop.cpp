// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

/// Stops one crane: by its controller where that can be commanded, else by a written flag.
void stop_controller(CraneSite& crane, Nanoseconds length) {
  auto const halt = [&crane, length] {
    break_rule(crane, machine::Override::stop_quietly, length);
  };
  Step step{.what = Step::What::stop, .done = halt};
  if (!can_visit(crane, step.what)) {
    step.what = Step::What::write;
    step.signal = machine::Signal::control_on;
  }
  visit_controller(crane, {.purpose = "the management system stops the controller",
                           .client = crane.device("management"),
                           .steps = {step}});
}

/// Every crane's own management system stops its controller within a minute, as one hand
/// behind all of them would have it. A dose below 1 spreads it over more minutes. In the
/// twin nobody commands anything: no crane begins a new job, as for a squall.
Status plant_fleet_stop(World& world, ScenarioOrder const& order) {
  auto const spread = static_cast<std::int64_t>(55e9 / std::clamp(order.dose, 0.01, 1.0));
  for (unsigned number = 1; number <= world.crane_count(); ++number) {
    auto& crane = world.crane(number);
    if (auto const can = need(crane, Step::What::write, "stopping"); !can) return can;
    auto& shard = crane.shard();
    auto const mark = world.mark(shard, scenario_fleet_stop, order);
    auto const moment = Nanoseconds{shard.dice("fleet stop").between(0, spread)};
    shard.at(shard.now() + order.at + moment, [&crane, mark, order] {
      Marking const marking{crane.shard(), mark};
      if (order.twin)
        break_rule(crane, machine::Override::hold_work, order.length);
      else
        stop_controller(crane, order.length);
    });
  }
  return Nothing{};
}

}  // namespace

Scenario const scenario_fleet_stop{
    "fleet-stop", "all cranes are stopped within a minute, by commands to their controllers",
    "all cranes begin no new job for a squall; nobody commands a controller", plant_fleet_stop};

}  // namespace qw::simulate
