// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/help.hpp"
#include "simulate/quay/quay.hpp"

namespace qw::simulate {

/// The terminal system's administrator works from home now and then, by day.
void home_work(Quay& quay) {
  auto& shard = quay.shard();
  help_by_day(shard,
              {.kind = TunnelKind::wireguard,
               .afar = &shard.host("administrator-home"),
               .gateway = &shard.host("vpn-gateway"),
               .server = &shard.host("terminal-system"),
               .who = "the administrator",
               .user = "tosadmin"},
              0.3);
}

}  // namespace qw::simulate
