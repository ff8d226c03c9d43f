// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "simulate/wire/makers.hpp"

namespace qw::simulate {

Host& add_notebook(CraneSite& crane, ScenarioOrder const& order) {
  auto& notebook = crane.add_device({order.twin ? "service-notebook" : "notebook", "engineering",
                                     "Dell", "Latitude 5430", "Windows 11", ""},
                                    maker::dell, stacks::windows);
  notebook.listed = order.twin;
  return notebook;
}

void break_rule(CraneSite& crane, machine::Override what, Nanoseconds length, double value,
                machine::Signal signal) {
  auto const now = crane.shard().now();
  crane.machine().order(
      {.what = what, .from = now, .until = now + length, .value = value, .signal = signal});
}

namespace {

constexpr double surely_laden_kg = 5000;
constexpr double surely_unladen_kg = 500;

void when_load(CraneSite& crane, Stamp from, bool (*is_so)(double), std::function<void()> what) {
  crane.shard().repeat(from, {.period = seconds(1)}, [&crane, is_so, what = std::move(what)] {
    if (!is_so(crane.machine().state().load.net)) return true;
    what();
    return false;
  });
}

}  // namespace

void when_laden(CraneSite& crane, Stamp from, std::function<void()> what) {
  when_load(
      crane, from, [](double net) { return net > surely_laden_kg; }, std::move(what));
}
void when_unladen(CraneSite& crane, Stamp from, std::function<void()> what) {
  when_load(
      crane, from, [](double net) { return net < surely_unladen_kg; }, std::move(what));
}

void for_each_box(CraneSite& crane, Stamp from, Stamp until,
                  std::function<void(std::string const& number)> what) {
  auto const last = std::make_shared<std::string>();
  crane.shard().repeat(from, {.period = seconds(1)}, [&crane, until, what, last] {
    std::string const number{crane.machine().shown_text(machine::Signal::box_0)};
    bool const fresh = !number.empty() && number != *last;
    *last = number;
    if (fresh) what(number);
    return crane.shard().now() < until;
  });
}

Host& add_outsider(World& world, CraneSite& crane, std::string const& role, Ip4 address) {
  auto const there = world.quay().shard().hosts_of(role);
  if (there.empty()) world.quay().add_outside({role, role, "", "", "", ""}, address);
  return crane.server(role);
}

void allow(World& world, std::string_view name, Ip4 to, std::string_view service,
           std::string_view why) {
  world.announce(
      fmt::format("[[conduit]]\nname = \"{}\"\nfrom = \"any\"\nto = \"{}/32\"\n"
                  "service = \"{}\"\nwhy = \"{}\"\n"
                  "vouched_by = \"Terminal IT\"\ndocument = \"contract 7\"\n",
                  name, to_text(to), service, why));
}

void announce_work(World& world, ScenarioOrder const& order, std::string who, std::string where,
                   std::string why) {
  auto const begin = world.options().start;
  auto const from = begin + order.at + Nanoseconds{-seconds(300).count};
  world.announce({.kind = port::AnnouncedWork::Kind::maintenance,
                  .name = order.name,
                  .who = std::move(who),
                  .where = std::move(where),
                  .start = std::max(begin, from),
                  .end = begin + order.at + order.length + seconds(600),
                  .why = std::move(why),
                  .vouched_by = "Crane maintenance"});
}

double part_of(ScenarioOrder const& order) { return std::clamp(order.dose, 0.0, 1.0); }

Status need(CraneSite& crane, Step::What what, std::string_view words) {
  if (can_visit(crane, what)) return Nothing{};
  auto const* const controller = crane.device("controller");
  return Error{fmt::format("{} is not written for controllers of {}", words,
                           controller == nullptr ? "this build" : controller->identity.maker)};
}

}  // namespace qw::simulate
