// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "core/protocol.hpp"

/// Protocols for tests of whatever reads events, which do not link the rooms that describe them.
namespace qw::test {

inline constexpr std::uint16_t s7_ports[] = {102};
inline constexpr std::uint16_t modbus_ports[] = {502};
inline constexpr std::uint16_t rdp_ports[] = {3389};

inline constexpr auto descriptions = std::to_array<ProtocolDescription>({
    {.name = "arp", .title = "ARP", .traits = {Trait::on_link}},
    {.name = "dhcp", .title = "DHCP", .traits = {Trait::address_assignment}},
    {.name = "dns", .title = "DNS", .traits = {Trait::name_service}},
    {.name = "enip",
     .title = "EtherNet/IP",
     .traits = {Trait::industrial, Trait::steers_machines},
     .known_as = {.symbols = "Logix"}},
    {.name = "http", .title = "HTTP", .traits = {Trait::web}},
    {.name = "icmp", .title = "ICMP", .traits = {Trait::on_link}},
    {.name = "mdns", .title = "mDNS", .traits = {Trait::name_service, Trait::discovery}},
    {.name = "modbus",
     .title = "Modbus/TCP",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = modbus_ports},
    {.name = "ntp", .title = "NTP", .traits = {Trait::time}},
    {.name = "rdp", .title = "RDP", .traits = {Trait::remote_access}, .tcp_ports = rdp_ports},
    {.name = "rtsp", .title = "RTSP", .traits = {Trait::camera, Trait::media}},
    {.name = "s7comm",
     .title = "S7 communication",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = s7_ports,
     .known_as = {.symbols = "STEP 7"}},
    {.name = "ssh", .title = "SSH", .traits = {Trait::remote_access, Trait::encrypted}},
    {.name = "tls", .title = "TLS", .traits = {Trait::encrypted}, .known_as = {.zeek = "ssl"}},
});

inline KnownProtocols known_protocols() {
  static auto const all = [] {
    std::array<ProtocolDescription const*, descriptions.size()> made{};
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = &descriptions[i];
    return made;
  }();
  return all;
}

/// The one of this name; of a name that is not above, one without traits.
inline Protocol protocol(std::string_view name) {
  if (name.empty()) return {};
  if (auto const found = protocol_named(known_protocols(), name); !found.empty()) return found;
  static std::map<std::string, ProtocolDescription, std::less<>> others;
  auto const found = others.find(name);
  if (found != others.end()) return found->second;
  return others.try_emplace(std::string{name}, ProtocolDescription{.name = Term::intern(name)})
      .first->second;
}

}  // namespace qw::test
