// SPDX-License-Identifier: Apache-2.0
#include "decode/checksum.hpp"
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {
namespace {

constexpr std::size_t ipv4_header_octets = 20;  // without options
constexpr std::size_t ipv6_header_octets = 40;
constexpr std::size_t extension_limit = 16;  // headers of one IPv6 packet
constexpr std::size_t most_trailing = 6;     // octets of a redundancy trailer

/// IPv6 next headers, RFC 8200 and the IANA list of extension headers.
namespace next_header {
constexpr std::uint8_t hop_by_hop = 0;
constexpr std::uint8_t routing = 43;
constexpr std::uint8_t fragment = 44;
constexpr std::uint8_t none = 59;
constexpr std::uint8_t destination_options = 60;
constexpr std::uint8_t mobility = 135;
constexpr std::uint8_t host_identity = 139;
constexpr std::uint8_t shim6 = 140;
}  // namespace next_header

}  // namespace

/// What both versions have in common. `rest_` starts at the header and ends where
/// the packet does.
void Walk::enter_network(std::uint16_t type, Bytes source, Bytes destination) {
  packet_.layer = Layer::network;
  packet_.type = type;
  if (type == ether_type::ipv4) {
    place<Address::ipv4>(packet_.source.host.address, source);
    place<Address::ipv4>(packet_.destination.host.address, destination);
  } else {
    place<Address::ipv6>(packet_.source.host.address, source);
    place<Address::ipv6>(packet_.destination.host.address, destination);
  }
  packet_.source.port = 0;
  packet_.destination.port = 0;
  packet_.identification = 0;
  if (packet_.network.empty()) packet_.network = rest_;
  if (depth_ != 0) packet_.tcp = {};
  routed_ = false;
  mac_source_ = {};
  mac_destination_ = {};
}

/// RFC 791, section 3.1.
Walk::Next Walk::ipv4() {
  if (rest_.size() < ipv4_header_octets) return stop(Cause::truncated);
  Cursor in{rest_.first(ipv4_header_octets)};
  auto const version = in.u8();
  in.skip(1);
  std::size_t const total = in.u16be();
  auto const identification = in.u16be();
  auto const flags_and_offset = in.u16be();
  auto const hops = in.u8();
  auto const protocol = in.u8();
  in.skip(2);
  auto const source = in.take(4);
  auto const destination = in.take(4);
  std::size_t const header_octets = (version & 0x0fU) * 4;
  if (version >> 4 != 4 || header_octets < ipv4_header_octets) return stop(Cause::bad_header);
  // A length of 0 was left by segmentation offload: the card would have set it.
  if (total != 0 && total < header_octets) return stop(Cause::bad_header);
  if (rest_.size() < header_octets) return stop(Cause::truncated);

  if (total != 0) {
    if (wire_ >= total + most_trailing) take_redundancy_trailer();
    trim(total);
  }
  auto const header = rest_.first(std::min(rest_.size(), header_octets));
  enter_network(ether_type::ipv4, source, destination);
  packet_.protocol = protocol;
  packet_.hops = hops;
  packet_.identification = identification;
  if (!sums_up(word_sum(header))) {
    packet_.bad_checksum = true;
    ++counts_.bad_checksums;
  }
  advance(header.size());
  constexpr std::uint16_t more_or_offset = 0x3fff;
  if ((flags_and_offset & more_or_offset) != 0) return ipv4_fragment(header, flags_and_offset);
  return Next::by_ip_protocol;
}

Walk::Next Walk::ipv4_fragment(Bytes header, std::uint16_t flags_and_offset) {
  Fragment fragment;
  fragment.key.identification = packet_.identification;
  fragment.key.protocol = packet_.protocol;
  fragment.offset = (flags_and_offset & 0x1fffU) * 8;
  fragment.more = (flags_and_offset & 0x2000) != 0;
  fragment.header = header;
  auto const next = reassemble(fragment);
  if (cause_ == Cause::none) packet_.hops = octet_at(fragment.header, 8);
  return next;
}

/// Gives a fragment to those held. If it completes its datagram, the way goes on
/// in that one, and `fragment.header` is the header it starts with.
Walk::Next Walk::reassemble(Fragment& fragment) {
  constexpr std::size_t unit = 8;  // all fragments but the last have a multiple of it
  if (rest_.size() < wire_) {      // never whole; the first one still has the ports
    cause_ = Cause::truncated;
    return fragment.offset == 0 ? Next::by_ip_protocol : Next::end;
  }
  // An odd end before the last: IPv4 stacks cut it off, RFC 8200 refuses it.
  auto const odd = fragment.more ? rest_.size() % unit : 0;
  if (packet_.type == ether_type::ipv4) trim(rest_.size() - odd);
  if (rest_.empty() || rest_.size() + fragment.offset > Fragments::datagram_octets ||
      (odd != 0 && packet_.type == ether_type::ipv6))
    return stop(Cause::bad_header);

  fragment.key.source = packet_.source.host.address;
  fragment.key.destination = packet_.destination.host.address;
  fragment.key.source_id = frame_.source;
  fragment.key.point = frame_.point;
  fragment.key.vlan = packet_.vlan[0];
  fragment.key.tunnel_source = packet_.outer_source.host.address;
  fragment.key.tunnel_destination = packet_.outer_destination.host.address;
  fragment.octets = rest_;
  bool const tunnelled = !packet_.outer_source.host.address.empty();
  fragment.outer_source = tunnelled ? packet_.outer_source : packet_.source;
  fragment.outer_destination = tunnelled ? packet_.outer_destination : packet_.destination;

  auto const answer = fragments_.add(fragment, frame_, charge_);
  switch (answer.outcome) {
    case Fragments::Outcome::held: return stop(Cause::fragment);
    case Fragments::Outcome::copy: return stop(Cause::fragment_copy);
    case Fragments::Outcome::spoilt: return stop(Cause::fragment_lost);
    case Fragments::Outcome::contradiction: return stop(Cause::bad_header);
    case Fragments::Outcome::whole: break;
  }
  charge_ += answer.earlier;
  packet_.first_frame = std::min(packet_.first_frame, answer.first_frame);
  rest_ = answer.payload;
  wire_ = rest_.size();
  fragment.header = answer.header;
  if (!tunnelled)
    packet_.network = {answer.header.data(), answer.header.size() + answer.payload.size()};
  return Next::by_ip_protocol;
}

/// RFC 8200, section 3.
Walk::Next Walk::ipv6() {
  if (rest_.size() < ipv6_header_octets) return stop(Cause::truncated);
  Cursor in{rest_.first(ipv6_header_octets)};
  auto const version = in.u32be() >> 28;
  std::size_t const length = in.u16be();
  auto const next = in.u8();
  auto const hops = in.u8();
  auto const source = in.take(16);
  auto const destination = in.take(16);
  if (version != 6) return stop(Cause::bad_header);

  // Without a length: a jumbogram (RFC 2675), or segmentation offload.
  if (length != 0 || next == next_header::none) {
    auto const total = ipv6_header_octets + length;
    if (wire_ >= total + most_trailing) take_redundancy_trailer();
    trim(total);
  }
  auto const header = rest_.first(ipv6_header_octets);
  enter_network(ether_type::ipv6, source, destination);
  packet_.hops = hops;
  advance(ipv6_header_octets);
  return ipv6_extensions(next, header);
}

/// Passes the extension headers, and hands what is behind them to the protocols.
Walk::Next Walk::ipv6_extensions(std::uint8_t next, Bytes header) {
  for (std::size_t count = 0; count <= extension_limit; ++count) {
    packet_.protocol = next;
    routed_ = routed_ || next == next_header::routing;
    switch (next) {
      case next_header::hop_by_hop:
      case next_header::routing:
      case next_header::destination_options:
      case next_header::mobility:
      case next_header::host_identity:
      case next_header::shim6:
        if (extension_header(next) == Next::end) return Next::end;
        break;
      case next_header::fragment: return ipv6_fragment(header);
      case next_header::none: return Next::end;
      default: return Next::by_ip_protocol;
    }
  }
  return stop(Cause::too_deep);
}

/// RFC 6564: next header, length in units of eight octets after the first eight.
Walk::Next Walk::extension_header(std::uint8_t& next) {
  Cursor in{rest_};
  auto const after = in.u8();
  std::size_t const octets = (in.u8() + std::size_t{1}) * 8;
  if (!in.ok() || octets > rest_.size()) return stop(Cause::truncated);
  next = after;
  advance(octets);
  return Next::by_ip_protocol;
}

/// RFC 8200, section 4.5. An atomic fragment (RFC 6946) is a whole packet.
Walk::Next Walk::ipv6_fragment(Bytes header) {
  Cursor in{rest_};
  auto const next = in.u8();
  in.skip(1);
  auto const offset_and_more = in.u16be();
  auto const identification = in.u32be();
  if (!in.ok()) return stop(Cause::truncated);
  advance(in.position());
  packet_.protocol = next;
  if ((offset_and_more & 0xfff9) == 0) return ipv6_extensions(next, header);

  // The datagram is made whole without its fragment headers.
  std::array<std::byte, ipv6_header_octets> plain{};
  std::ranges::copy(header, plain.begin());
  constexpr std::size_t next_header_at = 6;
  constexpr std::size_t hops_at = 7;
  plain[next_header_at] = std::byte{next};

  Fragment fragment;
  fragment.key.identification = identification;
  fragment.offset = offset_and_more & 0xfff8U;
  fragment.more = (offset_and_more & 1) != 0;
  fragment.header = plain;
  if (reassemble(fragment) == Next::end) return Next::end;
  packet_.hops = octet_at(fragment.header, hops_at);
  return ipv6_extensions(octet_at(fragment.header, next_header_at), fragment.header);
}

/// RFC 4302, section 2: behind either version of IP.
Walk::Next Walk::authentication_header() {
  Cursor in{rest_};
  auto const next = in.u8();
  std::size_t const octets = (in.u8() + std::size_t{2}) * 4;
  if (!in.ok() || octets > rest_.size()) return stop(Cause::truncated);
  packet_.protocol = next;
  advance(octets);
  return Next::by_ip_protocol;
}

}  // namespace qw::decode
