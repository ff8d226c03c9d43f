// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/address.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::arp {

inline constexpr std::size_t header_octets = 8;
inline constexpr std::uint16_t ethernet = 1;  // hardware type
inline constexpr std::uint16_t ieee_802 = 6;
inline constexpr std::uint16_t ipv4 = 0x0800;  // protocol type

/// RFC 826 and 2390; the numbers of the IANA registry.
enum class Operation : std::uint16_t {
  request = 1,
  reply = 2,
  inverse_request = 8,
  inverse_reply = 9,
};

/// One packet. The addresses are empty unless hardware is Ethernet or IEEE 802
/// and protocol is IPv4.
struct MessageView {
  std::uint16_t hardware = 0;
  std::uint16_t protocol = 0;
  std::uint16_t operation = 0;
  Address sender_hardware;
  Address sender;
  Address target_hardware;
  Address target;

  [[nodiscard]] bool is(Operation asked) const {
    return operation == static_cast<std::uint16_t>(asked);
  }
};

/// `used` leaves out the padding of the frame. Source: RFC 826, packet format.
Parsed<MessageView> parse(Bytes packet);

}  // namespace qw::arp
