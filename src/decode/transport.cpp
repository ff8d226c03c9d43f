// SPDX-License-Identifier: Apache-2.0
#include "decode/checksum.hpp"
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {
namespace {

namespace ip_protocol_more {  // gone through, of no interest to flow
constexpr std::uint8_t ethernet = 97;
constexpr std::uint8_t mpls = 137;
}  // namespace ip_protocol_more

}  // namespace

Walk::Next Walk::by_ip_protocol() {
  switch (packet_.protocol) {
    case ip_protocol::tcp: return tcp();
    case ip_protocol::udp: return udp();
    case ip_protocol::sctp: return sctp();
    case ip_protocol::icmp:
    case ip_protocol::icmpv6: return icmp();
    case ip_protocol::ipip: return into(Next::ipv4);
    case ip_protocol::ipv6: return into(Next::ipv6);
    case ip_protocol::gre: return gre();
    case ip_protocol::ah: return authentication_header();
    case ip_protocol_more::ethernet: return ethernet_in_ip();
    case ip_protocol_more::mpls: type_ = ether_type::mpls; return mpls();
    default: return Next::end;
  }
}

/// RFC 9293, section 3.1. A header that is cut still gives its ports.
Walk::Next Walk::tcp() {
  if (limits_.verify_transport_checksums) verify_checksum();
  Cursor in{rest_};
  packet_.source.port = in.u16be();
  packet_.destination.port = in.u16be();
  auto const sequence = in.u32be();
  auto const acknowledgment = in.u32be();
  auto const offset_and_flags = in.u16be();
  auto const window = in.u16be();
  in.skip(4);
  std::size_t const octets = (offset_and_flags >> 12) * std::size_t{4};
  if (!in.ok()) return stop(Cause::truncated);
  if (octets < in.position()) return stop(Cause::bad_header);
  if (octets > rest_.size()) return stop(wire_ < octets ? Cause::bad_header : Cause::truncated);
  packet_.layer = Layer::transport;
  packet_.tcp.sequence = sequence;
  packet_.tcp.acknowledgment = acknowledgment;
  packet_.tcp.window = window;
  packet_.tcp.flags = static_cast<std::uint8_t>(offset_and_flags);
  if (octets > in.position()) tcp_options(in.take(octets - in.position()));
  advance(octets);
  return Next::end;
}

/// RFC 9293, section 3.2, and RFC 7323. A broken option ends the list.
void Walk::tcp_options(Bytes options) {
  constexpr std::uint8_t end = 0;
  constexpr std::uint8_t no_operation = 1;
  constexpr std::uint8_t window_scale = 3;
  constexpr std::uint8_t timestamps = 8;
  Cursor in{options};
  while (!in.empty()) {
    auto const kind = in.u8();
    if (kind == end) return;
    if (kind == no_operation) continue;
    std::size_t const length = in.u8();
    if (length < 2) return;
    Cursor value{in.take(length - 2)};
    if (!in.ok()) return;
    if (kind == timestamps && length == 10) packet_.tcp.timestamp = value.u32be();
    if (kind == window_scale && length == 3 && (packet_.tcp.flags & tcp_flag::syn) != 0)
      packet_.tcp.window_scale = value.u8();
  }
}

/// RFC 768. A length of 0 is a jumbogram's or was left by offload.
Walk::Next Walk::udp() {
  Cursor in{rest_};
  packet_.source.port = in.u16be();
  packet_.destination.port = in.u16be();
  std::size_t const length = in.u16be();
  in.skip(2);
  if (!in.ok()) return stop(Cause::truncated);
  if (length != 0 && length < in.position()) return stop(Cause::bad_header);
  packet_.layer = Layer::transport;
  if (length != 0) trim(std::min(wire_, length));
  if (limits_.verify_transport_checksums) verify_checksum();
  advance(in.position());
  return udp_tunnel();
}

/// RFC 9260, section 3.1; the payload is the chunks.
Walk::Next Walk::sctp() {
  Cursor in{rest_};
  packet_.source.port = in.u16be();
  packet_.destination.port = in.u16be();
  in.skip(8);
  if (!in.ok()) return stop(Cause::truncated);
  packet_.layer = Layer::transport;
  advance(in.position());
  return Next::end;
}

/// The payload is the whole message, since nothing else keeps type and code.
Walk::Next Walk::icmp() {
  if (limits_.verify_transport_checksums) verify_checksum();
  if (rest_.size() < 4) return stop(Cause::truncated);
  packet_.layer = Layer::transport;
  return Next::end;
}

/// Over the pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1) and all of
/// `rest_`. A cut packet is not judged, nor one behind a routing header, whose last
/// destination the sum is over.
void Walk::verify_checksum() {
  constexpr std::size_t udp_checksum_at = 6;
  if (rest_.size() < wire_ || rest_.size() < udp_checksum_at + 2) return;
  auto const protocol = packet_.protocol;
  bool const ipv4 = packet_.type == ether_type::ipv4;
  auto const sum_of_udp = rest_.subspan(udp_checksum_at, 2);
  bool const none = ipv4 && protocol == ip_protocol::udp && word_sum(sum_of_udp) == 0;
  if (none || routed_) return;
  auto sum = word_sum(rest_);
  if (protocol != ip_protocol::icmp) {
    sum += word_sum(packet_.source.host.address.octets());
    sum += word_sum(packet_.destination.host.address.octets());
    std::array<std::byte, 6> const rest_of_it{std::byte{0},
                                              std::byte{protocol},
                                              static_cast<std::byte>(rest_.size() >> 24),
                                              static_cast<std::byte>(rest_.size() >> 16),
                                              static_cast<std::byte>(rest_.size() >> 8),
                                              static_cast<std::byte>(rest_.size())};
    sum += word_sum(rest_of_it);
  }
  if (sums_up(sum)) return;
  packet_.bad_checksum = true;
  ++counts_.bad_checksums;
}

}  // namespace qw::decode
