// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/address.hpp"
#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::dhcp {

inline constexpr std::size_t fixed_octets = 236;  // of BOOTP, before the cookie
inline constexpr std::size_t header_octets = 240;
inline constexpr std::uint32_t cookie = 0x6382'5363;  // RFC 2131, section 3

/// Option 53. Source: RFC 2132, section 9.6.
enum class MessageType : std::uint8_t {
  none = 0,  // BOOTP
  discover,
  offer,
  request,
  decline,
  ack,
  nak,
  release,
  inform,
};

namespace option {
inline constexpr std::uint8_t pad = 0;
inline constexpr std::uint8_t subnet_mask = 1;
inline constexpr std::uint8_t router = 3;
inline constexpr std::uint8_t name_server = 6;
inline constexpr std::uint8_t host_name = 12;
inline constexpr std::uint8_t ntp_server = 42;
inline constexpr std::uint8_t netbios_name_server = 44;
inline constexpr std::uint8_t requested_address = 50;
inline constexpr std::uint8_t lease_time = 51;
inline constexpr std::uint8_t overload = 52;
inline constexpr std::uint8_t message_type = 53;
inline constexpr std::uint8_t server_identifier = 54;
inline constexpr std::uint8_t vendor_class = 60;
inline constexpr std::uint8_t client_fqdn = 81;
inline constexpr std::uint8_t relay_information = 82;
inline constexpr std::uint8_t classless_routes = 121;
inline constexpr std::uint8_t end = 255;
}  // namespace option

struct Option {
  std::uint8_t code = 0;
  std::size_t offset = 0;  // of its data within the message
  Bytes data;
};

struct MessageView {
  bool request = false;  // from a client
  std::uint32_t transaction = 0;
  Address client;       // ciaddr: what it has
  Address given;        // yiaddr: what it gets
  Address next_server;  // siaddr
  Address relay;        // giaddr
  Address hardware;     // chaddr; empty unless a MAC
  MessageType type = MessageType::none;
  Bytes whole;
};

/// The options are walked by `Options`, except for the message type.
/// Source: RFC 2131, section 2.
Parsed<MessageView> parse(Bytes datagram);

/// Walks the options, and those that overload the fields `file` and `sname`
/// (RFC 2132, section 9.3). Padding is passed over.
class Options {
 public:
  explicit Options(MessageView const& message)
      : message_{message.whole}, in_{message_.subspan(header_octets)} {}

  /// False at the end, or where an option is cut: then `fault()` is set.
  bool next(Option& option);
  [[nodiscard]] std::optional<Malformed> const& fault() const { return fault_; }

 private:
  bool next_region();

  Bytes message_;
  Cursor in_;
  std::size_t start_ = header_octets;  // of the region that is being read
  std::uint8_t overload_ = 0;          // regions still to read: 1 file, 2 sname
  bool overloaded_ = false;            // option 52 counts once
  std::optional<Malformed> fault_;
};

/// A route of option 121. Source: RFC 3442.
struct Route {
  Address destination;
  std::uint8_t prefix = 0;  // 0 to 32
  Address router;
};
/// False at the end, or where a route is cut or has a longer prefix.
bool next_route(Cursor& in, Route& route);

}  // namespace qw::dhcp
