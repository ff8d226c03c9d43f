// SPDX-License-Identifier: Apache-2.0
#include "simulate/wire/headers.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t smallest_frame = 60;  // without check sequence

std::uint32_t sum_of(Bytes bytes, std::uint32_t sum) {
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2)
    sum += static_cast<std::uint32_t>(octet_at(bytes, i) << 8 | octet_at(bytes, i + 1));
  if (i < bytes.size()) sum += static_cast<std::uint32_t>(octet_at(bytes, i) << 8);
  return sum;
}

std::uint16_t folded(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

std::uint32_t pseudo_header(IpHeader const& ip, IpProtocol protocol, std::size_t octets) {
  auto const half = [](std::uint32_t word) { return (word >> 16) + (word & 0xffff); };
  return half(ip.from.value) + half(ip.to.value) + static_cast<std::uint32_t>(protocol) +
         static_cast<std::uint32_t>(octets);
}

void add_ip(Octets& out, IpHeader const& ip, IpProtocol protocol, std::size_t payload) {
  auto const start = out.size();
  out.u8(0x45).u8(ip.service).u16be(20 + payload).u16be(ip.id);
  out.u16be(ip.dont_fragment ? 0x4000 : 0).u8(ip.ttl).u8(static_cast<unsigned>(protocol));
  out.u16be(0) << ip.from << ip.to;
  out.patch16be(start + 10, internet_checksum(out.bytes().subspan(start, 20)));
}

/// Sets the checksum of the transport header that begins at `start`. A card that
/// does this later leaves the sum of the pseudo header in its place.
void finish_transport(Octets& out, std::size_t start, std::size_t place, IpHeader const& ip,
                      IpProtocol protocol) {
  auto const bytes = out.bytes().subspan(start);
  auto const pseudo = pseudo_header(ip, protocol, bytes.size());
  auto sum = ip.offloaded ? folded(pseudo) : internet_checksum(bytes, pseudo);
  if (protocol == IpProtocol::udp && sum == 0) sum = 0xffff;
  out.patch16be(start + place, sum);
}

}  // namespace

std::uint16_t internet_checksum(Bytes bytes, std::uint32_t start) {
  return static_cast<std::uint16_t>(~folded(sum_of(bytes, start)));
}

void add_link(Octets& out, Link const& link, std::uint16_t ethertype) {
  out << link.to << link.from;
  if (link.vlan != 0 || link.priority != 0)
    out.u16be(ethertype_vlan).u16be(static_cast<unsigned>(link.priority << 13) | link.vlan);
  out.u16be(ethertype);
}

void pad_frame(Octets& frame) {
  if (frame.size() < smallest_frame) frame.fill(smallest_frame - frame.size());
}

Octets ip_frame(Link const& link, IpHeader const& ip, IpProtocol protocol, Bytes payload) {
  auto out = Octets::with_room(payload.size() + 64);
  add_link(out, link, ethertype_ipv4);
  add_ip(out, ip, protocol, payload.size());
  out.add(payload);
  pad_frame(out);
  return out;
}

Octets udp_frame(Link const& link, IpHeader const& ip, UdpHeader const& udp, Bytes payload) {
  auto out = Octets::with_room(payload.size() + 64);
  add_link(out, link, ethertype_ipv4);
  add_ip(out, ip, IpProtocol::udp, payload.size() + 8);
  auto const start = out.size();
  out.u16be(udp.from).u16be(udp.to).u16be(payload.size() + 8).u16be(0).add(payload);
  finish_transport(out, start, 6, ip, IpProtocol::udp);
  pad_frame(out);
  return out;
}

Octets tcp_frame(Link const& link, IpHeader const& ip, TcpHeader const& tcp, Bytes payload) {
  auto out = Octets::with_room(payload.size() + 96);
  add_link(out, link, ethertype_ipv4);
  auto const header = 20 + tcp.options.size();
  add_ip(out, ip, IpProtocol::tcp, payload.size() + header);
  auto const start = out.size();
  out.u16be(tcp.from).u16be(tcp.to).u32be(tcp.sequence).u32be(tcp.acknowledged);
  out.u8(header / 4 << 4).u8(tcp.flags).u16be(tcp.window).u32be(0);
  out.add(tcp.options).add(payload);
  finish_transport(out, start, 16, ip, IpProtocol::tcp);
  pad_frame(out);
  return out;
}

Octets arp_frame(Link const& link, Arp const& arp) {
  auto out = Octets::with_room(64);
  add_link(out, link, ethertype_arp);
  out.u16be(1).u16be(ethertype_ipv4).u8(6).u8(4).u16be(static_cast<unsigned>(arp.operation));
  out << arp.sender_mac << arp.sender_ip << arp.target_mac << arp.target_ip;
  pad_frame(out);
  return out;
}

}  // namespace qw::simulate
