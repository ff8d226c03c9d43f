// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <new>

#include "core/cursor.hpp"
#include "decode/fragments.hpp"
#include "decode/packet.hpp"

namespace qw::decode {

/// Ethernet types that decode goes into.
namespace ether_type {
inline constexpr std::uint16_t first = 0x0600;  // below, the field is an 802.3 length
inline constexpr std::uint16_t ipv4 = 0x0800;
inline constexpr std::uint16_t arp = 0x0806;
inline constexpr std::uint16_t transparent_ethernet = 0x6558;
inline constexpr std::uint16_t vlan = 0x8100;
inline constexpr std::uint16_t ipv6 = 0x86dd;
inline constexpr std::uint16_t ppp = 0x880b;
inline constexpr std::uint16_t mpls = 0x8847;
inline constexpr std::uint16_t mpls_upstream = 0x8848;
inline constexpr std::uint16_t pppoe_session = 0x8864;
inline constexpr std::uint16_t provider_vlan = 0x88a8;
inline constexpr std::uint16_t erspan = 0x88be;  // types I and II
inline constexpr std::uint16_t erspan_3 = 0x22eb;
inline constexpr std::uint16_t provider_backbone = 0x88e7;
inline constexpr std::uint16_t vn_tag = 0x8926;
inline constexpr std::uint16_t hsr = 0x892f;
inline constexpr std::uint16_t nsh = 0x894f;
inline constexpr std::uint16_t old_vlan_1 = 0x9100;  // before 802.1ad gave QinQ a number
inline constexpr std::uint16_t old_vlan_2 = 0x9200;
}  // namespace ether_type

/// Makes an address where it stays. One made apart and copied is read back as a
/// whole right after it was written in parts, and waiting for that costs more than
/// all the rest of its header.
template <Address (*make)(Bytes)>
void place(Address& at, Bytes octets) {
  ::new (static_cast<void*>(&at)) Address(make(octets));
}

/// One frame on its way down, header by header. Each step reads one header from
/// the front of `rest_` and says what comes next; a header that falls short or
/// contradicts itself is left in `rest_`. Ends after at most one header for every
/// octet there is, since each step but a dispatch takes some.
class Walk {
 public:
  Walk(FrameView const& frame, PacketView& packet, DecoderLimits const& limits,
       DecoderCounts& counts, Fragments& fragments);

  Cause walk_headers();

 private:
  enum class Next : std::uint8_t {
    end,
    ethernet,
    by_ether_type,  // `type_` says
    ip,             // version 4 or 6, as the first four bits say
    ipv4,
    ipv6,
    by_ip_protocol,  // `packet_.protocol` says
    ppp,
    wireless,
  };

  Next step(Next next);
  Next begin();
  void finish();

  Next stop(Cause cause) {
    cause_ = cause;
    return Next::end;
  }
  void advance(std::size_t octets) {
    rest_ = rest_.subspan(octets);
    wire_ -= octets;
  }
  /// Forgets what lies behind the first `octets` of `rest_`. More than there is on
  /// the wire is taken as a cut frame.
  void trim(std::size_t octets) {
    rest_ = rest_.first(std::min(rest_.size(), octets));
    wire_ = octets;
  }
  Next into(Next inside);
  Next into_mirrored(Next inside);

  // link.cpp: what is not Ethernet
  Next ppp_or_hdlc();
  Next ppp();
  Next cisco_hdlc();
  Next family(bool network_order);
  Next linux_cooked();
  Next linux_cooked_2();
  Next cooked(std::uint16_t hardware, std::uint16_t protocol, Bytes address);
  Next packet_information();
  Next radiotap();
  Next wireless();

  // ethernet.cpp: Ethernet and what has a number there
  Next ethernet();
  void name_link();
  Next by_ether_type();
  Next vlan();
  Next llc(std::size_t length);
  Next snap();
  Next mpls();
  Next mpls_payload();
  Next pppoe();
  Next hsr();
  Next provider_backbone();
  Next vn_tag();
  Next service_header();
  Next link_payload(std::uint16_t type);
  void take_redundancy_trailer();

  // network.cpp: IPv4 and IPv6
  Next ipv4();
  Next ipv6();
  Next ipv6_extensions(std::uint8_t next_header, Bytes header);
  Next extension_header(std::uint8_t& next_header);
  Next ipv6_fragment(Bytes header);
  void enter_network(std::uint16_t type, Bytes source, Bytes destination);
  Next ipv4_fragment(Bytes header, std::uint16_t flags_and_offset);
  Next reassemble(Fragment& fragment);
  Next authentication_header();

  // transport.cpp
  Next by_ip_protocol();
  Next tcp();
  void tcp_options(Bytes options);
  Next udp();
  Next sctp();
  Next icmp();
  void verify_checksum();

  // tunnel.cpp
  Next udp_tunnel();
  Next gre();
  Next point_to_point_gre();
  Next by_gre_protocol(std::uint16_t protocol, bool numbered);
  Next erspan_2();
  Next erspan_3();
  Next vxlan();
  Next geneve();
  Next teredo();
  Next gtp();
  Next ethernet_in_ip();
  [[nodiscard]] bool holds_ip() const;

  FrameView const& frame_;
  PacketView& packet_;
  DecoderLimits const& limits_;
  DecoderCounts& counts_;
  Fragments& fragments_;

  Bytes rest_;
  std::size_t wire_;  // octets of `rest_` as sent; not less than captured
  Bytes mac_source_;  // of the innermost link header; empty below an IP header
  Bytes mac_destination_;
  std::uint16_t type_ = 0;
  std::uint8_t depth_ = 0;
  std::uint8_t tags_ = 0;
  bool routed_ = false;  // behind an IPv6 routing header
  Charge charge_;        // of this frame and those held for it
  Cause cause_ = Cause::none;
};

}  // namespace qw::decode
