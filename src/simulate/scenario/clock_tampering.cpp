// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

constexpr double hour_s = 3600;

Nanoseconds of_seconds(double count) { return {static_cast<std::int64_t>(count * 1e9)}; }

/// The time server as one shard has it: the quay's own, or a crane's guest.
struct FalseTeller {
  Shard& shard;
  Host& server;
  MarkId mark;
  Nanoseconds honest;  // error of its clock before anybody touched it

  void tell(Nanoseconds wrong, MarkId as) {
    server.clock_error = {honest.count + wrong.count};
    server.clock_mark = as;
  }
};

/// The lie: at once an hour with dose 1, else it grows to that part of an hour, second by
/// second, until the end.
void lie(std::shared_ptr<FalseTeller> const& teller, ScenarioOrder const& order) {
  auto& shard = teller->shard;
  auto const from = shard.now() + order.at;
  auto const until = from + order.length;
  double const whole = hour_s * order.dose;
  shard.repeat(from, {.period = seconds(1)}, [=, &shard, at_once = order.dose >= 1] {
    auto const now = shard.now();
    if (now >= until) {
      teller->tell({}, MarkId::none);
      return false;
    }
    double const passed =
        static_cast<double>((now - from).count) / static_cast<double>((until - from).count);
    teller->tell(of_seconds(at_once ? whole : whole * passed), teller->mark);
    return true;
  });
}

/// The correction: the server was wrong by a second and a half from the start, and is right from
/// `at` on; what it says in the window is marked.
void correct(std::shared_ptr<FalseTeller> const& teller, ScenarioOrder const& order) {
  auto& shard = teller->shard;
  teller->tell(milliseconds(1500), MarkId::none);
  auto const from = shard.now() + order.at;
  shard.at(from, [teller] { teller->tell({}, teller->mark); });
  shard.at(from + order.length, [teller] { teller->tell({}, MarkId::none); });
}

/// The port's time server tells all who ask a time that is not. The twin's server is set right in
/// an announced window.
Status plant_server(World& world, ScenarioOrder const& order) {
  for (std::size_t number = 0; number <= world.crane_count(); ++number) {
    auto& shard =
        number == 0 ? world.quay().shard() : world.crane(static_cast<unsigned>(number)).shard();
    auto& server = number == 0 ? shard.host("time-server")
                               : world.crane(static_cast<unsigned>(number)).server("time-server");
    auto const mark = world.mark(shard, scenario_clock_server_lies, order);
    auto const teller =
        std::make_shared<FalseTeller>(FalseTeller{shard, server, mark, server.clock_error});
    order.twin ? correct(teller, order) : lie(teller, order);
  }
  if (order.twin)
    announce_work(world, order, world.quay().server("time-server").identity.name, "any",
                  "the time server gets a new receiver; its clock is set right by 1.5 s");
  return Nothing{};
}

/// A notebook sets the controller's clock. The controller's own questions of the time show it,
/// until its time server has set it right again. With dose 1 it is an hour wrong. The twin's
/// notebook is listed and sets the true time, in an announced window.
Status plant_set(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (auto const can = need(crane, Step::What::set_clock, "setting of clocks"); !can) return can;
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_clock_set, order);
  auto& notebook = add_notebook(crane, order);
  if (order.twin)
    announce_work(world, order, notebook.identity.name, crane.name(),
                  "the controller's clock is set after a change of its battery");
  double const wrong_s = order.twin ? 0 : -hour_s * order.dose;
  auto* const controller = crane.device("controller");
  shard.at(shard.now() + order.at, [&crane, &notebook, controller, mark, wrong_s] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane,
                     {.purpose = "a notebook sets the controller's clock",
                      .client = &notebook,
                      .steps = {{.what = Step::What::identify},
                                {.what = Step::What::set_clock, .value = wrong_s, .done = [=] {
                                   controller->clock_error = of_seconds(wrong_s);
                                 }}}});
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_clock_server_lies{
    "clock-server-lies", "the port's time server tells a wrong time",
    "it is set right by a second and a half, announced", plant_server};
Scenario const scenario_clock_set{
    "clock-set", "a controller's clock is set wrong, from a notebook that nobody listed",
    "the maintainer's listed notebook sets it right, announced", plant_set};

}  // namespace qw::simulate
