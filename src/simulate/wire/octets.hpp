// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"

namespace qw::simulate {

/// Octets that are put together front to back. Every encoder writes into one.
class Octets {
 public:
  Octets() = default;
  /// Empty, with room for so many.
  static Octets with_room(std::size_t octets) {
    Octets out;
    out.octets_.reserve(octets);
    return out;
  }
  Octets(std::initializer_list<unsigned> octets) {
    for (auto const octet : octets) u8(octet);
  }

  Octets& u8(std::uint64_t value) {
    octets_.push_back(static_cast<std::byte>(value));
    return *this;
  }
  Octets& u16be(std::uint64_t value) { return be(value, 2); }
  Octets& u24be(std::uint64_t value) { return be(value, 3); }
  Octets& u32be(std::uint64_t value) { return be(value, 4); }
  Octets& u64be(std::uint64_t value) { return be(value, 8); }
  Octets& u16le(std::uint64_t value) { return le(value, 2); }
  Octets& u32le(std::uint64_t value) { return le(value, 4); }
  Octets& u64le(std::uint64_t value) { return le(value, 8); }
  /// IEEE 754.
  Octets& f32be(double value) {
    return u32be(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
  Octets& f32le(double value) {
    return u32le(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
  Octets& f64be(double value) { return u64be(std::bit_cast<std::uint64_t>(value)); }
  Octets& f64le(double value) { return u64le(std::bit_cast<std::uint64_t>(value)); }

  Octets& add(Bytes bytes) {
    octets_.insert(octets_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Octets& add(Octets const& other) { return add(other.bytes()); }
  Octets& text(std::string_view text) { return add(bytes_of(text)); }
  /// Exactly `size` octets: the text, cut or filled up with `fill`.
  Octets& text(std::string_view text, std::size_t size, unsigned fill = 0) {
    auto const cut = text.substr(0, size);
    return add(bytes_of(cut)).fill(size - cut.size(), fill);
  }
  Octets& fill(std::size_t count, unsigned octet = 0) {
    octets_.resize(octets_.size() + count, static_cast<std::byte>(octet));
    return *this;
  }

  /// Overwrites what was left open, such as a length in front of its content.
  /// `place + 2` must not be beyond the end.
  void patch16be(std::size_t place, std::uint64_t value) {
    octets_[place] = static_cast<std::byte>(value >> 8);
    octets_[place + 1] = static_cast<std::byte>(value);
  }
  void patch8(std::size_t place, std::uint64_t value) {
    octets_[place] = static_cast<std::byte>(value);
  }

  [[nodiscard]] std::size_t size() const { return octets_.size(); }
  /// Borrowed until the next write.
  [[nodiscard]] Bytes bytes() const { return octets_; }
  operator Bytes() const { return octets_; }
  std::vector<std::byte> take() { return std::move(octets_); }
  void clear() { octets_.clear(); }

 private:
  Octets& be(std::uint64_t value, unsigned count) {
    while (count-- > 0) u8(value >> (8 * count));
    return *this;
  }
  Octets& le(std::uint64_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) u8(value >> (8 * i));
    return *this;
  }

  std::vector<std::byte> octets_;
};

}  // namespace qw::simulate
