// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

#include <fmt/format.h>

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

void when_laden(CraneSite& crane, Stamp from, std::function<void()> what) {
  constexpr double surely_laden_kg = 5000;
  crane.shard().repeat(from, {.period = seconds(1)}, [&crane, what = std::move(what)] {
    if (crane.machine().state().load.net < surely_laden_kg) return true;
    what();
    return false;
  });
}

Status need(CraneSite& crane, Step::What what, std::string_view words) {
  if (can_visit(crane, what)) return Nothing{};
  auto const* const controller = crane.device("controller");
  return Error{fmt::format("{} is not written for controllers of {}", words,
                           controller == nullptr ? "this build" : controller->identity.maker)};
}

}  // namespace qw::simulate
