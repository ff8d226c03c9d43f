// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/wire/octets.hpp"

/// Telegrams between a remote desk and a crane's controller: one datagram each way in each
/// cycle, little-endian. Size and cycle are those of Polarith's public telegram for cranes (224
/// octets, 14 blocks of 16, every 70 ms); what stands in the blocks is ours.
namespace qw::simulate::desk {

constexpr std::uint16_t port = 51000;
constexpr Nanoseconds cycle = milliseconds(70);
constexpr std::size_t block_octets = 16;
constexpr std::size_t telegram_octets = 14 * block_octets;
/// Between the head, which is the first block, and the safety, which is the last.
constexpr std::size_t body_octets = telegram_octets - 2 * block_octets;

/// How a desk stands to the crane.
enum class Stand : std::uint8_t { stands_by, asks, in_charge, hands_over };
std::string_view to_text(Stand stand);

struct Head {
  std::uint32_t counter = 0;  // the sender's telegrams on this way: its heartbeat
  std::uint16_t desk = 0;     // which one, from 1
  Stand stand = Stand::stands_by;
  bool from_desk = false;
  Stamp at;  // by the sender's clock; milliseconds since 1970 on the wire
};
/// Signs of life of both safety programs, so that each knows that the other hears it.
struct Safety {
  std::uint16_t life = 0;
  std::uint16_t heard = 0;    // the other's last
  bool stop_released = true;  // nobody has pushed the emergency stop at this end
};
/// `body` has at most `body_octets`; what is missing is zero. The last four octets are the CRC
/// of all before them (ISO 3309).
Octets telegram(Head const& head, Bytes body, Safety const& safety);

/// A field of head or safety, for the truth.
struct Field {
  std::string_view name;
  std::uint32_t offset;
  std::uint32_t size;
  std::string_view type;
  std::string_view meaning;
};
std::span<Field const> frame_fields();

}  // namespace qw::simulate::desk
