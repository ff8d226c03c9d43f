// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/reel.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/habits/help.hpp"

namespace qw::simulate {

/// The maintainer works on the management system's screen, by day, through the port's VPN.
void remote_help(CraneSite& crane) {
  auto* const management = crane.device("management");
  if (management == nullptr) return;
  help_by_day(crane.shard(),
              {.kind = TunnelKind::openvpn,
               .afar = &crane.server("maintainer-remote"),
               .gateway = &crane.server("vpn-gateway"),
               .server = management,
               .who = "the maintainer",
               .user = "service",
               .quality = reel_fibre},
              0.1);
}

}  // namespace qw::simulate
