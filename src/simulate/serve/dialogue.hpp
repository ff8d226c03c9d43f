// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "simulate/crane/registers.hpp"
#include "simulate/wire/octets.hpp"

namespace qw::simulate {

/// A controller's memory as its clients see it.
struct Memory {
  std::span<Layout::Block const> blocks;
  /// The octets of a range that lies within its block; borrowed until the next read.
  std::function<Bytes(std::uint16_t block, std::uint32_t offset, std::uint32_t size)> read;

  /// Null if there is no such block.
  [[nodiscard]] Layout::Block const* find(std::uint32_t number) const {
    for (auto const& block : blocks)
      if (block.number == number) return &block;
    return nullptr;
  }
};

/// The server's side of one connection, in one protocol.
class Dialogue {
 public:
  virtual ~Dialogue() = default;

  /// Reads one message at the start of `received` and adds the answer to `reply`.
  /// @return how many octets the message had; 0 if it is not whole yet; nothing if the
  ///   client does not speak the protocol, which ends the connection
  virtual std::optional<std::size_t> answer(Bytes received, Octets& reply) = 0;

  /// Adds what is to be said without a question at this moment. Called again and again.
  virtual void pass(std::chrono::steady_clock::time_point now, Octets& out) {
    static_cast<void>(now);
    static_cast<void>(out);
  }
};

/// Function 3 over TCP; everything else is refused as the specification says.
std::unique_ptr<Dialogue> modbus_dialogue(Memory const& memory);
/// Connection, setup and Read Var of octets, words and double words in data blocks.
std::unique_ptr<Dialogue> s7_dialogue(Memory const& memory);
class OpcuaSpace;
/// A session without security: browsing, reading and subscriptions to values.
std::unique_ptr<Dialogue> opcua_dialogue(OpcuaSpace const& space);

}  // namespace qw::simulate
