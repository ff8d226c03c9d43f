// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/address.hpp"
#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. Cisco publishes no standard;
/// the format is that of "Understanding Cisco Discovery Protocol".
namespace qw::cdp {

inline constexpr std::size_t header_octets = 4;      // version, time to live, checksum
inline constexpr std::size_t tlv_header_octets = 4;  // type, length with this header

namespace tlv {
inline constexpr std::uint16_t device = 1;
inline constexpr std::uint16_t addresses = 2;
inline constexpr std::uint16_t port = 3;
inline constexpr std::uint16_t capabilities = 4;
inline constexpr std::uint16_t software = 5;
inline constexpr std::uint16_t platform = 6;
inline constexpr std::uint16_t system_name = 0x14;
inline constexpr std::uint16_t management_addresses = 0x16;
inline constexpr std::uint16_t location = 0x17;
}  // namespace tlv

struct Tlv {
  std::uint16_t type = 0;
  std::size_t offset = 0;  // of the value within the message
  Bytes value;
};

struct MessageView {
  std::uint8_t version = 0;
  std::uint8_t time_to_live = 0;  // seconds
  Bytes whole;
};

/// Reads the header; the TLVs are walked by `Tlvs`.
Parsed<MessageView> parse(Bytes message);

/// Walks the TLVs of a message up to its end.
class Tlvs {
 public:
  explicit Tlvs(MessageView const& message) : in_{message.whole} { in_.skip(header_octets); }

  /// False at the end, or where a TLV is cut or shorter than its own header.
  bool next(Tlv& tlv);
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] std::size_t position() const { return in_.position(); }

 private:
  Cursor in_;
  bool broken_ = false;
};

/// Walks a list of addresses; those that are not IP come as empty.
class Addresses {
 public:
  explicit Addresses(Bytes value) : in_{value}, left_{in_.u32be()} {}

  bool next(Address& address);

 private:
  Cursor in_;
  std::uint32_t left_;
};

}  // namespace qw::cdp
