// SPDX-License-Identifier: Apache-2.0
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {
namespace {

/// Values of the system's DLT_RAW that some programs wrote into files.
constexpr auto raw_bsd = static_cast<LinkType>(12);
constexpr auto raw_openbsd = static_cast<LinkType>(14);

namespace arp_hardware {  // as in Linux' if_arp.h
constexpr std::uint16_t radiotap = 803;
constexpr std::uint16_t gre = 778;
constexpr std::uint16_t netlink = 824;
}  // namespace arp_hardware

namespace ppp_protocol {
constexpr std::uint16_t ipv4 = 0x0021;
constexpr std::uint16_t ipv6 = 0x0057;
constexpr std::uint16_t mpls = 0x0281;
}  // namespace ppp_protocol

}  // namespace

Walk::Next Walk::begin() {
  switch (frame_.link_type) {
    case LinkType::ethernet: return Next::ethernet;
    case LinkType::raw: return Next::ip;
    case LinkType::ipv4: return Next::ipv4;
    case LinkType::ipv6: return Next::ipv6;
    case LinkType::null: return family(false);
    case LinkType::loop: return family(true);
    case LinkType::ppp:
    case LinkType::ppp_hdlc: return ppp_or_hdlc();
    case LinkType::ppp_ether: type_ = ether_type::pppoe_session; return Next::by_ether_type;
    case LinkType::cisco_hdlc: return cisco_hdlc();
    case LinkType::linux_sll: return linux_cooked();
    case LinkType::linux_sll2: return linux_cooked_2();
    case LinkType::ppi: return packet_information();
    case LinkType::ieee802_11_radiotap: return radiotap();
    case LinkType::ieee802_11: return wireless();
    default: break;
  }
  bool const raw = frame_.link_type == raw_bsd || frame_.link_type == raw_openbsd;
  return raw ? Next::ip : stop(Cause::link_type);
}

/// RFC 1662 address and control may be there or not; Cisco's framing shares the
/// link type, and says unicast or multicast where PPP says all stations.
Walk::Next Walk::ppp_or_hdlc() {
  Cursor in{rest_};
  auto const address = in.u16be();
  if (in.ok() && (address == 0x0f00 || address == 0x8f00)) return cisco_hdlc();
  return Next::ppp;
}

/// RFC 1661, section 2: a protocol whose first octet is odd is compressed to one.
Walk::Next Walk::ppp() {
  Cursor in{rest_};
  Cursor ahead{rest_};
  if (ahead.u16be() == 0xff03) in.skip(2);
  auto const framing = in.position();
  std::uint16_t protocol = in.u8();
  if ((protocol & 1) == 0) protocol = static_cast<std::uint16_t>(protocol << 8 | in.u8());
  if (!in.ok()) return stop(Cause::truncated);
  switch (protocol) {
    case ppp_protocol::ipv4: advance(in.position()); return Next::ipv4;
    case ppp_protocol::ipv6: advance(in.position()); return Next::ipv6;
    case ppp_protocol::mpls:
      advance(in.position());
      type_ = ether_type::mpls;
      return mpls();
    // LCP and its like: the payload keeps the protocol, which nothing else would.
    default: advance(framing); return link_payload(ether_type::ppp);
  }
}

/// Address, control, Ethernet type.
Walk::Next Walk::cisco_hdlc() {
  Cursor in{rest_};
  in.skip(2);
  type_ = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return type_ < ether_type::first ? link_payload(type_) : Next::by_ether_type;
}

/// BSD loopback: an address family in the byte order of the machine that captured,
/// or in that of the network. Systems number IPv6 differently. Some programs write an
/// Ethernet type into the last two octets.
Walk::Next Walk::family(bool network_order) {
  Cursor in{rest_};
  auto value = in.u32le();
  if (!in.ok()) return stop(Cause::truncated);
  auto const type = __builtin_bswap16(static_cast<std::uint16_t>(value >> 16));
  if (type >= ether_type::first) {
    type_ = type;
    advance(in.position());
    return Next::by_ether_type;
  }
  // Families are small: a value above 16 bits was written in the other order.
  if (network_order || value > 0xffff) value = __builtin_bswap32(value);
  switch (value) {
    case 2: advance(in.position()); return Next::ipv4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30: advance(in.position()); return Next::ipv6;
    default: return stop(Cause::link_type);
  }
}

/// LINKTYPE_LINUX_SLL: direction, hardware type, address, protocol.
Walk::Next Walk::linux_cooked() {
  Cursor in{rest_};
  in.skip(2);
  auto const hardware = in.u16be();
  auto const octets = in.u16be();
  auto const address = in.take(8);
  auto const protocol = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return cooked(hardware, protocol, address.first(std::min<std::size_t>(octets, address.size())));
}

/// LINKTYPE_LINUX_SLL2: the same fields in another order, and the interface.
Walk::Next Walk::linux_cooked_2() {
  Cursor in{rest_};
  auto const protocol = in.u16be();
  in.skip(6);
  auto const hardware = in.u16be();
  in.skip(1);
  auto const octets = in.u8();
  auto const address = in.take(8);
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return cooked(hardware, protocol, address.first(std::min<std::size_t>(octets, address.size())));
}

Walk::Next Walk::cooked(std::uint16_t hardware, std::uint16_t protocol, Bytes address) {
  constexpr std::uint16_t novell = 1;  // Linux' own numbers below the Ethernet types
  constexpr std::uint16_t llc_follows = 4;
  if (address.size() == 6) {
    mac_source_ = address;
    name_link();
  }
  if (hardware == arp_hardware::netlink || hardware == arp_hardware::radiotap)
    return stop(Cause::link_type);
  if (hardware == arp_hardware::gre) {
    auto const next = by_gre_protocol(protocol, false);
    return next == Next::end && cause_ == Cause::none ? link_payload(protocol) : next;
  }
  if (protocol == llc_follows) return llc(wire_);
  if (protocol == novell) return link_payload(0x00ff);
  type_ = protocol;
  return protocol < ether_type::first ? link_payload(protocol) : Next::by_ether_type;
}

/// LINKTYPE_PPI: a header that names the link type of what follows.
Walk::Next Walk::packet_information() {
  Cursor in{rest_};
  in.skip(2);
  std::size_t const octets = in.u16le();
  auto const inside = in.u32le();
  if (!in.ok() || octets > rest_.size()) return stop(Cause::truncated);
  if (octets < in.position()) return stop(Cause::bad_header);
  advance(octets);
  if (inside == static_cast<std::uint32_t>(LinkType::ethernet)) return Next::ethernet;
  if (inside == static_cast<std::uint32_t>(LinkType::raw)) return Next::ip;
  if (inside == static_cast<std::uint32_t>(LinkType::ieee802_11)) return wireless();
  return stop(Cause::link_type);
}

Walk::Next Walk::radiotap() {
  Cursor in{rest_};
  in.skip(2);
  std::size_t const octets = in.u16le();
  if (!in.ok() || octets > rest_.size()) return stop(Cause::truncated);
  if (octets < in.position()) return stop(Cause::bad_header);
  advance(octets);
  return wireless();
}

/// IEEE 802.11-2020, section 9.3.2: only data frames in clear, and no aggregates.
/// What cannot be read leaves a tunnel's packet as it is.
Walk::Next Walk::wireless() {
  constexpr unsigned data = 2;
  Cursor in{rest_};
  auto const kind = in.u8();
  auto const flags = in.u8();
  in.skip(2);
  auto const first = in.take(6);
  auto const second = in.take(6);
  auto const third = in.take(6);
  in.skip(2);
  bool const to_network = (flags & 1) != 0;
  bool const from_network = (flags & 2) != 0;
  auto const fourth = to_network && from_network ? in.take(6) : Bytes{};
  bool const quality = (kind & 0x80) != 0;
  auto const control = quality ? in.u16le() : std::uint16_t{0};
  if (quality && (flags & 0x80) != 0) in.skip(4);
  bool const nothing = (kind & 0x40) != 0;
  bool const encrypted = (flags & 0x40) != 0;
  bool const aggregated = (control & 0x80) != 0;
  bool const readable = (kind >> 2 & 3) == data && !nothing && !encrypted && !aggregated;
  if (in.ok() || !readable) {
    mac_destination_ = to_network ? third : first;
    mac_source_ = !from_network ? second : to_network ? fourth : third;
    name_link();
  }
  if (!readable) return depth_ != 0 ? Next::end : stop(Cause::link_type);
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return llc(wire_);
}

}  // namespace qw::decode
