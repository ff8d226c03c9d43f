// SPDX-License-Identifier: Apache-2.0
#include "core/protocol.hpp"

#include <algorithm>

namespace qw {

Protocol protocol_named(KnownProtocols known, std::string_view name) {
  for (auto const* each : known)
    if (each->name.text() == name) return *each;
  return {};
}

bool usual_port_of(KnownProtocols known, Trait trait, std::string_view transport,
                   std::uint16_t port) {
  return std::ranges::any_of(known, [&](ProtocolDescription const* each) {
    auto const ports = transport == "tcp"   ? each->tcp_ports
                       : transport == "udp" ? each->udp_ports
                                            : Ports{};
    return each->traits.has(trait) && std::ranges::find(ports, port) != ports.end();
  });
}

}  // namespace qw
