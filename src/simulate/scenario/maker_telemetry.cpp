// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>

#include "simulate/habits/visit.hpp"
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 cloud = ip4(203, 0, 113, 77);
constexpr std::string_view cloud_name = "port-hub.devices.example";

/// A device of the crane that tells somebody outside, over one TLS connection.
struct TelemetryTeller {
  CraneSite& crane;
  Host& client;
  Host& server;
  FlowId flow;
  Dice dice;
  TalkPointer talk;

  void tell(std::size_t octets) {
    auto const now = crane.shard().now();
    if (talk == nullptr || !talk->is_open()) {
      talk = Talk::make(crane.shard(), flow, client, server, 8883);
      open_tls(*talk, now, {cloud_name, {}, tls::embedded_ciphers(), tls::Version::tls12},
               {cloud_name, "Port Hub Issuing CA", tls::Version::tls12, 0xc02f}, dice);
      return;
    }
    talk->send(Side::client, now, tls::data(octets, dice));
  }
};

std::shared_ptr<TelemetryTeller> make_teller(World& world, CraneSite& crane, std::string purpose) {
  auto& client = *crane.device("management");
  auto& server = add_outsider(world, crane, "maker-cloud", cloud);
  allow(world, "telemetry for the maker", cloud, "tls", "400 octets each two seconds, by contract");
  auto const flow = crane.shard().add_flow(
      {std::move(purpose), "TLS", client.identity.name, server.identity.name, "tcp/8883", true});
  return std::make_shared<TelemetryTeller>(
      TelemetryTeller{crane, client, server, flow, crane.shard().dice("teller"), nullptr});
}

/// Tells every period until the end; `octets` of the seconds since the beginning.
void tell_every(std::shared_ptr<TelemetryTeller> teller, MarkId mark, ScenarioOrder const& order,
                Nanoseconds period, std::function<std::size_t(double)> octets) {
  auto& shard = teller->crane.shard();
  auto const from = shard.now() + order.at;
  shard.repeat(from, {.period = period, .jitter = milliseconds(50)},
               [=, &shard, until = from + order.length] {
                 Marking const marking{shard, mark};
                 teller->tell(octets(static_cast<double>((shard.now() - from).count) / 1e9));
                 return shard.now() < until;
               });
}

/// The maker's authorised telemetry, growing. The contract says 400 octets each two seconds;
/// with dose 1 they double every ten minutes. The twin keeps to the contract.
Status plant_growth(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (crane.device("management") == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(crane.shard(), scenario_telemetry_grows, order);
  constexpr double contract_octets = 400;
  constexpr double doubling_s = 600;
  double const rate = order.twin ? 0 : order.dose / doubling_s;
  tell_every(
      make_teller(world, crane, "telemetry for the maker"), mark, order, seconds(2),
      [rate](double since) {
        constexpr double most = 60'000;
        return static_cast<std::size_t>(std::min(most, contract_octets * std::exp2(rate * since)));
      });
  return Nothing{};
}

/// The sizes of the records tell container numbers: each digit is sixteen octets more. The
/// twin's sizes vary as much, with the load on the hook. A dose below 1 spares some digits.
Status plant_sizes(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  if (crane.device("management") == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_telemetry_encodes_goods, order);
  auto const waiting = std::make_shared<std::string>();
  auto const dice = std::make_shared<Dice>(shard.dice("sizes"));
  auto const from = shard.now() + order.at;
  for_each_box(crane, from, from + order.length, [=](std::string const& number) {
    for (char const digit : number.substr(std::min<std::size_t>(4, number.size())))
      if (dice->chance(order.dose)) *waiting += digit;
  });
  tell_every(make_teller(world, crane, "telemetry for the maker"), mark, order, seconds(2),
             [=, &crane](double) -> std::size_t {
               constexpr std::size_t base = 400;
               constexpr std::size_t step = 16;
               if (order.twin) {
                 auto const load = std::max(crane.machine().state().load.net, 0.0);
                 return base + step * (static_cast<std::size_t>(load / 4000) % 10);
               }
               if (waiting->empty()) return base;
               auto const digit = static_cast<std::size_t>(waiting->front() - '0');
               waiting->erase(0, 1);
               return base + step * digit;
             });
  return Nothing{};
}

/// A question over HTTPS every minute or so, to a host that nobody knows. A dose below 1 asks
/// that much less often. The twin asks once an hour whether there is something new.
Status plant_beacon(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_beacon, order);
  Marking const of_flow{shard, mark};  // of the flow, so that no conduit allows a problem's
  constexpr Ip4 outside = ip4(198, 51, 100, 201);
  auto& server = add_outsider(world, crane, "beacon-outside", outside);
  if (order.twin) allow(world, "search for updates", outside, "tls", "once an hour");
  auto const flow = shard.add_flow({"asks a host outside, again and again", "TLS",
                                    client->identity.name, server.identity.name, "tcp/443", true});
  auto const period =
      order.twin ? seconds(3600)
                 : Nanoseconds{static_cast<std::int64_t>(60e9 / std::max(order.dose, 0.01))};
  auto const dice = std::make_shared<Dice>(shard.dice("beacon"));
  auto const from = shard.now() + order.at;
  Rhythm const rhythm{.period = period,
                      .jitter = order.twin ? seconds(60) : Nanoseconds{period.count / 5}};
  shard.repeat(from, rhythm, [=, &shard, &server, until = from + order.length] {
    Marking const marking{shard, mark};
    Visit const one{.client = client,
                    .server = &server,
                    .hello = {"updates.example", {"http/1.1"}, tls::embedded_ciphers()},
                    .answer = {"updates.example", "R11"},
                    .asked = static_cast<std::size_t>(dice->between(180, 260)),
                    .answered = static_cast<std::size_t>(dice->between(120, 180))};
    visit(shard, flow, one, shard.now(), dice->part("visit", dice->draw()));
    return shard.now() < until;
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_telemetry_grows{
    "telemetry-grows", "the maker's authorised telemetry grows beyond its contract",
    "it keeps to the contract", plant_growth};
Scenario const scenario_telemetry_encodes_goods{
    "telemetry-encodes-goods", "the sizes of the maker's telemetry tell container numbers",
    "its sizes vary as much, with the load on the hook", plant_sizes};
Scenario const scenario_beacon{"beacon", "an HTTPS beacon with jitter to a host that nobody knows",
                               "a search for updates once an hour", plant_beacon};

}  // namespace qw::simulate
