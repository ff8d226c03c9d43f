// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. The same message serves DNS,
/// multicast DNS (RFC 6762) and LLMNR (RFC 4795).
namespace qw::dns {

inline constexpr std::size_t header_octets = 12;
inline constexpr std::size_t frame_octets = 2;        // length before a message on TCP
inline constexpr std::size_t most_name_octets = 255;  // RFC 1035, section 2.3.4

namespace opcode {
inline constexpr std::uint8_t query = 0;
inline constexpr std::uint8_t inverse_query = 1;
inline constexpr std::uint8_t notify = 4;
inline constexpr std::uint8_t update = 5;
}  // namespace opcode

/// The header, and all octets of the message, which its names point into.
struct MessageView {
  std::uint16_t id = 0;
  bool response = false;
  bool cut_by_sender = false;  // TC
  std::uint8_t opcode = 0;
  std::uint8_t rcode = 0;
  std::array<std::uint16_t, 4> counts{};  // by Section
  Bytes whole;
};

/// Reads the header; the sections are walked by `Records`.
/// Source: RFC 1035, section 4.1.1.
Parsed<MessageView> parse(Bytes datagram);

/// The same behind a two-octet length. Source: RFC 1035, section 4.2.2.
Parsed<MessageView> parse_framed(Bytes stream);

/// Where a name ends in place, or how it is broken.
struct NameEnd {
  std::size_t offset = 0;
  std::optional<Fault> fault;
};

/// Walks the labels of the name at `offset`, calling `visit(Bytes label)` for
/// each. A pointer must lead to before the part that it stands in, so no name
/// can loop. Source: RFC 1035, section 4.1.4.
template <class Visit>
NameEnd walk_name(Bytes message, std::size_t offset, Visit&& visit) {
  if (offset >= message.size()) return {offset, Fault::truncated};
  NameEnd end;
  std::size_t octets = 1;  // of the name without compression, its root included
  auto part = offset;      // start of the run of labels that is being read
  for (Cursor in{message.subspan(part)};;) {
    auto const length = in.u8();
    if (!in.ok()) return {offset, Fault::truncated};
    if (length == 0) {
      if (end.offset == 0) end.offset = part + in.position();
      return end;
    }
    if (length >= 0xc0) {
      auto const target = (length & 0x3fU) << 8 | in.u8();
      if (!in.ok()) return {offset, Fault::truncated};
      if (target >= part) return {offset, Fault::value};
      if (end.offset == 0) end.offset = part + in.position();
      part = target;
      in = Cursor{message.subspan(part)};
      continue;
    }
    if (length >= 0x40) return {offset, Fault::value};
    octets += 1U + length;
    if (octets > most_name_octets) return {offset, Fault::length};
    auto const label = in.take(length);
    if (!in.ok()) return {offset, Fault::truncated};
    visit(label);
  }
}

/// A name without compression, to compare and to keep.
struct WireName {
  std::uint8_t size = 0;
  std::array<std::byte, most_name_octets> octets;

  [[nodiscard]] Bytes bytes() const { return Bytes{octets}.first(size); }
  /// Letters compare without regard to case. Source: RFC 4343.
  [[nodiscard]] bool same_as(WireName const& other) const;
};
WireName wire_name(Bytes message, std::size_t offset);

enum class Section : std::uint8_t { question, answer, authority, additional };

/// One resource record, or a question, which has no time to live and no data.
struct Record {
  Section section = Section::question;
  std::size_t name = 0;  // offset of its owner's name in the message; checked
  std::uint16_t type = 0;
  std::uint16_t klass = 0;     // as sent: the top bit has a meaning in multicast DNS
  std::uint32_t lifetime = 0;  // seconds
  std::size_t data_offset = 0;
  Bytes data;
};

/// Walks the four sections of a message in order.
class Records {
 public:
  explicit Records(MessageView const& message) : message_{message}, left_{message.counts} {}

  /// False at the end, or where the message is broken: then `fault()` is set.
  bool next(Record& record);
  [[nodiscard]] std::optional<Malformed> const& fault() const { return fault_; }
  /// Octets of the message that were read.
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  bool fail(Fault fault, Term text);

  MessageView message_;
  std::array<std::uint16_t, 4> left_;
  std::size_t section_ = 0;
  std::size_t position_ = header_octets;
  std::optional<Malformed> fault_;
};

}  // namespace qw::dns
