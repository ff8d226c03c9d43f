// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/modbus/modbus.hpp"

#include "core/cursor.hpp"
#include "simulate/serve/dialogue.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t header_octets = 6;  // transaction, protocol, length
constexpr std::uint8_t read_holding_registers = 3;
enum Refusal : std::uint8_t { illegal_function = 1, illegal_address = 2, illegal_value = 3 };

class ModbusDialogue final : public Dialogue {
 public:
  explicit ModbusDialogue(Memory const& memory) : memory_{memory} {}

  std::optional<std::size_t> answer(Bytes received, Octets& reply) override {
    Cursor in{received};
    auto const transaction = in.u16be();
    auto const protocol = in.u16be();
    auto const length = in.u16be();
    if (!in.ok()) return 0;
    if (protocol != 0 || length < 2 || length > 254) return std::nullopt;
    Cursor body{in.take(length)};
    if (!in.ok()) return 0;
    modbus::Head const head{transaction, body.u8()};
    auto const function = body.u8();
    if (function >= 0x80) return std::nullopt;
    if (function == read_holding_registers) {
      modbus::Run const run{body.u16be(), body.u16be()};
      if (!body.ok() || !body.rest().empty()) return std::nullopt;
      reply.add(read(head, run));
    } else {
      reply.add(modbus::refusal(head, function, illegal_function));
    }
    return header_octets + length;
  }

 private:
  /// A block's number is the address of its first register.
  Octets read(modbus::Head head, modbus::Run run) const {
    if (run.count == 0 || run.count > modbus::most_registers)
      return modbus::refusal(head, read_holding_registers, illegal_value);
    for (auto const& block : memory_.blocks) {
      if (run.address < block.number) continue;
      std::uint32_t const offset = 2U * (run.address - block.number);
      std::uint32_t const size = 2U * run.count;
      if (offset + size <= block.size)
        return modbus::read_reply(head, memory_.read(block.number, offset, size));
    }
    return modbus::refusal(head, read_holding_registers, illegal_address);
  }

  Memory const& memory_;
};

}  // namespace

std::unique_ptr<Dialogue> modbus_dialogue(Memory const& memory) {
  return std::make_unique<ModbusDialogue>(memory);
}

}  // namespace qw::simulate
