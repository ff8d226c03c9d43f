// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/bytes.hpp"

namespace qw {

/// What takes its octets with it when it goes; a view does not.
template <class Owner>
concept OwnsOctets = std::convertible_to<Owner, Bytes> &&
    !std::ranges::enable_borrowed_range<std::remove_cv_t<Owner>>;

/// Reads borrowed octets front to back; the only type that checks bounds.
///
/// A short read empties the cursor for good: it and all later reads give 0 or
/// no octets, so a parser lists its fields and asks `ok()` once, before a value
/// that was read steers a branch or a loop.
class Cursor {
 public:
  explicit constexpr Cursor(Bytes bytes) : rest_{bytes}, size_{bytes.size()} {}
  /// Octets that a temporary owns would be gone before the first read.
  template <class Owner>
  requires OwnsOctets<Owner>
  explicit Cursor(Owner const&& temporary) = delete;

  std::uint8_t u8() { return number<std::uint8_t, std::endian::little>(); }
  std::uint16_t u16be() { return number<std::uint16_t, std::endian::big>(); }
  std::uint16_t u16le() { return number<std::uint16_t, std::endian::little>(); }
  std::uint32_t u32be() { return number<std::uint32_t, std::endian::big>(); }
  std::uint32_t u32le() { return number<std::uint32_t, std::endian::little>(); }
  std::uint64_t u64be() { return number<std::uint64_t, std::endian::big>(); }
  std::uint64_t u64le() { return number<std::uint64_t, std::endian::little>(); }
  std::uint32_t u24be() {
    auto const high = static_cast<std::uint32_t>(u8());
    return (high << 16) | u16be();
  }

  /// The next `count` octets; none, and the cursor is spent, if fewer are left.
  Bytes take(std::size_t count) {
    if (count > rest_.size()) {
      spend();
      return {};
    }
    Bytes const taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  void skip(std::size_t count) { static_cast<void>(take(count)); }

  /// All that is left; the cursor is then at its end, which is no error.
  Bytes take_rest() { return take(rest_.size()); }

  /// What is left, without moving.
  [[nodiscard]] Bytes rest() const { return rest_; }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] bool empty() const { return rest_.empty(); }

  /// Octets read so far; the full size once a read fell short.
  [[nodiscard]] std::size_t position() const { return size_ - rest_.size(); }

  /// False from the first short read on.
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  template <class Number, std::endian order>
  Number number() {
    if (sizeof(Number) > rest_.size()) {
      spend();
      return 0;
    }
    Number value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_ = rest_.subspan(sizeof value);
    if constexpr (order != std::endian::native && sizeof(Number) == 2)
      value = __builtin_bswap16(value);
    else if constexpr (order != std::endian::native && sizeof(Number) == 4)
      value = __builtin_bswap32(value);
    else if constexpr (order != std::endian::native && sizeof(Number) == 8)
      value = __builtin_bswap64(value);
    return value;
  }

  void spend() {
    rest_ = {};
    ok_ = false;
  }

  Bytes rest_;
  std::size_t size_;
  bool ok_ = true;
};

}  // namespace qw
