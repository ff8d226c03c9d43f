// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulate/habits/desktop.hpp"
#include "simulate/habits/tunnel.hpp"

namespace qw::simulate {

/// Somebody afar who works on a server's screen: through a VPN to the port's gateway, and from
/// there by RDP.
struct RemoteHelp {
  TunnelKind kind = TunnelKind::openvpn;
  Host* afar = nullptr;
  Host* gateway = nullptr;
  Host* server = nullptr;
  std::string who;   // "the maintainer"
  std::string user;  // "service"
  Quality quality{};
};

/// Adds their flows, and comes now and then by day: in each hour from `help_from` to
/// `help_until` (UTC) with this chance, for 8 to 25 minutes. Each visit is a line of the truth.
void help_by_day(Shard& shard, RemoteHelp const& help, double chance_an_hour);
constexpr int help_from = 8;
constexpr int help_until = 17;  // by then everybody has gone

/// One visit from now on, with flows that were added before. For scenarios.
struct HelpFlows {
  FlowId tunnel{};
  FlowId desktop{};
};
HelpFlows add_help_flows(Shard& shard, RemoteHelp const& help);
void visit_by_desktop(Shard& shard, RemoteHelp const& help, HelpFlows flows, Nanoseconds length);

}  // namespace qw::simulate
