// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "core/cursor.hpp"

namespace qw::capture {

/// A 32-bit number in an order known only once the file is open. Four octets must
/// lie at `at`: for the fixed headers of the hot path, checked once for all fields.
inline std::uint32_t load32(std::byte const* at, std::endian order) {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return order == std::endian::native ? value : __builtin_bswap32(value);
}

/// A cursor in such an order, for everything of variable shape.
class OrderedCursor {
 public:
  OrderedCursor(Bytes octets, std::endian order) : in_{octets}, order_{order} {}

  std::uint8_t u8() { return in_.u8(); }
  std::uint16_t u16() { return big() ? in_.u16be() : in_.u16le(); }
  std::uint32_t u32() { return big() ? in_.u32be() : in_.u32le(); }
  std::uint64_t u64() { return big() ? in_.u64be() : in_.u64le(); }
  Bytes take(std::size_t octets) { return in_.take(octets); }
  void skip(std::size_t octets) { in_.skip(octets); }
  [[nodiscard]] Bytes rest() const { return in_.rest(); }
  [[nodiscard]] std::size_t left() const { return in_.left(); }
  [[nodiscard]] bool ok() const { return in_.ok(); }

 private:
  [[nodiscard]] bool big() const { return order_ == std::endian::big; }

  Cursor in_;
  std::endian order_;
};

}  // namespace qw::capture
