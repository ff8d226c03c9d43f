// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

/// A program goes into the controller, which stands still meanwhile, and the crane with it.
/// A dose below 1 leaves the controller running. In the twin a block is taken out only, as
/// a back-up does.
Status plant_program_load(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const what = order.twin ? Step::What::take_program : Step::What::load_program;
  if (auto const can = need(crane, what, "loading of programs"); !can) return can;
  auto const mark = world.mark(shard, scenario_program_load, order);
  auto& notebook = add_notebook(crane, order);
  std::vector<Step> steps{{.what = Step::What::identify}};
  bool const stops = !order.twin && order.dose >= 1;
  if (stops)
    steps.push_back({.what = Step::What::stop, .done = [&crane] {
                       break_rule(crane, machine::Override::stop_quietly, seconds(30));
                     }});
  for (int block = 0; block < 4; ++block) steps.push_back({.what = what, .octets = 4000});
  if (stops) steps.push_back({.what = Step::What::start});
  shard.at(shard.now() + order.at, [&crane, &notebook, mark, steps, twin = order.twin] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = twin ? "back-up of the controller's program"
                                             : "a program is loaded into the controller",
                             .client = &notebook,
                             .steps = steps});
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_program_load{
    "program-load", "a program is loaded into a controller, from a notebook that nobody listed",
    "the maintainer's listed notebook takes a back-up of the program", plant_program_load};

}  // namespace qw::simulate
