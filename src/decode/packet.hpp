// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/frame.hpp"

namespace qw::decode {

/// Numbers of the IANA protocol registry that decode goes into or flow tells apart.
namespace ip_protocol {
inline constexpr std::uint8_t icmp = 1;
inline constexpr std::uint8_t igmp = 2;
inline constexpr std::uint8_t ipip = 4;
inline constexpr std::uint8_t tcp = 6;
inline constexpr std::uint8_t udp = 17;
inline constexpr std::uint8_t ipv6 = 41;
inline constexpr std::uint8_t gre = 47;
inline constexpr std::uint8_t esp = 50;
inline constexpr std::uint8_t ah = 51;
inline constexpr std::uint8_t icmpv6 = 58;
inline constexpr std::uint8_t sctp = 132;
}  // namespace ip_protocol

namespace tcp_flag {
inline constexpr std::uint8_t fin = 0x01;
inline constexpr std::uint8_t syn = 0x02;
inline constexpr std::uint8_t rst = 0x04;
inline constexpr std::uint8_t psh = 0x08;
inline constexpr std::uint8_t ack = 0x10;
}  // namespace tcp_flag

/// What the innermost packet of a frame turned out to be.
enum class Layer : std::uint8_t {
  link,       // no IP: endpoints are MAC addresses, `type` says what follows
  network,    // IP, but no transport that we read: ports are 0
  transport,  // TCP, UDP, SCTP, or ICMP (ports 0)
};

struct TcpHeader {
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgment = 0;
  std::uint16_t window = 0;
  std::uint8_t flags = 0;
  std::optional<std::uint8_t> window_scale;  // of a SYN
  std::optional<std::uint32_t> timestamp;    // TSval
};

/// One frame, decoded down to its innermost packet. All views borrow from the
/// frame, or, for a reassembled datagram, from the decoder until its next call.
struct PacketView {
  FrameView frame;              // the (last) frame that carried it
  FrameNumber first_frame = 0;  // earlier than `frame` for a reassembled datagram

  Address mac_source;  // outermost unmirrored; empty if the link has none
  Address mac_destination;
  std::array<std::uint16_t, 2> vlan{};  // outermost first, none of a tunnel; 12-bit identifiers
  std::uint8_t vlan_tags = 0;           // how many tags there were, more than two included
  std::uint8_t tunnels = 0;             // headers of encapsulation passed through, a mirror's aside
  bool mirrored = false;                // carried by ERSPAN: outer header is the mirror's own
  std::optional<std::uint16_t> redundancy;  // sequence number of a PRP trailer or HSR tag

  Layer layer = Layer::link;
  std::uint16_t type = 0;     // innermost Ethernet type or `delivery::frame_type`
  std::uint8_t protocol = 0;  // innermost IP protocol
  std::uint8_t hops = 0;      // innermost time to live or hop limit
  Endpoint source;            // innermost addresses and ports; realm set by the caller
  Endpoint destination;
  std::uint16_t identification = 0;  // of an IPv4 header
  TcpHeader tcp;

  /// Of the outermost unmirrored IP header, with the ports of a UDP tunnel; equal to
  /// `source` and `destination` where nothing is tunnelled. Realm set by the caller.
  Endpoint outer_source;
  Endpoint outer_destination;
  /// The outermost unmirrored IP packet from its header on, without what the link
  /// put behind it; empty if there is none. Of a reassembled datagram: the header
  /// of its first fragment, then the whole payload.
  Bytes network;

  Bytes payload;                        // above the innermost header that was read
  std::size_t payload_wire_octets = 0;  // as sent; more than payload if the frame was cut
  bool bad_checksum = false;            // tolerated: offload leaves them to the card

  /// Octets that this packet took on the wire: all its frames, without a mirror's
  /// headers. The ledger counts these.
  std::uint64_t wire_octets = 0;
  /// Earlier frames that were answered `fragment` and belong to this packet, and
  /// their wire octets as captured. Whatever the cause, account them with `frame`.
  std::uint32_t held_frames = 0;
  std::uint64_t held_octets = 0;
};

static_assert(std::is_trivially_destructible_v<PacketView>);  // made anew in place for each frame

/// Why a frame gave no packet, or less than it promised.
enum class Cause : std::uint8_t {
  none,
  link_type,      // a link that we do not read
  truncated,      // cut before the headers ended
  bad_header,     // a header that contradicts itself
  fragment,       // held until its datagram is whole: not lost, accounted with it
  fragment_lost,  // a datagram that never became whole
  too_deep,       // more encapsulation than our limit
  fragment_copy,  // a fragment that was there before, octet by octet: a duplicate
};
constexpr std::string_view name_of(Cause cause) {
  constexpr std::string_view names[] = {"none",     "link type",     "truncated", "bad header",
                                        "fragment", "fragment lost", "too deep",  "fragment copy"};
  return names[static_cast<std::size_t>(cause)];
}

}  // namespace qw::decode
