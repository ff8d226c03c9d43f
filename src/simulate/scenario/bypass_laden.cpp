// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

using machine::Override;
using machine::Signal;

struct Bypass {
  Signal flag;
  Override rule;
};

/// Limits and interlocks are bypassed by a write while a load hangs. A dose below 1 breaks
/// the interlocks only. The twin writes the same flag with nothing on the hook, as for the
/// annual load test, from the listed notebook, and clears it again.
Status plant_bypass_laden(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (auto const can = need(crane, Step::What::write, "writing"); !can) return can;
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_bypass_laden, order);
  auto& notebook = add_notebook(crane, order);
  if (order.twin)
    announce_work(world, order, notebook.identity.name, crane.name(), "annual load test");
  std::vector<Bypass> bypasses{{Signal::interlock_bypass, Override::bypass_interlocks}};
  if (order.dose >= 1) bypasses.push_back({Signal::hoist_bypass, Override::bypass_hoist_limits});

  auto const go = [&crane, &notebook, mark, bypasses, order] {
    Marking const marking{crane.shard(), mark};
    std::vector<Step> steps;
    for (auto const& each : bypasses)
      steps.push_back(
          {.what = Step::What::write,
           .signal = each.flag,
           .value = 1,
           .done = [&crane, each, order] { break_rule(crane, each.rule, order.length); }});
    visit_controller(crane, {.purpose = "a notebook writes bypass flags",
                             .client = &notebook,
                             .steps = std::move(steps)});
  };
  auto const from = shard.now() + order.at;
  if (!order.twin) {
    when_laden(crane, from, go);
    return Nothing{};
  }
  shard.at(from, [&crane] { break_rule(crane, Override::hold_work, seconds(400)); });
  when_unladen(crane, from + seconds(1), go);
  return Nothing{};
}

}  // namespace

Scenario const scenario_bypass_laden{
    "bypass-laden", "interlocks and limits are bypassed by a write while a load hangs",
    "the same flags are written for a load test, announced, with nothing on the hook",
    plant_bypass_laden};

}  // namespace qw::simulate
