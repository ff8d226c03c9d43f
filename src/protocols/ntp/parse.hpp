// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"
#include "core/stamp.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::ntp {

inline constexpr std::size_t header_octets = 48;
inline constexpr std::size_t control_octets = 12;  // mode 6: before its data
inline constexpr std::size_t private_octets = 8;   // mode 7: before its data

/// RFC 5905, figure 10.
enum class Mode : std::uint8_t {
  reserved,
  symmetric_active,
  symmetric_passive,
  client,
  server,
  broadcast,
  control,
  private_use,
};

/// Modes 1 to 5. Timestamps are as sent: seconds since 1900, and 2^-32 s below.
struct MessageView {
  Mode mode = Mode::reserved;
  std::uint8_t version = 0;
  std::uint8_t stratum = 0;
  Bytes reference;              // 4 octets
  std::uint64_t originate = 0;  // when the request left, by the client's clock
  std::uint64_t receive = 0;
  std::uint64_t transmit = 0;
  // Modes 6 and 7 only.
  bool response = false;
  bool error = false;
  std::uint8_t operation = 0;  // of mode 6: opcode; of mode 7: request code
  std::uint8_t sequence = 0;   // of mode 7, and the low octet of mode 6
  std::uint8_t status = 0;     // error code, if `error`
};

/// Sources: RFC 5905, section 7.3; RFC 9327, section 2 (mode 6); ntp_request.h of
/// the reference implementation (mode 7).
Parsed<MessageView> parse(Bytes datagram);

/// The moment that a timestamp means, in the era that lies nearest to `near`;
/// none for 0, which says that the time is not known.
std::optional<Stamp> moment_of(std::uint64_t timestamp, Stamp near);

}  // namespace qw::ntp
