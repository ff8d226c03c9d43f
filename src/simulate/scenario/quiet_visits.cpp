// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "simulate/habits/names.hpp"
#include "simulate/habits/visit.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 portal = ip4(203, 0, 113, 140);
constexpr std::string_view portal_name = "service.crane-maker.example";

/// The maker's service portal from the listed notebook: a name, and a visit over TLS.
void visit_portal(World& world, CraneSite& crane, Host& notebook, MarkId mark, Stamp at) {
  auto& shard = crane.shard();
  auto& server = add_outsider(world, crane, "maker-portal", portal);
  allow(world, "service portal of the maker", portal, "tls", "manuals and fault codes");
  auto const flow = shard.add_flow({"the service engineer reads manuals", "TLS",
                                    notebook.identity.name, server.identity.name, "tcp/443", true});
  auto const resolver = std::make_shared<Resolver>(shard, notebook, crane.server("name-server"));
  auto const dice = std::make_shared<Dice>(shard.dice("portal"));
  shard.at(at, [=, &shard, &notebook, &server] {
    Marking const marking{shard, mark};
    Ip4 const address = portal;
    auto const known = resolver->look_up(shard.now(), portal_name, {&address, 1});
    Visit const one{.client = &notebook,
                    .server = &server,
                    .hello = {portal_name, {"h2", "http/1.1"}, tls::windows_ciphers()},
                    .answer = {portal_name, "DigiCert Global G2"},
                    .asked = 900,
                    .answered = 42'000};
    visit(shard, flow, one, known, dice->part("visit"));
  });
}

/// The maker's service engineer on board, announced: asks the controller who it is, looks at all
/// values for a while, and reads in the maker's portal. A dose is how long he looks.
Status plant_visit(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_quiet_vendor_visit, order);
  auto& notebook = add_notebook(crane, order);
  announce_work(world, order, notebook.identity.name, crane.name(),
                "visit of the maker's service engineer");
  std::vector<Step> steps;
  if (can_visit(crane, Step::What::identify)) steps.push_back({.what = Step::What::identify});
  auto const looks = static_cast<std::size_t>(
      std::max(1.0, static_cast<double>(order.length.count) / 1e9 / 10 * order.dose));
  steps.insert(steps.end(), looks, Step{.what = Step::What::read});
  auto const from = shard.now() + order.at;
  shard.at(from, [&crane, &notebook, mark, steps] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = "the service engineer looks at the controller",
                             .client = &notebook,
                             .steps = steps,
                             .pause = seconds(4)});
  });
  visit_portal(world, crane, notebook, mark, from + seconds(30));
  return Nothing{};
}

/// The crane's engineering station, which the port has listed, takes all blocks of the program
/// out of the controller, announced. A dose is how many: 1 is twelve.
Status plant_backup(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (auto const can = need(crane, Step::What::take_program, "taking of programs"); !can)
    return can;
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_quiet_backup, order);
  auto& station = crane.add_device(
      {"engineering", "engineering", "Dell", "Precision 3660", "Windows 10 LTSC 2021", ""},
      maker::dell, stacks::windows);
  announce_work(world, order, station.identity.name, crane.name(),
                "monthly back-up of the controller's program");
  std::vector<Step> steps{{.what = Step::What::identify}};
  auto const blocks = static_cast<int>(std::clamp(12 * order.dose, 1.0, 400.0));
  for (int block = 0; block < blocks; ++block)
    steps.push_back({.what = Step::What::take_program,
                     .octets = 1500 + 700 * static_cast<std::uint32_t>(block % 7)});
  shard.at(shard.now() + order.at, [&crane, &station, mark, steps] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = "monthly back-up of the controller's program",
                             .client = &station,
                             .steps = steps,
                             .pause = milliseconds(300)});
  });
  return Nothing{};
}

/// The load test of the year, announced: a weight of up to a quarter more than the safe load is
/// lifted beside the ship with the overload stop bypassed by its key, and the listed notebook
/// keeps the values. A dose is the part of that quarter. There must be a ship at work.
Status plant_load_test(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_quiet_load_test, order);
  auto& notebook = add_notebook(crane, order);
  auto const& model = crane.machine().model();
  double const mass = model.swl * (1 + 0.25 * part_of(order));
  announce_work(world, order, notebook.identity.name, crane.name(),
                fmt::format("annual load test with {:.1f} t", mass / 1000));
  auto& work = world.port().crane(crane.number() - 1);
  when_unladen(crane, shard.now() + order.at, [&crane, &notebook, &work, mark, mass, order] {
    Marking const marking{crane.shard(), mark};
    break_rule(crane, machine::Override::bypass_overload, order.length);
    constexpr double tall = 2.5;
    machine::Job job;
    job.name = "LOAD TEST";
    job.task = machine::Task::restow;
    job.boxes[0] = {"TEST WEIGHT", "", mass, mass, tall, 40};
    job.from = {.kind = machine::Place::Kind::ground,
                .gantry = crane.machine().state().gantry.position,
                .trolley = -crane.machine().model().gauge - 7,
                .height = 0.3 + tall,
                .guide = 0,
                .name = "BACKREACH"};
    job.to = job.from;
    job.to.trolley = -crane.machine().model().gauge / 2;
    job.to.name = "PORTAL";
    work.put_first(job);
    auto const reads =
        static_cast<std::size_t>(std::max<std::int64_t>(order.length.count / seconds(4).count, 1));
    visit_controller(crane, {.purpose = "a notebook keeps the values of a load test",
                             .client = &notebook,
                             .steps = std::vector<Step>(reads, Step{.what = Step::What::read})});
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_quiet_vendor_visit{
    "quiet-vendor-visit", "", "the maker's service engineer is on board, announced", plant_visit};
Scenario const scenario_quiet_backup{
    "quiet-backup", "", "the listed engineering station takes a back-up, announced", plant_backup};
Scenario const scenario_quiet_load_test{
    "quiet-load-test", "", "the annual load test, above the safe load, announced", plant_load_test};

}  // namespace qw::simulate
