// SPDX-License-Identifier: Apache-2.0
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {
namespace {

namespace udp_port {
constexpr std::uint16_t gtp_user = 2152;
constexpr std::uint16_t teredo = 3544;
constexpr std::uint16_t gre = 4754;  // RFC 8086
constexpr std::uint16_t vxlan = 4789;
constexpr std::uint16_t geneve = 6081;
constexpr std::uint16_t vxlan_before_iana = 8472;
}  // namespace udp_port

/// Aruba's access points hand frames to their controller as they were on air.
constexpr std::uint16_t aruba_first = 0x8200;
constexpr std::uint16_t aruba_last = 0x8210;

constexpr std::uint32_t teredo_prefix = 0x20010000;  // 2001:0::/32
constexpr std::uint16_t link_local_prefix = 0xfe80;

}  // namespace

/// What may travel in UDP is known by its port and by a header that fits; a
/// datagram that does not fit is left to the protocols.
Walk::Next Walk::udp_tunnel() {
  switch (packet_.destination.port) {
    case udp_port::vxlan:
    case udp_port::vxlan_before_iana: return vxlan();
    case udp_port::geneve: return geneve();
    case udp_port::teredo: return teredo();
    case udp_port::gtp_user: return gtp();
    case udp_port::gre: return gre();
    default: break;
  }
  switch (packet_.source.port) {
    case udp_port::teredo: return teredo();
    case udp_port::gtp_user: return gtp();
    default: return Next::end;
  }
}

/// Does `rest_` start as a packet of IP that fits what is left of the frame? One
/// that is cut in its length is judged by its version only.
bool Walk::holds_ip() const {
  Cursor in{rest_};
  auto const first = in.u8();
  std::size_t const total_4 = (in.skip(1), in.u16be());
  std::size_t const total_6 = in.u16be() + std::size_t{40};
  auto const version = first >> 4;
  if (version != 4 && version != 6) return false;
  if (!in.ok()) return rest_.size() < wire_;
  if (version == 6) return total_6 <= wire_;
  return (first & 0x0f) >= 5 && (total_4 == 0 || (total_4 >= 20 && total_4 <= wire_));
}

/// RFC 2784 and 2890; the source routes of RFC 1701 are passed over.
Walk::Next Walk::gre() {
  constexpr std::uint16_t checksum = 0x8000;
  constexpr std::uint16_t routing = 0x4000;
  constexpr std::uint16_t key = 0x2000;
  constexpr std::uint16_t sequence = 0x1000;
  constexpr std::uint16_t version = 0x0007;
  constexpr std::size_t route_limit = 16;
  Cursor in{rest_};
  auto const flags = in.u16be();
  auto const protocol = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if ((flags & version) == 1) return point_to_point_gre();
  if ((flags & version) != 0) return stop(Cause::bad_header);
  if ((flags & (checksum | routing)) != 0) in.skip(4);
  if ((flags & key) != 0) in.skip(4);
  if ((flags & sequence) != 0) in.skip(4);
  for (std::size_t route = 0; (flags & routing) != 0; ++route) {
    in.skip(3);
    auto const octets = in.u8();
    if (!in.ok() || octets == 0) break;
    if (route == route_limit) return stop(Cause::too_deep);
    in.skip(octets);
  }
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return by_gre_protocol(protocol, (flags & sequence) != 0);
}

Walk::Next Walk::by_gre_protocol(std::uint16_t protocol, bool numbered) {
  if (protocol >= aruba_first && protocol <= aruba_last) return into(Next::wireless);
  switch (protocol) {
    case ether_type::ipv4:
    case ether_type::ipv6: return into(Next::ip);
    case ether_type::transparent_ethernet: return into(Next::ethernet);
    case ether_type::ppp: return into(Next::ppp);
    // Type I has no header of its own, and does not number its packets.
    case ether_type::erspan: return numbered ? erspan_2() : into_mirrored(Next::ethernet);
    case ether_type::erspan_3: return erspan_3();
    case ether_type::vlan:
    case ether_type::provider_vlan:
    case ether_type::mpls:
    case ether_type::mpls_upstream:
    case ether_type::nsh: type_ = protocol; return into(Next::by_ether_type);
    default: return Next::end;
  }
}

/// RFC 2637, section 4.1: PPTP. A packet that only acknowledges has no payload.
Walk::Next Walk::point_to_point_gre() {
  Cursor in{rest_};
  auto const flags = in.u16be();
  auto const protocol = in.u16be();
  std::size_t const payload = in.u16be();
  in.skip(2);
  if ((flags & 0x1000) != 0) in.skip(4);
  if ((flags & 0x0080) != 0) in.skip(4);
  if (!in.ok()) return stop(Cause::truncated);
  if (protocol != ether_type::ppp) return stop(Cause::bad_header);
  advance(in.position());
  trim(std::min(wire_, payload));
  return wire_ == 0 ? Next::end : into(Next::ppp);
}

/// Version 1, VLAN, class, session, port: eight octets.
Walk::Next Walk::erspan_2() {
  Cursor in{rest_};
  in.skip(8);
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  return into_mirrored(Next::ethernet);
}

/// Version 2: twelve octets, and eight more if the last bit says so. The frame
/// type tells Ethernet from bare IP.
Walk::Next Walk::erspan_3() {
  Cursor in{rest_};
  in.skip(10);
  auto const last = in.u16be();
  constexpr unsigned ethernet = 0;
  constexpr unsigned bare_ip = 2;
  auto const frame_type = (last >> 10) & 0x1fU;
  if ((last & 1) != 0) in.skip(8);
  if (!in.ok()) return stop(Cause::truncated);
  if (frame_type != ethernet && frame_type != bare_ip) return Next::end;
  advance(in.position());
  return into_mirrored(frame_type == ethernet ? Next::ethernet : Next::ip);
}

/// RFC 7348, section 5. Reserved bits are ignored, as it demands.
Walk::Next Walk::vxlan() {
  constexpr std::uint8_t identifier_valid = 0x08;
  Cursor in{rest_};
  auto const flags = in.u8();
  in.skip(7);
  if (!in.ok() || (flags & identifier_valid) == 0) return Next::end;
  advance(in.position());
  return into(Next::ethernet);
}

/// RFC 8926, section 3.4.
Walk::Next Walk::geneve() {
  Cursor in{rest_};
  auto const version_and_length = in.u8();
  in.skip(1);
  auto const protocol = in.u16be();
  in.skip(4);
  in.skip((version_and_length & 0x3fU) * 4);
  if (!in.ok() || version_and_length >> 6 != 0) return Next::end;
  switch (protocol) {
    case ether_type::ipv4:
    case ether_type::ipv6:
    case ether_type::transparent_ethernet: break;
    default: return Next::end;
  }
  advance(in.position());
  return into(protocol == ether_type::transparent_ethernet ? Next::ethernet : Next::ip);
}

/// RFC 4380, section 5.1.1: authentication, origin, then IPv6. The port is not
/// evidence enough: the length must fit (RFC 6081 puts trailers behind) and one address
/// be Teredo's or local.
Walk::Next Walk::teredo() {
  Cursor in{rest_};
  auto indicator = in.u16be();
  if (indicator == 1) {
    auto const client = in.u8();
    auto const value = in.u8();
    in.skip(std::size_t{client} + value + 9);  // nonce and confirmation
    indicator = in.u16be();
  }
  if (indicator == 0) {
    in.skip(6);
    indicator = in.u16be();
  }
  if (!in.ok()) return Next::end;
  auto const octets = in.position() - 2;
  Cursor header{rest_.subspan(octets)};
  auto const version = header.u32be() >> 28;
  std::size_t const length = header.u16be() + std::size_t{40};
  header.skip(2);
  Cursor source{header.take(16)};
  Cursor destination{header.take(16)};
  auto const fits = [](Cursor& address) {
    auto const prefix = address.u32be();
    return prefix == teredo_prefix || prefix >> 16 == link_local_prefix;
  };
  bool const ours = fits(source) || fits(destination);
  if (!header.ok() || version != 6 || length > wire_ - octets || !ours) return Next::end;
  advance(octets);
  return into(Next::ipv6);
}

/// 3GPP TS 29.281, section 5: version 1, a user's packet, optional fields and
/// extension headers.
Walk::Next Walk::gtp() {
  constexpr std::uint8_t user_packet = 0xff;
  Cursor in{rest_};
  auto const flags = in.u8();
  auto const message = in.u8();
  std::size_t const length = in.u16be();
  in.skip(4);
  if (!in.ok() || flags >> 4 != 3 || message != user_packet) return Next::end;
  if (length + in.position() != wire_) return Next::end;
  std::uint8_t extension = 0;
  if ((flags & 7) != 0) {
    in.skip(3);
    extension = in.u8();
    if ((flags & 4) == 0) extension = 0;
  }
  while (extension != 0 && in.ok()) {
    std::size_t const octets = in.u8() * std::size_t{4};
    if (octets < 4) return Next::end;
    in.skip(octets - 2);
    extension = in.u8();
  }
  if (!in.ok()) return Next::end;
  auto const outside = rest_;
  auto const outside_wire = wire_;
  advance(in.position());
  if (holds_ip()) return into(Next::ip);
  rest_ = outside;
  wire_ = outside_wire;
  return Next::end;
}

/// RFC 3378: version 3 and nothing else, then a frame.
Walk::Next Walk::ethernet_in_ip() {
  Cursor in{rest_};
  auto const header = in.u16be();
  if (!in.ok()) return stop(Cause::truncated);
  if (header != 0x3000) return stop(Cause::bad_header);
  advance(in.position());
  return into(Next::ethernet);
}

}  // namespace qw::decode
