// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/parsed.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::modbus {

inline constexpr std::size_t header_octets = 7;  // MBAP: transaction, protocol, length, unit

// The length that MBAP tells counts unit, function and data. UMAS goes beyond the
// specification: its two sides agree on a size, 1,021 octets with a Modicon M580.
inline constexpr std::size_t most_length = 254;
inline constexpr std::size_t most_umas_length = 1024;
inline constexpr std::size_t most_data_octets = most_umas_length - 2;
inline constexpr std::uint8_t umas_function = 90;

/// One MBAP message. `data` follows the function code; borrowed.
struct MessageView {
  std::uint16_t transaction = 0;
  std::uint8_t unit = 0;
  std::uint8_t function = 0;
  Bytes data;
};

/// Source: MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 3.1.
Parsed<MessageView> parse(Bytes stream);

/// What a request asks, in the house's words. Views borrow from the request.
struct RequestView {
  Verb verb = Verb::other;
  Term operation;
  Object object;        // what is read or written; station is the unit
  Values values;        // what is written
  Object also_read;     // of Read/Write Multiple Registers; empty space otherwise
  bool broken = false;  // shorter or longer than its function code demands
};

/// Source: MODBUS Application Protocol Specification V1.1b3, section 6.
RequestView read_request(MessageView const& message);

/// Values in a normal reply to a request of the same function code. None for
/// replies that carry none; `broken` if the reply contradicts itself or `asked`.
struct ReplyView {
  Values values;
  bool broken = false;
};
ReplyView read_reply(MessageView const& message, Object const& asked);

/// Section 7: the name of an exception code, empty for codes it does not list.
Term exception_name(std::uint8_t code);

inline constexpr std::uint8_t exception_flag = 0x80;

/// Function code 43 / 14, section 6.21: walks the objects of a reply.
class DeviceIdentification {
 public:
  struct Item {
    std::uint8_t id = 0;
    std::string_view value;
  };
  explicit DeviceIdentification(Bytes data);
  /// False at the end, or when an object is cut.
  bool next(Item& item);

 private:
  Bytes rest_;
  std::uint8_t left_ = 0;
};

}  // namespace qw::modbus
