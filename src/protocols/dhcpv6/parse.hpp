// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/address.hpp"
#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::dhcpv6 {

inline constexpr std::size_t header_octets = 4;         // type, transaction
inline constexpr std::size_t relay_header_octets = 34;  // type, hops, link, peer
inline constexpr std::size_t most_relays = 8;           // RFC 8415, section 7.6: HOP_COUNT_LIMIT

/// RFC 8415, section 7.3.
enum class MessageType : std::uint8_t {
  none,
  solicit,
  advertise,
  request,
  confirm,
  renew,
  rebind,
  reply,
  release,
  decline,
  reconfigure,
  information_request,
  relay_forward,
  relay_reply,
};

/// RFC 8415, section 21, unless said otherwise.
namespace option {
inline constexpr std::uint16_t client_identifier = 1;
inline constexpr std::uint16_t addresses = 3;            // IA_NA
inline constexpr std::uint16_t temporary_addresses = 4;  // IA_TA
inline constexpr std::uint16_t address = 5;
inline constexpr std::uint16_t relay_message = 9;
inline constexpr std::uint16_t status = 13;
inline constexpr std::uint16_t vendor_class = 16;
inline constexpr std::uint16_t interface_identifier = 18;
inline constexpr std::uint16_t dns_servers = 23;  // RFC 3646
inline constexpr std::uint16_t prefixes = 25;     // IA_PD
inline constexpr std::uint16_t prefix = 26;
inline constexpr std::uint16_t sntp_servers = 31;       // RFC 4075
inline constexpr std::uint16_t client_fqdn = 39;        // RFC 4704
inline constexpr std::uint16_t client_link_layer = 79;  // RFC 6939
}  // namespace option

struct Option {
  std::uint16_t code = 0;
  Bytes data;
};
/// Walks options that follow each other.
class Options {
 public:
  explicit Options(Bytes options) : in_{options} {}

  /// False at the end, or where an option is cut.
  bool next(Option& option);
  [[nodiscard]] bool cut() const { return !in_.ok(); }

 private:
  Cursor in_;
};
/// The first option with this code.
std::optional<Bytes> find(Bytes options, std::uint16_t code);

struct MessageView {
  MessageType type = MessageType::none;
  std::uint32_t transaction = 0;
  Bytes options;
  bool relayed = false;
  Address peer;        // of the innermost relay message: the client's address
  Bytes interface;     // of the innermost relay message: the relay's name for its port
  Address link_layer;  // option 79 of the innermost relay message
};

/// Looks through relay messages to what the client or the server wrote.
/// Source: RFC 8415, sections 8 and 9.
Parsed<MessageView> parse(Bytes datagram);

/// An address or prefix that is leased.
struct Lease {
  Address address;
  std::uint8_t prefix = 128;
  std::uint32_t lifetime = 0;  // seconds, as valid
};
/// Of options 5 and 26; none if cut.
std::optional<Lease> lease_of(Option const& option);

/// The options within an identity association; the fixed part depends on its kind.
Bytes inside_association(Option const& association);

}  // namespace qw::dhcpv6
