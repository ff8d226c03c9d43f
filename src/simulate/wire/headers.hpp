// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/wire/address.hpp"

namespace qw::simulate {

constexpr std::uint16_t ethertype_ipv4 = 0x0800;
constexpr std::uint16_t ethertype_arp = 0x0806;
constexpr std::uint16_t ethertype_vlan = 0x8100;

/// Ethernet II, and 802.1Q if `vlan` or `priority` is not 0.
struct Link {
  Mac from;
  Mac to;
  std::uint16_t vlan = 0;
  std::uint8_t priority = 0;
};
void add_link(Octets& out, Link const& link, std::uint16_t ethertype);
/// Fills a frame up to the 60 octets that Ethernet asks for.
void pad_frame(Octets& frame);

enum class IpProtocol : std::uint8_t { icmp = 1, igmp = 2, tcp = 6, udp = 17 };

/// RFC 791; checksums are right unless `offloaded`.
struct IpHeader {
  Ip4 from;
  Ip4 to;
  std::uint8_t ttl = 64;
  std::uint16_t id = 0;
  std::uint8_t service = 0;
  bool dont_fragment = true;
  bool offloaded = false;
};

struct UdpHeader {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
};

enum TcpFlags : std::uint8_t { fin = 1, syn = 2, rst = 4, psh = 8, ack = 16 };

/// RFC 9293. `options` must fill whole words of four octets.
struct TcpHeader {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledged = 0;
  std::uint8_t flags = 0;
  std::uint16_t window = 0;
  Bytes options;
};

/// Whole frames. An IPv4 packet must fit one frame: payloads up to 1472 octets.
Octets udp_frame(Link const& link, IpHeader const& ip, UdpHeader const& udp, Bytes payload);
Octets tcp_frame(Link const& link, IpHeader const& ip, TcpHeader const& tcp, Bytes payload);
/// Any other protocol over IPv4, its checksum in the payload already.
Octets ip_frame(Link const& link, IpHeader const& ip, IpProtocol protocol, Bytes payload);

enum class ArpOperation : std::uint8_t { request = 1, reply = 2 };
/// RFC 826.
struct Arp {
  ArpOperation operation;
  Mac sender_mac;
  Ip4 sender_ip;
  Mac target_mac;
  Ip4 target_ip;
};
Octets arp_frame(Link const& link, Arp const& arp);

/// RFC 1071, over octets in network order; complement already taken.
std::uint16_t internet_checksum(Bytes bytes, std::uint32_t start = 0);

}  // namespace qw::simulate
