// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "simulate/scenario/hands.hpp"
#include "simulate/speech/syslog/syslog.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// Somebody far away reads the controller through a modem that translates: the packets have the
/// modem's addresses, the habits of another stack, and one hop less to live. A dose is the part
/// of the time in which he reads. The twin's router is listed, and the access announced.
Status plant_ttl(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_modem_ttl, order);
  auto behind = stacks::windows;
  --behind.ttl;
  auto& modem = crane.add_device(
      {order.twin ? "remote-access" : "modem", "modem", order.twin ? "Moxa" : "Teltonika",
       order.twin ? "OnCell G4302-LTE4" : "RUT241", "", ""},
      order.twin ? maker::moxa : maker::teltonika, behind);
  modem.listed = order.twin;
  auto const from = shard.now() + order.at;
  if (order.twin)
    world.announce({.kind = port::AnnouncedWork::Kind::remote_access,
                    .name = order.name,
                    .who = modem.identity.name,
                    .where = crane.name(),
                    .start = shard.now(),
                    .end = from + order.length + seconds(600),
                    .why = "the maintainer reads the controller from afar",
                    .vouched_by = "Crane maintenance"});
  constexpr Nanoseconds between = seconds(3);
  auto const reads = static_cast<std::size_t>(
      std::max(1.0, static_cast<double>(order.length.count) / 1e9 / 6 * order.dose));
  shard.at(from, [&crane, &modem, mark, reads] {
    Marking const marking{crane.shard(), mark};
    visit_controller(crane, {.purpose = "somebody reads the controller through a modem",
                             .client = &modem,
                             .steps = std::vector<Step>(reads, Step{.what = Step::What::read}),
                             .pause = between});
  });
  return Nothing{};
}

/// A modem that never speaks on the crane's network: it listens, and what it hears leaves by
/// air. All that shows it is the switch's report that a port has a link; with a dose below 1 not
/// even that. The twin is the maintainer's listed notebook, plugged in and as silent.
Status plant_silent(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto* const box = crane.device("switch");
  if (box == nullptr) return Error{"this build has no switch that reports"};
  auto const mark = world.mark(shard, scenario_modem_silent, order);
  if (order.twin) {
    auto& notebook = add_notebook(crane, order);
    announce_work(world, order, notebook.identity.name, crane.name(),
                  "the maintainer's notebook is plugged in");
  } else {
    auto& modem = crane.add_device({"modem", "modem", "Teltonika", "RUT241", "RUT2M_07.06", ""},
                                   maker::teltonika, stacks::unix);
    modem.listed = false;
    modem.ip = {};  // it bridges, and answers nobody
  }
  if (!order.twin && order.dose < 1) return Nothing{};
  auto& server = crane.server("log-server");
  auto const flow = crane.flow("reports a link", "Syslog", *box, server, "udp/514");
  auto const path = std::make_shared<Path>(*box, syslog::port, server, syslog::port);
  shard.at(shard.now() + order.at, [&shard, box, flow, path, mark] {
    Marking const marking{shard, mark};
    auto const line = syslog::line(shard.now() + box->clock_error, box->identity.name, 6,
                                   "PORT: port 11 link up, 100 Mbit/s full duplex");
    send_udp(shard, *path, Side::client, flow, shard.now(), bytes_of(line));
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_modem_ttl{
    "modem-ttl", "somebody reads the controller through a modem: one hop less to live",
    "the maintainer does so through the port's listed router, announced", plant_ttl};
Scenario const scenario_modem_silent{
    "modem-silent", "a modem that never speaks: the switch reports a link, no more",
    "the maintainer's listed notebook is plugged in and stays silent", plant_silent};

}  // namespace qw::simulate
