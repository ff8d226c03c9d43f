// SPDX-License-Identifier: Apache-2.0
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {
namespace {

constexpr std::size_t largest_length = 1500;  // of an 802.3 length field
constexpr std::size_t label_limit = 32;       // of one MPLS stack

namespace sap {  // service access points of LLC
constexpr std::uint8_t ip = 0x06;
constexpr std::uint8_t snap = 0xaa;
constexpr std::uint8_t global = 0xff;  // two of them: Novell's 802.3 without LLC
}  // namespace sap

namespace organisation {
constexpr std::uint32_t ether_type = 0x000000;
constexpr std::uint32_t cisco = 0x00000c;
constexpr std::uint32_t bridge_tunnel = 0x0000f8;  // 802.1H: also an Ethernet type
}  // namespace organisation

}  // namespace

Walk::Next Walk::ethernet() {
  Cursor in{rest_};
  auto const destination = in.take(6);
  auto const source = in.take(6);
  type_ = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  mac_source_ = source;
  mac_destination_ = destination;
  name_link();
  advance(in.position());
  return Next::by_ether_type;
}

/// The outermost addresses of a link are the packet's; tunnels keep theirs inside.
void Walk::name_link() {
  if (packet_.layer != Layer::link || !packet_.mac_source.empty()) return;
  place<Address::mac>(packet_.mac_source, mac_source_);
  place<Address::mac>(packet_.mac_destination, mac_destination_);
}

Walk::Next Walk::by_ether_type() {
  switch (type_) {
    case ether_type::ipv4: return Next::ipv4;
    case ether_type::ipv6: return Next::ipv6;
    case ether_type::vlan:
    case ether_type::provider_vlan:
    case ether_type::old_vlan_1:
    case ether_type::old_vlan_2: return vlan();
    case ether_type::mpls:
    case ether_type::mpls_upstream: return mpls();
    case ether_type::pppoe_session: return pppoe();
    case ether_type::ppp: return Next::ppp;
    case ether_type::hsr: return hsr();
    case ether_type::provider_backbone: return provider_backbone();
    case ether_type::vn_tag: return vn_tag();
    case ether_type::nsh: return service_header();
    case ether_type::transparent_ethernet: return into(Next::ethernet);
    default: break;
  }
  if (type_ <= largest_length) return llc(type_);
  return type_ < ether_type::first ? stop(Cause::bad_header) : link_payload(type_);
}

/// IEEE 802.1Q section 9.6: priority, drop eligible, 12 bits of identifier, type.
Walk::Next Walk::vlan() {
  Cursor in{rest_};
  auto const tag = in.u16be();
  auto const type = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if (tags_ == limits_.vlan_tags) return stop(Cause::too_deep);
  ++tags_;
  if (packet_.tunnels == 0) {  // tags inside of a tunnel are another network's
    if (packet_.vlan_tags < packet_.vlan.size()) packet_.vlan[packet_.vlan_tags] = tag & 0x0fff;
    ++packet_.vlan_tags;
  }
  type_ = type;
  advance(in.position());
  return Next::by_ether_type;
}

/// IEEE 802.2 behind an 802.3 length. The type of what is not SNAP is its
/// destination service access point, which no Ethernet type can equal.
Walk::Next Walk::llc(std::size_t length) {
  take_redundancy_trailer();
  trim(std::min(wire_, length));
  Cursor in{rest_};
  auto const destination = in.u8();
  auto const source = in.u8();
  auto const control = in.u8();
  if (!in.ok()) return stop(Cause::truncated);
  if (destination == sap::global && source == sap::global) return link_payload(destination);
  constexpr std::uint8_t unnumbered = 3;  // such frames have one octet of control, others two
  if ((control & unnumbered) != unnumbered) in.skip(1);
  if (!in.ok()) return stop(Cause::truncated);
  if (destination != sap::snap) {
    advance(in.position());
    return destination == sap::ip ? Next::ipv4 : link_payload(destination);
  }
  advance(in.position());
  return snap();
}

Walk::Next Walk::snap() {
  Cursor in{rest_};
  auto const owner = in.u24be();
  auto const protocol = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if (owner != organisation::ether_type && owner != organisation::bridge_tunnel &&
      owner != organisation::cisco)
    return link_payload(sap::snap);
  advance(in.position());
  if (owner == organisation::cisco) return link_payload(protocol);
  type_ = protocol;
  return protocol < ether_type::first ? link_payload(protocol) : Next::by_ether_type;
}

/// RFC 3032: labels of four octets, the last one marked.
Walk::Next Walk::mpls() {
  Cursor in{rest_};
  for (std::size_t label = 0;; ++label) {
    if (label == label_limit) return stop(Cause::too_deep);
    auto const entry = in.u32be();
    if (!in.ok()) return stop(Cause::truncated);
    if ((entry & 0x100) != 0) break;
  }
  advance(in.position());
  return mpls_payload();
}

/// A label says nothing of what it labels. IP is known by its version and a length
/// that fits; an Ethernet pseudowire by an Ethernet type that we read where one must
/// be, or by a control word (RFC 4448: sixteen bits of 0, a number) before it.
Walk::Next Walk::mpls_payload() {
  if (holds_ip()) return into(Next::ip);
  Cursor frame{rest_};
  frame.skip(12);
  switch (frame.u16be()) {
    case ether_type::ipv4:
    case ether_type::arp:
    case ether_type::ipv6:
    case ether_type::vlan:
    case ether_type::provider_vlan: return into(Next::ethernet);
    default: break;
  }
  constexpr std::size_t ethernet_octets = 14;
  Cursor in{rest_};
  auto const control = in.u32be();
  if (control >> 16 != 0 || in.left() < ethernet_octets) return link_payload(type_);
  advance(in.position());
  return into(Next::ethernet);
}

/// RFC 2516: version and type 1, code 0 of a session, session, length.
Walk::Next Walk::pppoe() {
  Cursor in{rest_};
  auto const version = in.u8();
  auto const code = in.u8();
  in.skip(2);
  auto const length = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if (version != 0x11 || code != 0) return stop(Cause::bad_header);
  advance(in.position());
  trim(std::min<std::size_t>(wire_, length));
  return into(Next::ppp);
}

/// IEC 62439-3: path and size, sequence number, type of what the tag precedes.
Walk::Next Walk::hsr() {
  Cursor in{rest_};
  in.skip(2);
  auto const sequence = in.u16be();
  auto const type = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if (packet_.tunnels == 0) packet_.redundancy = sequence;
  type_ = type;
  advance(in.position());
  return Next::by_ether_type;
}

/// IEEE 802.1ah: four octets of service tag, then the customer's frame.
Walk::Next Walk::provider_backbone() {
  Cursor in{rest_};
  in.skip(4);
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return into(Next::ethernet);
}

Walk::Next Walk::vn_tag() {
  Cursor in{rest_};
  in.skip(4);
  auto const type = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  type_ = type;
  advance(in.position());
  return Next::by_ether_type;
}

/// RFC 8300: service function chains; the length counts words of four octets.
Walk::Next Walk::service_header() {
  Cursor in{rest_};
  auto const flags_and_length = in.u16be();
  in.skip(1);
  auto const next = in.u8();
  in.skip(4);
  std::size_t const octets = (flags_and_length & 0x3fU) * 4;
  if (octets < in.position()) return stop(in.ok() ? Cause::bad_header : Cause::truncated);
  in.skip(octets - in.position());
  if (!in.ok()) return stop(Cause::truncated);
  auto const inside = next == 1 ? Next::ipv4 : next == 2 ? Next::ipv6 : Next::ethernet;
  if (next < 1 || next > 3) return link_payload(type_);
  advance(octets);
  return into(inside);
}

/// The way ends at a link header whose payload is not IP.
Walk::Next Walk::link_payload(std::uint16_t type) {
  take_redundancy_trailer();
  bool const below_ip = mac_source_.empty() && packet_.layer != Layer::link;
  if (below_ip) return Next::end;  // in a tunnel without a link: the packet stays the tunnel's
  packet_.layer = Layer::link;
  packet_.type = type;
  packet_.protocol = 0;
  packet_.hops = 0;
  packet_.identification = 0;
  packet_.tcp = {};
  packet_.source = {{{}, Address::mac(mac_source_)}, 0};
  packet_.destination = {{{}, Address::mac(mac_destination_)}, 0};
  return Next::end;
}

/// IEC 62439-3: a PRP node ends each frame with sequence number, LAN (A or B) and
/// size of what follows the type, and 88fb. Only a size that fits makes it one.
void Walk::take_redundancy_trailer() {
  constexpr std::size_t octets = 6;
  constexpr std::size_t vlan_octets = 4;  // some nodes count the tag in
  if (packet_.tunnels != 0 || packet_.redundancy || rest_.size() != wire_) return;
  if (rest_.size() < octets) return;
  Cursor in{rest_.last(octets)};
  auto const sequence = in.u16be();
  auto const lan_and_size = in.u16be();
  auto const suffix = in.u16be();
  auto const lan = lan_and_size >> 12;
  std::size_t const size = lan_and_size & 0x0fffU;
  bool const fits = size == rest_.size() || size == rest_.size() + vlan_octets;
  if (suffix != 0x88fb || (lan != 0xa && lan != 0xb) || !fits) return;
  packet_.redundancy = sequence;
  trim(wire_ - octets);
}

}  // namespace qw::decode
