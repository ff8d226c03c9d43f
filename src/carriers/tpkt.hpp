// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// ISO transport service on top of TCP, RFC 1006: packets in a stream.
namespace qw::tpkt {

inline constexpr std::size_t header_octets = 4;  // version, reserved, length
inline constexpr std::size_t least_octets = 7;   // header and the shortest TPDU

/// One packet: the TPDU that it carries, borrowed. RFC 1006, section 6.
Parsed<Bytes> parse(Bytes stream);

}  // namespace qw::tpkt
