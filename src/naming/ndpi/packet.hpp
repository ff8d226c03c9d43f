// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "delivery/registration.hpp"
#include "naming/namer.hpp"

namespace qw::naming {

/// Both ends of a conversation that is heard, and how far each side of its stream is.
struct Ends {
  delivery::Transport transport = delivery::Transport::tcp;
  std::array<Endpoint, 2> sides;  // client, server
  std::array<std::uint32_t, 2> sequence{};
};

/// Room for one packet, with zeros behind it: a reader that looks a little further
/// than it should then finds nothing, and nothing of another conversation.
struct PacketRoom {
  static constexpr std::size_t headers = 40 + 20;  // IPv6 without extensions, TCP
  static constexpr std::size_t slack = 512;
  alignas(8) std::array<std::uint8_t, headers + most_octets + slack> octets{};
};

/// Writes the IP packet that would have carried `payload` (at most `most_octets`), with
/// headers of our own making: nothing but the payload is the wire's. Moves the sender's
/// sequence on by `sent` octets. Returns the packet's length.
/// Sources: RFC 791, section 3.1; RFC 8200, section 3; RFC 9293, section 3.1; RFC 768.
std::uint16_t write_packet(PacketRoom& room, Ends& ends, delivery::Side from, Bytes payload,
                           std::size_t sent);

}  // namespace qw::naming
