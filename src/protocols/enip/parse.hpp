// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// EtherNet/IP encapsulation and the common packet format: octets to views,
/// pure, stateless, no allocation. Source: The CIP Networks Library, volume 2,
/// EtherNet/IP Adaptation of CIP, chapter 2.
namespace qw::enip {

inline constexpr std::size_t header_octets = 24;
/// Section 2-3.3: a message has at most 65,535 octets, its header included.
inline constexpr std::size_t most_data = 65'535 - header_octets;

/// Section 2-3.2, encapsulation commands.
namespace command {
inline constexpr std::uint16_t nop = 0x0000;
inline constexpr std::uint16_t list_services = 0x0004;
inline constexpr std::uint16_t list_identity = 0x0063;
inline constexpr std::uint16_t list_interfaces = 0x0064;
inline constexpr std::uint16_t register_session = 0x0065;
inline constexpr std::uint16_t unregister_session = 0x0066;
inline constexpr std::uint16_t send_rr_data = 0x006f;
inline constexpr std::uint16_t send_unit_data = 0x0070;
inline constexpr std::uint16_t indicate_status = 0x0072;
inline constexpr std::uint16_t cancel = 0x0073;
inline constexpr std::uint16_t start_dtls = 0x00c8;
}  // namespace command

/// One encapsulated message. `data` follows the header; borrowed.
struct MessageView {
  std::uint16_t command = 0;
  std::uint32_t session = 0;
  std::uint32_t status = 0;
  std::uint64_t context = 0;  // of the sender, echoed in the reply
  Bytes data;
};

/// Section 2-3.1. Any command will do, so that a stream goes on past one that
/// the specification does not list; options must be 0, as section 2-3.7 demands.
Parsed<MessageView> parse(Bytes stream);

/// The specification's name of a command; empty for one that it does not list.
Term command_name(std::uint16_t command);
/// Section 2-3.4: the name of an encapsulation status; empty if not listed.
Term encapsulation_status_name(std::uint32_t status);

/// Does the message fit its command so well that chance is unlikely? `from_server`
/// says which of request and reply may be meant where they differ.
bool fits_command(MessageView const& message, bool from_server);

/// The octet at which a header begins that fits its command, or the size.
/// For a stream whose beginning, or a part of it, was never seen.
std::size_t find_header(Bytes stream);

/// Type identifiers of items, section 2-6.
namespace item_type {
inline constexpr std::uint16_t null_address = 0x0000;
inline constexpr std::uint16_t list_identity = 0x000c;
inline constexpr std::uint16_t connected_address = 0x00a1;
inline constexpr std::uint16_t connected_data = 0x00b1;
inline constexpr std::uint16_t unconnected_data = 0x00b2;
inline constexpr std::uint16_t list_services = 0x0100;
inline constexpr std::uint16_t socket_to_target = 0x8000;
inline constexpr std::uint16_t socket_to_originator = 0x8001;
inline constexpr std::uint16_t sequenced_address = 0x8002;
}  // namespace item_type

struct ItemView {
  std::uint16_t type = 0;
  Bytes data;
};

/// Walks the items of the common packet format, section 2-6.
class Items {
 public:
  explicit Items(Bytes packet);
  /// False at the end, or when an item is cut; `whole` tells which.
  bool next(ItemView& item);
  [[nodiscard]] bool whole() const { return ok_ && left_ == 0; }
  /// What follows the last item; read `whole` first.
  [[nodiscard]] Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  std::uint16_t left_ = 0;
  bool ok_ = true;
};

/// Section 2-6.3.3: an Internet socket address, in network order.
struct SocketView {
  std::uint16_t port = 0;
  Bytes address;  // 4 octets; may be all zero: "the sender's own"
};

/// One packet of SendRRData, SendUnitData or UDP port 2222, its items sorted.
struct PacketView {
  std::optional<std::uint32_t> connection;  // of a connected or sequenced address
  std::optional<std::uint32_t> sequence;    // of a sequenced address
  std::optional<Bytes> connected;
  std::optional<Bytes> unconnected;
  std::optional<SocketView> to_target;
  std::optional<SocketView> to_originator;
  bool broken = false;
};
PacketView read_packet(Bytes packet);

/// The packet inside SendRRData or SendUnitData: after interface handle and
/// time-out. Empty if the handle is not CIP's, 0, or the message is too short.
Bytes packet_of(MessageView const& message);

/// The attributes of the Identity object in a ListIdentity item, section 2-4.3,
/// after protocol version and socket address; none if they are not whole.
std::optional<Bytes> identity_of(Bytes item);

}  // namespace qw::enip
