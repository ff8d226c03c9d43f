// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulate/wire/octets.hpp"

/// Modbus over TCP. Sources: MODBUS Application Protocol Specification V1.1b3, sections 6.3,
/// 6.12 and 7; MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 3.1.3.
namespace qw::simulate::modbus {

constexpr std::uint16_t port = 502;
constexpr std::uint16_t most_registers = 125;  // of one read

/// What is in front of every message: which one it is, and whom it is for.
struct Head {
  std::uint16_t transaction = 0;
  std::uint8_t unit = 1;
};
/// Holding registers from an address on, two octets each, at most `most_registers`.
struct Run {
  std::uint16_t address = 0;
  std::uint16_t count = 0;
};

/// Function 3, Read Holding Registers.
Octets read_request(Head head, Run run);
/// `registers` as they are on the wire: two octets each, the more significant first.
Octets read_reply(Head head, Bytes registers);
/// Function 16, Write Multiple Registers; at most 123 of them.
Octets write_request(Head head, std::uint16_t address, Bytes registers);
Octets write_reply(Head head, Run run);
/// An exception: 1 illegal function, 2 illegal data address, 3 illegal data value.
Octets refusal(Head head, std::uint8_t function, std::uint8_t code);

}  // namespace qw::simulate::modbus
