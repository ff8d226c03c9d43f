// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <memory>

#include "simulate/scenario/hands.hpp"
#include "simulate/wire/headers.hpp"

namespace qw::simulate {
namespace {

/// Asks address after address who is there, then tries control ports on those who are.
class Scan {
 public:
  Scan(CraneSite& crane, Host& from, FlowId sweep, bool twin)
      : crane_{crane},
        from_{from},
        sweep_{sweep},
        addresses_{twin ? 8U : 254U},
        tries_ports_{!twin} {}

  /// One address. False when the last was asked.
  bool ask() {
    auto& shard = crane_.shard();
    auto const& segment = *from_.segment;
    auto const target = segment.host(++asked_);
    auto* const found = host_at(target);
    if (found != nullptr && found != &from_)
      shard.resolve(shard.now(), from_, *found);
    else
      shard.emit(shard.now(), segment, sweep_,
                 arp_frame({from_.mac, broadcast_mac, segment.vlan, 0},
                           {ArpOperation::request, from_.mac, from_.ip, {}, target}));
    if (found != nullptr && found != &from_ && tries_ports_) try_ports(*found);
    return asked_ < addresses_;
  }

 private:
  Host* host_at(Ip4 ip) {
    for (auto& host : crane_.shard().hosts())
      if (host.segment == from_.segment && host.ip == ip) return &host;
    return nullptr;
  }

  /// Does anybody use that port of the host?
  bool serves(Host const& target, std::uint16_t port) {
    for (auto const& flow : crane_.shard().flows())
      if (flow.server == target.identity.name && flow.transport == fmt::format("tcp/{}", port))
        return true;
    return false;
  }

  void try_ports(Host& target) {
    constexpr std::array<std::uint16_t, 6> ports{102, 502, 4840, 44818, 3389, 22};
    auto at = crane_.shard().now() + milliseconds(2);
    auto const flow = crane_.flow("somebody tries control ports", "TCP", from_, target, "tcp");
    for (auto const port : ports) {
      auto const talk = Talk::make(crane_.shard(), flow, from_, target, port);
      bool const open = serves(target, port);
      at = open ? talk->reset(Side::client, talk->open(at)) : talk->open_refused(at);
      at = at + milliseconds(20);
    }
  }

  CraneSite& crane_;
  Host& from_;
  FlowId sweep_;
  std::uint32_t addresses_;
  bool tries_ports_;
  std::uint32_t asked_ = 0;
};

/// The management system looks over the crane's network. A dose below 1 does it slower: 1 is
/// ten addresses a second. The twin is the switch's own inventory: it asks a handful of
/// addresses whether they are taken, and tries no port.
Status plant_scan(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_scan, order);
  auto* const from = crane.device(order.twin ? "switch" : "management");
  if (from == nullptr) return Error{"this build lacks the device that would do it"};
  shard.at(shard.now() + order.at, [&crane, &shard, from, mark, order] {
    auto const sweep = shard.add_flow({"somebody asks which addresses are taken", "ARP",
                                       from->identity.name, "any", "ethertype/0x0806", false});
    auto const scan = std::make_shared<Scan>(crane, *from, sweep, order.twin);
    auto const period = Nanoseconds{static_cast<std::int64_t>(100e6 / std::max(order.dose, 1e-3))};
    shard.repeat(shard.now(), {.period = order.twin ? seconds(20) : period}, [scan, mark, &shard] {
      Marking const marking{shard, mark};
      return scan->ask();
    });
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_scan{"scan", "the crane's own management system scans its network",
                             "the switch looks after its neighbours, slowly", plant_scan};

}  // namespace qw::simulate
