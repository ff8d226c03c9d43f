// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// Telnet's stream of data and commands: octets to views, pure, stateless, no
/// allocation. Source: RFC 854, RFC 855.
namespace qw::telnet {

inline constexpr std::size_t most_subnegotiation = 2048;  // octets, IAC SB and IAC SE included

namespace code {
inline constexpr std::uint8_t subnegotiation_end = 240;
inline constexpr std::uint8_t nop = 241;
inline constexpr std::uint8_t subnegotiation = 250;
inline constexpr std::uint8_t will = 251;
inline constexpr std::uint8_t wont = 252;
inline constexpr std::uint8_t do_it = 253;
inline constexpr std::uint8_t dont = 254;
inline constexpr std::uint8_t interpret_as_command = 255;
}  // namespace code

namespace option {
inline constexpr std::uint8_t encrypt = 38;  // RFC 2946
}

/// One piece of the stream: data up to the next command, or a command.
struct PieceView {
  Bytes data;                      // of data, an escaped 255 as one; else of a subnegotiation
  std::uint8_t command = 0;        // 0 for data
  std::uint8_t option = 0;         // of a negotiation or subnegotiation
  std::optional<Malformed> fault;  // of a command that is none; what follows it is data
};
Parsed<PieceView> parse(Bytes stream);

/// Is it a negotiation of an option that the IANA registry lists?
bool is_negotiation(PieceView const& piece);

}  // namespace qw::telnet
