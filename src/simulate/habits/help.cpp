// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/help.hpp"

#include <fmt/format.h>

namespace qw::simulate {
namespace {

constexpr std::int64_t hour = 3'600'000'000'000;

}  // namespace

HelpFlows add_help_flows(Shard& shard, RemoteHelp const& help) {
  bool const open = help.kind == TunnelKind::openvpn;
  auto const tunnel = shard.add_flow(
      {fmt::format("VPN of {}", help.who), open ? "OpenVPN" : "WireGuard", help.afar->identity.name,
       help.gateway->identity.name, open ? "udp/1194" : "udp/51820", true});
  auto const desktop =
      shard.add_flow({fmt::format("{} works on the screen", help.who), "RDP",
                      help.gateway->identity.name, help.server->identity.name, "tcp/3389", true});
  return {tunnel, desktop};
}

void visit_by_desktop(Shard& shard, RemoteHelp const& help, HelpFlows flows, Nanoseconds length) {
  auto const from = shard.now();
  Line line{"remote"};
  line.stamp("at", from).text("client", help.gateway->identity.name);
  line.text("server", help.server->identity.name).text("user", help.user);
  shard.tell(line.number("seconds", length.count / 1'000'000'000));
  auto const tunnel = Tunnel::make(shard, flows.tunnel, help.kind, *help.afar, *help.gateway);
  auto const ready = tunnel->open(from);
  auto const desktop =
      RemoteDesktop::make(shard, {.flow = flows.desktop,
                                  .client = help.gateway,
                                  .server = help.server,
                                  .user = help.user,
                                  .quality = help.quality,
                                  .carried = [tunnel](Side side, Stamp at, std::size_t octets) {
                                    tunnel->carry(side, at, octets);
                                  }});
  desktop->work(ready + seconds(4), from + length);
  shard.at(from + length + seconds(3), [tunnel] { tunnel->close(); });
}

void help_by_day(Shard& shard, RemoteHelp const& help, double chance_an_hour) {
  auto const flows = add_help_flows(shard, help);
  auto const dice = std::make_shared<Dice>(shard.dice("help of " + help.who));
  shard.repeat(shard.now(), {.period = {hour}}, [&shard, help, flows, dice, chance_an_hour] {
    auto const wait = milliseconds(dice->between(20'000, 1'800'000));
    auto const length = seconds(dice->between(480, 1500));
    bool const comes = dice->chance(chance_an_hour);
    auto const begin = shard.now() + wait;
    auto const end = begin + length;
    auto const first = begin.ns / hour % 24;
    if (comes && first >= help_from && end.ns / hour % 24 < help_until &&
        end.ns / hour % 24 >= first)
      shard.at(begin,
               [&shard, help, flows, length] { visit_by_desktop(shard, help, flows, length); });
    return true;
  });
}

}  // namespace qw::simulate
