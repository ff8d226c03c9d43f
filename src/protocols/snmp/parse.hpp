// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>

#include "carriers/ber.hpp"
#include "core/parsed.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::snmp {

namespace version {
inline constexpr std::uint8_t v1 = 0;
inline constexpr std::uint8_t v2c = 1;
inline constexpr std::uint8_t v3 = 3;
}  // namespace version

/// Context tags of RFC 1157 and 3416. An encrypted PDU keeps its kind to itself.
enum class Pdu : std::uint8_t {
  get = 0xa0,
  get_next = 0xa1,
  response = 0xa2,
  set = 0xa3,
  trap_v1 = 0xa4,
  get_bulk = 0xa5,
  inform = 0xa6,
  trap_v2 = 0xa7,
  report = 0xa8,
  encrypted = 0xff,
};

/// What a Trap-PDU of version 1 has in place of a request identifier.
struct TrapView {
  Bytes enterprise;           // content of an object identifier
  std::uint32_t generic = 0;  // 6: `specific` says which, within the enterprise
  std::uint32_t specific = 0;
};

struct MessageView {
  std::uint8_t version = 0;
  Bytes community;             // versions 1 and 2c; a secret: must not leave the room
  Bytes user;                  // version 3, User-based Security Model
  bool authenticated = false;  // version 3
  bool reportable = false;     // version 3: a request, as far as encryption shows
  std::uint32_t id = 0;        // request-id; msgID in version 3, which covers encrypted PDUs
  Pdu pdu = Pdu::get;
  std::uint32_t error_status = 0;  // non-repeaters of a GetBulkRequest
  std::uint32_t error_index = 0;   // max-repetitions of a GetBulkRequest
  TrapView trap;
  ber::Element bindings;  // the variable bindings; empty if encrypted

  [[nodiscard]] bool asks() const;
  [[nodiscard]] bool notifies() const {
    return pdu == Pdu::trap_v1 || pdu == Pdu::trap_v2 || pdu == Pdu::inform;
  }
};

/// Sources: RFC 1157, section 4; RFC 1901, section 3; RFC 3412, section 6;
/// RFC 3414, section 2.4; RFC 3416, section 3.
Parsed<MessageView> parse(Bytes datagram);

/// A variable and its value.
struct Binding {
  Bytes name;  // content of an object identifier
  ber::Element value;
};

/// Walks the variable bindings.
class Bindings {
 public:
  explicit Bindings(ber::Element const& list) : in_{list} {}
  explicit Bindings(Bytes list) : in_{list} {}

  /// False at the end, or where a binding is broken.
  bool next(Binding& binding);
  [[nodiscard]] bool broken() const { return !in_.ok() || broken_; }
  [[nodiscard]] std::size_t position() const { return in_.position(); }

 private:
  ber::Reader in_;
  bool broken_ = false;
};

/// A number in the width of its type, whatever its length on the wire was: the
/// values of one variable shall look alike.
struct Number {
  WireType type = WireType::none;  // s32be, u32be or u64be; none if it is no number
  std::array<std::byte, 8> octets;

  [[nodiscard]] Values values() const {
    return {type, type == WireType::none ? 0U : 1U, Bytes{octets}.first(width_of(type))};
  }
};
Number number_of(ber::Element const& value);

/// A value for a command: a number, or the octets of a string or identifier.
Values values_of(ber::Element const& value, Number const& number);

/// RFC 1157 and 3416: "GetNextRequest", "SetRequest".
Term name_of(Pdu pdu);
Verb verb_of(Pdu pdu);

/// RFC 3416, section 3: "noSuchName"; empty for numbers that it does not list.
Term error_name(std::uint32_t status);
/// RFC 1157, section 4.1.6: "linkDown"; empty for numbers that it does not list.
Term generic_trap_name(std::uint32_t generic);

/// The number that follows `prefix` in an object identifier, if it is one octet
/// and, but for `tail`, the last.
std::optional<std::uint8_t> number_after(Bytes name, std::span<std::uint8_t const> prefix,
                                         std::span<std::uint8_t const> tail = {});

}  // namespace qw::snmp
