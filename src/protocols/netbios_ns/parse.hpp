// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/cursor.hpp"
#include "core/parsed.hpp"
#include "core/text_writer.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::netbios_ns {

inline constexpr std::size_t header_octets = 12;

/// RFC 1002, section 4.2.1.1; 9 is what Windows sends for a refresh.
namespace opcode {
inline constexpr std::uint8_t query = 0;
inline constexpr std::uint8_t registration = 5;
inline constexpr std::uint8_t release = 6;
inline constexpr std::uint8_t wait = 7;
inline constexpr std::uint8_t refresh = 8;
inline constexpr std::uint8_t refresh_of_windows = 9;
inline constexpr std::uint8_t multihomed_registration = 15;
}  // namespace opcode

namespace type {
inline constexpr std::uint16_t null = 0x0a;
inline constexpr std::uint16_t nb = 0x20;
inline constexpr std::uint16_t nbstat = 0x21;
}  // namespace type

struct MessageView {
  std::uint16_t id = 0;
  bool response = false;
  bool broadcast = false;
  std::uint8_t opcode = 0;
  std::uint8_t rcode = 0;
  std::array<std::uint16_t, 4> counts{};  // questions, answers, authority, additional
  Bytes whole;
};

/// Reads the header; the entries are walked by `Entries`.
Parsed<MessageView> parse(Bytes datagram);

/// Sixteen octets, of which the last says what the name stands for.
struct NetbiosName {
  std::array<std::byte, 16> octets{};

  [[nodiscard]] std::uint8_t suffix() const { return octet_at(octets, 15); }
  /// Without the blanks or zeros at its end.
  [[nodiscard]] std::string_view text() const;
  friend bool operator==(NetbiosName const&, NetbiosName const&) = default;
};
/// "CRANE7<20>".
void write_name(NetbiosName const& name, TextWriter& out);

/// A question, which has neither lifetime nor data, or a resource record.
struct Entry {
  bool question = false;
  NetbiosName name;
  std::uint16_t type = 0;
  std::uint16_t klass = 0;
  std::uint32_t lifetime = 0;  // seconds
  Bytes data;
};

/// Walks questions and records in order.
class Entries {
 public:
  explicit Entries(MessageView const& message)
      : message_{message.whole},
        questions_{message.counts[0]},
        records_{message.counts[1] + 0U + message.counts[2] + message.counts[3]} {}

  /// False at the end, or where the message is broken: then `fault()` is set.
  bool next(Entry& entry);
  [[nodiscard]] std::optional<Malformed> const& fault() const { return fault_; }

 private:
  Bytes message_;
  std::uint32_t questions_;
  std::uint32_t records_;
  std::size_t position_ = header_octets;
  std::optional<Malformed> fault_;
};

/// One name of a node status. Source: RFC 1002, section 4.2.18.
struct StatusName {
  NetbiosName name;
  bool group = false;
};
/// Walks the names of a node status; what follows them begins with the MAC.
class NodeStatus {
 public:
  explicit NodeStatus(Bytes data) : in_{data}, left_{in_.u8()} {}

  bool next(StatusName& name);
  /// After the last name: the unit identifier, unless it is zero or cut.
  [[nodiscard]] Address unit();

 private:
  Cursor in_;
  std::uint8_t left_;
};

/// One address of an NB record. Source: RFC 1002, section 4.2.1.3.
struct NodeAddress {
  bool group = false;
  Address address;
};
bool next_address(Cursor& in, NodeAddress& address);

}  // namespace qw::netbios_ns
