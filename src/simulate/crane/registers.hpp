// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/crane.hpp"
#include "simulate/truth/line.hpp"

namespace qw::simulate {

/// How a value lies in a controller's memory.
enum class RegisterType : std::uint8_t {
  bit,
  int16,
  uint16,
  int32,
  uint32,
  real32,
  text,         // characters, filled up with spaces
  counted_text  // STRING of IEC 61131-3 in S7: room, length, characters
};
/// Which octet comes first, for what is longer than one. `swapped` has the less
/// significant word first, each word big-endian, as gateways to Modbus leave it.
enum class Order : std::uint8_t { big, little, swapped };

/// Where one signal lies: value = raw * scale.
struct Register {
  machine::Signal signal{};
  RegisterType type{};
  Order order = Order::big;
  double scale = 1;
  std::uint16_t block = 0;   // data block, file or table: the protocol's own number
  std::uint32_t offset = 0;  // octets from its start
  std::uint8_t bit = 0;
  std::uint16_t size = 0;  // octets; 1 for a bit
};

/// What a maker's programmers do; chance does the rest.
struct LayoutStyle {
  std::vector<std::uint16_t> blocks;   // numbers to spread over, e.g. data blocks
  std::vector<RegisterType> analogue;  // types that occur for measured values
  std::vector<Order> orders;
  RegisterType text = RegisterType::text;
  double spare = 0.1;  // part of places left unused
  std::uint32_t alignment = 2;
};

/// How a maker's programmers number blocks; each pair is the least and the most, of which chance
/// takes one. `first` and `step` are in units.
struct BlockHabit {
  std::pair<std::int64_t, std::int64_t> first;
  std::pair<std::int64_t, std::int64_t> count;
  std::pair<std::int64_t, std::int64_t> step;
  std::int64_t unit = 1;
};
/// Numbers for `LayoutStyle::blocks`, growing. They must stay below 65536.
std::vector<std::uint16_t> blocks_by_chance(BlockHabit const& habit, Dice& dice);

/// All signals of a crane, laid out by chance; no two seeds alike.
class Layout {
 public:
  static Layout make(LayoutStyle const& style, Dice dice);

  [[nodiscard]] std::vector<Register> const& registers() const { return registers_; }
  struct Block {
    std::uint16_t number = 0;
    std::uint32_t size = 0;  // octets
  };
  [[nodiscard]] std::vector<Block> const& blocks() const { return blocks_; }
  /// Null if the signal has no register.
  [[nodiscard]] Register const* find(machine::Signal signal) const;

 private:
  std::vector<Register> registers_;
  std::vector<Block> blocks_;
};

/// The memory that a controller shows: what the layout says, as of the last `refresh`.
class Image {
 public:
  explicit Image(Layout const& layout);

  void refresh(machine::Crane const& crane);
  /// Borrowed until the next refresh. The range must lie within the block.
  [[nodiscard]] Bytes read(std::uint16_t block, std::uint32_t offset, std::uint32_t size) const;

 private:
  Layout const* layout_;
  std::vector<std::pair<std::uint16_t, std::vector<std::byte>>> blocks_;
};

/// One register's octets into a block's memory, of which `place` is the start.
void encode(Register const& where, double value, std::string_view text, std::byte* place);
/// A line of the truth; `owner` names the controller.
Line register_line(Register const& where, std::string_view owner);

}  // namespace qw::simulate
