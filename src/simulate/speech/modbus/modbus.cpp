// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/modbus/modbus.hpp"

namespace qw::simulate::modbus {
namespace {

constexpr unsigned read_holding_registers = 3;
constexpr unsigned write_multiple_registers = 16;
constexpr unsigned refused = 0x80;

/// The MBAP header before a function and its data.
Octets message(Head head, Octets const& unit_data) {
  auto out = Octets::with_room(7 + unit_data.size());
  out.u16be(head.transaction).u16be(0).u16be(1 + unit_data.size()).u8(head.unit);
  return out.add(unit_data);
}

}  // namespace

Octets read_request(Head head, Run run) {
  return message(head, Octets{read_holding_registers}.u16be(run.address).u16be(run.count));
}

Octets read_reply(Head head, Bytes registers) {
  return message(head, Octets{read_holding_registers}.u8(registers.size()).add(registers));
}

Octets write_request(Head head, std::uint16_t address, Bytes registers) {
  return message(head, Octets{write_multiple_registers}
                           .u16be(address)
                           .u16be(registers.size() / 2)
                           .u8(registers.size())
                           .add(registers));
}

Octets write_reply(Head head, Run run) {
  return message(head, Octets{write_multiple_registers}.u16be(run.address).u16be(run.count));
}

Octets refusal(Head head, std::uint8_t function, std::uint8_t code) {
  return message(head, Octets{refused | function, code});
}

}  // namespace qw::simulate::modbus
