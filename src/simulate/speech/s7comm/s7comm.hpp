// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// S7comm as controllers of the S7-300 and S7-400 speak it: over TPKT (RFC 1006) and COTP
/// class 0 (RFC 905). Siemens has published no specification; the layout is common knowledge,
/// and Wireshark's dissector is the judge of it (README.md of src/simulate, "Sources").
namespace qw::simulate::s7comm {

constexpr std::uint16_t port = 102;

/// Names one end of a connection: kind of connection (1 programming device, 2 operator
/// panel, 3 other), rack and slot.
struct Tsap {
  std::uint8_t kind = 1;
  std::uint8_t rack = 0;
  std::uint8_t slot = 0;
};
Octets connect_request(std::uint16_t reference, Tsap caller, Tsap called);
Octets connect_confirm(std::uint16_t caller_reference, std::uint16_t reference, Tsap caller,
                       Tsap called);

struct Limits {
  std::uint16_t jobs = 1;  // unanswered ones at a time, each way
  std::uint16_t pdu = 240;
};
Octets setup_request(std::uint16_t reference, Limits const& limits);
Octets setup_reply(std::uint16_t reference, Limits const& limits);

enum class Area : std::uint8_t { inputs = 0x81, outputs = 0x82, flags = 0x83, data_block = 0x84 };

/// A run of octets in a memory area.
struct Item {
  Area area = Area::data_block;
  std::uint16_t block = 0;   // number of the data block
  std::uint32_t offset = 0;  // octets
  std::uint16_t size = 0;    // octets
};
/// At most twenty items; the reply must fit the PDU (see `reply_octets`).
Octets read_request(std::uint16_t reference, std::span<Item const> items);
/// `values` in the order of the items, each as long as its item.
Octets read_reply(std::uint16_t reference, std::span<Bytes const> values);
Octets write_request(std::uint16_t reference, std::span<Item const> items,
                     std::span<Bytes const> values);
Octets write_reply(std::uint16_t reference, std::size_t items);
/// What a reply to these items takes of the PDU.
std::size_t reply_octets(std::span<Item const> items);

}  // namespace qw::simulate::s7comm
