// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "core/protocol.hpp"

/// What is known of protocols that no room reads: those that a library can name, and those whose
/// ports alone tell something. A protocol that gets a room takes its description there.
namespace qw::naming {

namespace ports {
inline constexpr std::uint16_t ads[] = {48'898};
inline constexpr std::uint16_t bacnet[] = {47'808};
inline constexpr std::uint16_t citrix[] = {1494, 2598};
inline constexpr std::uint16_t crimson[] = {789};
inline constexpr std::uint16_t dnp3[] = {20'000};
inline constexpr std::uint16_t egd[] = {18'246};
inline constexpr std::uint16_t ethercat[] = {0x88a4};
inline constexpr std::uint16_t fins[] = {9600};
inline constexpr std::uint16_t fox[] = {1911};
inline constexpr std::uint16_t goose[] = {0x88b8};
inline constexpr std::uint16_t iec104[] = {2404};
inline constexpr std::uint16_t iso_transport[] = {102};
inline constexpr std::uint16_t melsec[] = {5007};
inline constexpr std::uint16_t nfs[] = {2049};
inline constexpr std::uint16_t opcua[] = {4840};
inline constexpr std::uint16_t pcworx[] = {1962};
inline constexpr std::uint16_t profinet[] = {0x8892};
inline constexpr std::uint16_t proconos[] = {20'547};
inline constexpr std::uint16_t ptp[] = {319, 320};
inline constexpr std::uint16_t rsync[] = {873};
inline constexpr std::uint16_t srtp[] = {18'245};
inline constexpr std::uint16_t sampled_values[] = {0x88ba};
inline constexpr std::uint16_t teamviewer[] = {5938};
inline constexpr std::uint16_t tftp[] = {69};
inline constexpr std::uint16_t vnc[] = {5900};
inline constexpr std::uint16_t xdmcp[] = {177};
}  // namespace ports

/// By name.
inline constexpr auto known = std::to_array<ProtocolDescription>({
    {.name = "ads",
     .title = "Beckhoff ADS",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::ads},
    {.name = "afp", .title = "Apple Filing Protocol", .traits = {Trait::file_transfer}},
    {.name = "ajp", .title = "Apache JServ Protocol", .traits = {Trait::web}},
    {.name = "amqp", .title = "AMQP", .traits = {Trait::messaging}},
    {.name = "bacnet",
     .title = "BACnet/IP",
     .traits = {Trait::industrial, Trait::steers_machines},
     .udp_ports = ports::bacnet},
    {.name = "bgp", .title = "Border Gateway Protocol"},
    {.name = "bittorrent", .title = "BitTorrent", .traits = {Trait::file_transfer}},
    {.name = "bjnp", .title = "Canon BJNP", .traits = {Trait::discovery}},
    {.name = "capwap", .title = "CAPWAP", .traits = {Trait::management, Trait::tunnel}},
    {.name = "citrix",
     .title = "Citrix ICA",
     .traits = {Trait::remote_access},
     .tcp_ports = ports::citrix},
    {.name = "coap", .title = "CoAP"},
    {.name = "collectd", .title = "collectd", .traits = {Trait::management}},
    {.name = "corba", .title = "CORBA"},
    {.name = "crimson",
     .title = "Red Lion Crimson",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::crimson},
    {.name = "dce_rpc", .title = "DCE/RPC"},
    {.name = "diameter", .title = "Diameter", .traits = {Trait::directory}},
    {.name = "dnp3",
     .title = "DNP3",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::dnp3,
     .udp_ports = ports::dnp3},
    {.name = "dnscrypt", .title = "DNSCrypt", .traits = {Trait::encrypted}},
    {.name = "drda", .title = "DRDA", .traits = {Trait::database}},
    {.name = "egd",
     .title = "GE Ethernet Global Data",
     .traits = {Trait::industrial, Trait::steers_machines},
     .udp_ports = ports::egd},
    {.name = "ethercat",
     .title = "EtherCAT",
     .traits = {Trait::industrial, Trait::steers_machines},
     .frame_types = ports::ethercat},
    {.name = "fins",
     .title = "Omron FINS",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::fins,
     .udp_ports = ports::fins},
    {.name = "fix", .title = "Financial Information eXchange"},
    {.name = "fox",
     .title = "Niagara Fox",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::fox},
    {.name = "git", .title = "Git", .traits = {Trait::file_transfer}},
    {.name = "goose",
     .title = "IEC 61850 GOOSE",
     .traits = {Trait::industrial, Trait::steers_machines},
     .frame_types = ports::goose},
    {.name = "gtp", .title = "GTP", .traits = {Trait::tunnel}},
    {.name = "h323", .title = "H.323", .traits = {Trait::media}},
    {.name = "iax", .title = "Inter-Asterisk eXchange", .traits = {Trait::media}},
    {.name = "iec104",
     .title = "IEC 60870-5-104",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::iec104},
    {.name = "ike", .title = "Internet Key Exchange", .traits = {Trait::tunnel}},
    {.name = "imap", .title = "IMAP", .traits = {Trait::mail}},
    {.name = "kerberos",
     .title = "Kerberos",
     .traits = {Trait::directory},
     .known_as = {.zeek = "krb", .suricata = "krb5"}},
    {.name = "ldap", .title = "LDAP", .traits = {Trait::directory}},
    {.name = "lisp", .title = "Locator/ID Separation Protocol", .traits = {Trait::tunnel}},
    {.name = "megaco", .title = "Megaco", .traits = {Trait::media}},
    {.name = "melsec",
     .title = "Mitsubishi MELSEC and SLMP",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::melsec},
    {.name = "memcached", .title = "memcached", .traits = {Trait::database}},
    {.name = "mgcp", .title = "Media Gateway Control Protocol", .traits = {Trait::media}},
    {.name = "mms",
     .title = "Manufacturing Message Specification",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::iso_transport},
    {.name = "mpeg_ts", .title = "MPEG transport stream", .traits = {Trait::media}},
    {.name = "mqtt", .title = "MQTT", .traits = {Trait::messaging}},
    {.name = "mysql", .title = "MySQL", .traits = {Trait::database}},
    {.name = "nats", .title = "NATS", .traits = {Trait::messaging}},
    {.name = "netflow", .title = "NetFlow", .traits = {Trait::management}},
    {.name = "nfs",
     .title = "Network File System",
     .traits = {Trait::file_transfer},
     .tcp_ports = ports::nfs,
     .udp_ports = ports::nfs},
    {.name = "nntp", .title = "NNTP", .traits = {Trait::mail}},
    {.name = "opcda",
     .title = "OPC Data Access",
     .traits = {Trait::industrial, Trait::steers_machines}},
    {.name = "opcua",
     .title = "OPC Unified Architecture",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::opcua},
    {.name = "openvpn", .title = "OpenVPN", .traits = {Trait::encrypted, Trait::tunnel}},
    {.name = "oracle_tns", .title = "Oracle TNS", .traits = {Trait::database}},
    {.name = "pcworx",
     .title = "Phoenix Contact PC Worx",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::pcworx},
    {.name = "pop3", .title = "POP3", .traits = {Trait::mail}},
    {.name = "postgresql",
     .title = "PostgreSQL",
     .traits = {Trait::database},
     .known_as = {.suricata = "pgsql"}},
    {.name = "pptp", .title = "PPTP", .traits = {Trait::tunnel}},
    {.name = "proconos",
     .title = "ProConOS",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::proconos},
    {.name = "profinet",
     .title = "PROFINET",
     .traits = {Trait::industrial, Trait::steers_machines},
     .frame_types = ports::profinet},
    {.name = "ptp",
     .title = "Precision Time Protocol",
     .traits = {Trait::time},
     .udp_ports = ports::ptp},
    {.name = "quic", .title = "QUIC", .traits = {Trait::encrypted, Trait::web}},
    {.name = "radius", .title = "RADIUS", .traits = {Trait::directory}},
    {.name = "redis", .title = "Redis", .traits = {Trait::database}},
    {.name = "rsync",
     .title = "rsync",
     .traits = {Trait::file_transfer},
     .tcp_ports = ports::rsync},
    {.name = "rtcp", .title = "RTP Control Protocol", .traits = {Trait::media}},
    {.name = "rtmp", .title = "RTMP", .traits = {Trait::media}},
    {.name = "rtsp", .title = "RTSP", .traits = {Trait::camera, Trait::media}},
    {.name = "rx", .title = "Rx of AFS", .traits = {Trait::file_transfer}},
    {.name = "sip", .title = "SIP", .traits = {Trait::media}},
    {.name = "skinny", .title = "Skinny Client Control Protocol", .traits = {Trait::media}},
    {.name = "smpp", .title = "Short Message Peer-to-Peer", .traits = {Trait::messaging}},
    {.name = "smtp", .title = "SMTP", .traits = {Trait::mail}},
    {.name = "socks", .title = "SOCKS", .traits = {Trait::tunnel}},
    {.name = "someip", .title = "SOME/IP"},
    {.name = "srtp",
     .title = "GE SRTP",
     .traits = {Trait::industrial, Trait::steers_machines},
     .tcp_ports = ports::srtp},
    {.name = "ssdp", .title = "SSDP", .traits = {Trait::discovery}},
    {.name = "stun", .title = "STUN", .traits = {Trait::media}},
    {.name = "sv",
     .title = "IEC 61850 sampled values",
     .traits = {Trait::industrial},
     .frame_types = ports::sampled_values},
    {.name = "syslog", .title = "Syslog", .traits = {Trait::management}},
    {.name = "tds", .title = "Tabular Data Stream", .traits = {Trait::database}},
    {.name = "teamspeak", .title = "TeamSpeak", .traits = {Trait::media}},
    {.name = "teamviewer",
     .title = "TeamViewer",
     .traits = {Trait::remote_access},
     .tcp_ports = ports::teamviewer},
    {.name = "telegram", .title = "Telegram", .traits = {Trait::encrypted, Trait::messaging}},
    {.name = "teredo", .title = "Teredo", .traits = {Trait::tunnel}},
    {.name = "tftp", .title = "TFTP", .traits = {Trait::file_transfer}, .udp_ports = ports::tftp},
    {.name = "ubiquiti_discovery", .title = "Ubiquiti discovery", .traits = {Trait::discovery}},
    {.name = "vnc",
     .title = "Remote Framebuffer (VNC)",
     .traits = {Trait::remote_access},
     .tcp_ports = ports::vnc,
     .known_as = {.zeek = "rfb", .suricata = "rfb"}},
    {.name = "whois", .title = "WHOIS", .traits = {Trait::directory}},
    {.name = "wireguard", .title = "WireGuard", .traits = {Trait::encrypted, Trait::tunnel}},
    {.name = "wsd", .title = "Web Services Dynamic Discovery", .traits = {Trait::discovery}},
    {.name = "xdmcp",
     .title = "XDMCP",
     .traits = {Trait::remote_access},
     .udp_ports = ports::xdmcp},
    {.name = "xmpp", .title = "XMPP", .traits = {Trait::messaging}},
    {.name = "z39_50", .title = "Z39.50", .traits = {Trait::database}},
    {.name = "zabbix", .title = "Zabbix", .traits = {Trait::management}},
    {.name = "zmtp", .title = "ZeroMQ", .traits = {Trait::messaging}},
});
static_assert(std::ranges::is_sorted(known, {}, &ProtocolDescription::name));

/// Of a name that is there; any other does not compile.
consteval ProtocolDescription const& description_of(std::string_view name) {
  for (auto const& each : known)
    if (each.name.text() == name) return each;
  throw "no protocol of this name is known";
}

}  // namespace qw::naming
