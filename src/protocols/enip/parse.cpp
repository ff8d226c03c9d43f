// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/parse.hpp"

#include "core/cursor.hpp"

namespace qw::enip {
namespace {

constexpr std::uint16_t family_inet = 2;
constexpr std::size_t socket_octets = 16;
/// Items in one packet that we walk; the specification knows of four at most.
constexpr std::uint16_t most_items = 16;

bool fits_registration(MessageView const& message) {
  if (message.data.size() != 4) return message.data.empty() && message.status != 0;
  Cursor in{message.data};
  auto const version = in.u16le();
  auto const flags = in.u16le();
  return version == 1 && flags == 0;
}

bool fits_list(MessageView const& message, bool from_server) {
  if (!from_server && message.data.empty()) return message.session == 0;
  if (message.data.size() < 2) return false;
  Items items{message.data};
  std::uint16_t count = 0;
  for (ItemView item; items.next(item); ++count) {
    bool const identity = message.command == command::list_identity;
    if (identity && item.type != item_type::list_identity) return false;
    if (message.command == command::list_services && item.type != item_type::list_services)
      return false;
    if (identity && !identity_of(item.data)) return false;
  }
  return items.whole() && items.rest().empty() &&
         (count != 0 || message.command == command::list_interfaces);
}

bool fits_packet(MessageView const& message) {
  if (message.data.empty()) return message.status != 0;
  auto const bytes = packet_of(message);
  if (bytes.empty()) return false;
  auto const packet = read_packet(bytes);
  if (packet.broken) return false;
  return message.command == command::send_unit_data ? packet.connected && packet.connection
                                                    : packet.unconnected.has_value();
}

}  // namespace

Parsed<MessageView> parse(Bytes stream) {
  Cursor in{stream};
  MessageView message;
  message.command = in.u16le();
  auto const length = in.u16le();
  message.session = in.u32le();
  message.status = in.u32le();
  message.context = in.u64le();
  auto const options = in.u32le();
  if (!in.ok()) return NeedMore{header_octets};
  if (length > most_data) return Malformed{Fault::length, 2, "length is above 65511"};
  if (options != 0) return Malformed{Fault::value, 20, "options are not 0"};
  message.data = in.take(length);
  if (!in.ok()) return NeedMore{header_octets + length};
  return Done<MessageView>{message, header_octets + length};
}

Term command_name(std::uint16_t command) {
  switch (command) {
    case command::nop: return "NOP";
    case command::list_services: return "ListServices";
    case command::list_identity: return "ListIdentity";
    case command::list_interfaces: return "ListInterfaces";
    case command::register_session: return "RegisterSession";
    case command::unregister_session: return "UnRegisterSession";
    case command::send_rr_data: return "SendRRData";
    case command::send_unit_data: return "SendUnitData";
    case command::indicate_status: return "IndicateStatus";
    case command::cancel: return "Cancel";
    case command::start_dtls: return "StartDTLS";
    default: return {};
  }
}

Term encapsulation_status_name(std::uint32_t status) {
  switch (status) {
    case 0x00: return "Success";
    case 0x01: return "Invalid or unsupported encapsulation command";
    case 0x02: return "Insufficient memory";
    case 0x03: return "Incorrect data";
    case 0x64: return "Invalid session handle";
    case 0x65: return "Invalid message length";
    case 0x69: return "Unsupported encapsulation protocol revision";
    case 0x6a: return "Encapsulated CIP service not allowed on this port";
    default: return {};
  }
}

bool fits_command(MessageView const& message, bool from_server) {
  if (encapsulation_status_name(message.status).empty()) return false;
  if (message.status != 0 && !from_server) return false;
  switch (message.command) {
    case command::list_services:
    case command::list_identity:
    case command::list_interfaces: return fits_list(message, from_server);
    case command::register_session: return fits_registration(message);
    case command::unregister_session: return message.data.empty() && message.session != 0;
    case command::send_rr_data:
    case command::send_unit_data: return fits_packet(message);
    default: return false;  // too few rules to tell from chance
  }
}

std::size_t find_header(Bytes stream) {
  for (std::size_t at = 0; at + header_octets <= stream.size(); ++at) {
    // Both data commands are 6f 00 or 70 00; the others open a session.
    if (octet_at(stream, at + 1) != 0 || octet_at(stream, at) < 0x63) continue;
    auto const parsed = parse(stream.subspan(at));
    auto const* done = std::get_if<0>(&parsed);
    if (done != nullptr && fits_command(done->message, true)) return at;
  }
  return stream.size();
}

Items::Items(Bytes packet) {
  Cursor in{packet};
  left_ = in.u16le();
  rest_ = in.rest();
  ok_ = in.ok() && left_ <= most_items;
}

bool Items::next(ItemView& item) {
  if (!ok_ || left_ == 0) return false;
  Cursor in{rest_};
  item.type = in.u16le();
  item.data = in.take(in.u16le());
  ok_ = in.ok();
  if (!ok_) return false;
  rest_ = in.rest();
  --left_;
  return true;
}

namespace {

std::optional<SocketView> read_socket(Bytes data) {
  if (data.size() != socket_octets) return std::nullopt;
  Cursor in{data};
  if (in.u16be() != family_inet) return std::nullopt;
  SocketView socket;
  socket.port = in.u16be();
  socket.address = in.take(4);
  return socket;
}

void sort_item(ItemView const& item, PacketView& packet) {
  Cursor in{item.data};
  switch (item.type) {
    case item_type::null_address: packet.broken |= !item.data.empty(); break;
    case item_type::sequenced_address:
      packet.connection = in.u32le();
      packet.sequence = in.u32le();
      packet.broken |= !in.ok() || !in.empty();
      break;
    case item_type::connected_address:
      packet.connection = in.u32le();
      packet.broken |= !in.ok() || !in.empty();
      break;
    case item_type::connected_data: packet.connected = item.data; break;
    case item_type::unconnected_data: packet.unconnected = item.data; break;
    case item_type::socket_to_target: packet.to_target = read_socket(item.data); break;
    case item_type::socket_to_originator: packet.to_originator = read_socket(item.data); break;
    default: break;  // security and makers' items travel along
  }
}

}  // namespace

PacketView read_packet(Bytes bytes) {
  PacketView packet;
  Items items{bytes};
  for (ItemView item; items.next(item);) sort_item(item, packet);
  packet.broken |= !items.whole() || !items.rest().empty();
  return packet;
}

Bytes packet_of(MessageView const& message) {
  Cursor in{message.data};
  auto const handle = in.u32le();
  in.skip(2);  // time-out in seconds: the CIP layer has its own
  return in.ok() && handle == 0 ? in.rest() : Bytes{};
}

std::optional<Bytes> identity_of(Bytes item) {
  Cursor in{item};
  if (in.u16le() != 1) return std::nullopt;  // version of the encapsulation
  if (!read_socket(in.take(socket_octets))) return std::nullopt;
  auto const attributes = in.rest();
  in.skip(14);       // vendor to serial number, attributes 1 to 6
  in.skip(in.u8());  // product name
  in.skip(1);        // state
  if (!in.ok() || !in.empty()) return std::nullopt;
  return attributes;
}

}  // namespace qw::enip
