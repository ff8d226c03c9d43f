// SPDX-License-Identifier: Apache-2.0
#include "protocols/smb/parse.hpp"

#include <algorithm>

namespace qw::smb {
namespace {

constexpr std::uint32_t flag_response = 0x1;
constexpr std::uint32_t flag_asynchronous = 0x2;
constexpr std::uint32_t flag_related = 0x4;

/// Octets at an offset from the header; none if they lie outside.
Bytes part(MessageView const& message, std::size_t offset, std::size_t length) {
  auto const& whole = message.whole;
  if (offset > whole.size() || length > whole.size() - offset) return {};
  return whole.subspan(offset, length);
}

FileId file_at(Cursor& in) {
  auto const persistent = in.u64le();
  return {persistent, in.u64le()};
}

/// Octets before the file identifier in the body of a request.
std::optional<std::size_t> file_position(Command command) {
  switch (command) {
    case Command::close:
    case Command::ioctl:
    case Command::query_directory: return 8;
    case Command::read:
    case Command::write:
    case Command::set_info: return 16;
    default: return std::nullopt;
  }
}

}  // namespace

Parsed<PacketHeader> parse_header(Bytes stream) {
  Cursor in{stream};
  auto const type = in.u8();
  if (in.ok() && type != 0 && (type < 0x81 || type > 0x85))
    return Malformed{Fault::value, 0, "no type of the session service"};
  auto const length = in.u24be();
  if (!in.ok()) return NeedMore{packet_header_octets};
  if (type == 0 && length < old_header_octets)
    return Malformed{Fault::length, 1, "message is shorter than its header"};
  if (type != 0 && length > 0x1ffff)
    return Malformed{Fault::length, 1, "packet is above 131071 octets"};
  return Done<PacketHeader>{{static_cast<PacketType>(type), length}, packet_header_octets};
}

Parsed<PacketView> parse(Bytes stream) {
  auto const header = parse_header(stream);
  if (auto const* more = std::get_if<NeedMore>(&header)) return *more;
  if (auto const* bad = std::get_if<Malformed>(&header)) return *bad;
  auto const& packet = std::get_if<0>(&header)->message;
  auto const total = packet_header_octets + packet.length;
  if (stream.size() < total) return NeedMore{total};
  return Done<PacketView>{{packet.type, stream.subspan(packet_header_octets, packet.length)},
                          total};
}

Language language_of(Bytes message) {
  if (message.size() < 4 || text_of(message.subspan(1, 3)) != "SMB") return Language::none;
  switch (octet_at(message, 0)) {
    case 0xff: return Language::smb1;
    case 0xfe: return Language::smb2;
    case 0xfd: return Language::encrypted;
    case 0xfc: return Language::compressed;
    default: return Language::none;
  }
}

Parsed<HeadView> parse_head(Bytes stream) {
  auto const header = parse_header(stream);
  if (auto const* more = std::get_if<NeedMore>(&header)) return *more;
  if (auto const* bad = std::get_if<Malformed>(&header)) return *bad;
  auto const& packet = std::get_if<0>(&header)->message;
  if (packet.type != PacketType::message)
    return Done<HeadView>{{.beyond = packet.length}, packet_header_octets};
  if (stream.size() < packet_header_octets + 4) return NeedMore{packet_header_octets + 4};
  auto const body = stream.subspan(packet_header_octets);
  auto const language = language_of(body);
  if (language == Language::none)
    return Malformed{Fault::value, packet_header_octets, "no message of SMB"};
  bool const readable = language == Language::smb1 || language == Language::smb2;
  auto const wanted = !readable                     ? std::size_t{0}
                      : packet.length <= most_whole ? packet.length
                                                    : most_head;
  if (body.size() < wanted) return NeedMore{packet_header_octets + wanted};
  return Done<HeadView>{{language, body.first(wanted), packet.length - wanted},
                        packet_header_octets + wanted};
}

std::optional<MessageView> read_message(Bytes octets) {
  Cursor in{octets};
  MessageView message;
  if (language_of(in.take(4)) != Language::smb2) return std::nullopt;
  if (in.u16le() != header_octets) return std::nullopt;
  in.skip(2);  // credit charge
  message.status = in.u32le();
  auto const command = in.u16le();
  in.skip(2);  // credits
  auto const flags = in.u32le();
  message.next = in.u32le();
  message.message_id = in.u64le();
  in.skip(4);
  message.tree = in.u32le();
  in.skip(24);  // session, signature
  if (!in.ok() || command > static_cast<std::uint16_t>(Command::oplock_break)) return std::nullopt;
  if (message.next != 0 && (message.next < header_octets || message.next > octets.size()))
    return std::nullopt;
  message.command = static_cast<Command>(command);
  message.response = (flags & flag_response) != 0;
  message.related = (flags & flag_related) != 0;
  if ((flags & flag_asynchronous) != 0) message.tree = 0;
  message.whole = message.next == 0 ? octets : octets.first(message.next);
  message.body = message.whole.subspan(header_octets);
  return message;
}

std::uint16_t highest_dialect(MessageView const& message) {
  Cursor in{message.body};
  in.skip(2);
  auto const count = in.u16le();
  in.skip(32);  // security mode, capabilities, client, contexts
  std::uint16_t highest = 0;
  for (unsigned i = 0; i < count && in.left() >= 2; ++i) highest = std::max(highest, in.u16le());
  return highest;
}

std::optional<NegotiatedView> read_negotiated(MessageView const& message) {
  Cursor in{message.body};
  in.skip(4);  // size, security mode
  auto const dialect = in.u16le();
  in.skip(34);  // contexts, server, capabilities, sizes
  auto const time = in.u64le();
  if (!in.ok()) return std::nullopt;
  return NegotiatedView{dialect, time};
}

Bytes security_token(MessageView const& message) {
  Cursor in{message.body};
  in.skip(message.response ? 4 : 12);
  auto const offset = in.u16le();
  auto const length = in.u16le();
  return in.ok() ? part(message, offset, length) : Bytes{};
}

Bytes share_path(MessageView const& message) {
  Cursor in{message.body};
  in.skip(4);
  auto const offset = in.u16le();
  auto const length = in.u16le();
  return in.ok() ? part(message, offset, length) : Bytes{};
}

std::optional<CreateView> read_create(MessageView const& message) {
  Cursor in{message.body};
  in.skip(36);  // size to share access
  CreateView create;
  create.disposition = in.u32le();
  create.options = in.u32le();
  auto const offset = in.u16le();
  auto const length = in.u16le();
  if (!in.ok()) return std::nullopt;
  create.name = part(message, offset, length);
  return create;
}

std::optional<CreatedView> read_created(MessageView const& message) {
  Cursor in{message.body};
  in.skip(48);  // size, action, times, allocation
  CreatedView created;
  created.end_of_file = in.u64le();
  in.skip(8);  // attributes
  created.file = file_at(in);
  if (!in.ok()) return std::nullopt;
  return created;
}

std::optional<FileId> file_of(MessageView const& message) {
  auto const position = file_position(message.command);
  if (!position) return std::nullopt;
  Cursor in{message.body};
  in.skip(*position);
  auto const file = file_at(in);
  if (!in.ok()) return std::nullopt;
  return file;
}

std::optional<DataView> read_data(MessageView const& message) {
  Cursor in{message.body};
  DataView data;
  in.skip(2);
  if (message.response) {
    data.start = in.u8();
    in.skip(1);
    data.length = in.u32le();
  } else {
    data.start = in.u16le();
    data.length = in.u32le();
    data.offset = in.u64le();
  }
  if (!in.ok() || data.start < header_octets) return std::nullopt;
  return data;
}

std::optional<std::uint64_t> read_offset(MessageView const& message) {
  Cursor in{message.body};
  in.skip(8);
  auto const offset = in.u64le();
  if (!in.ok()) return std::nullopt;
  return offset;
}

std::optional<std::uint32_t> control_code(MessageView const& message) {
  Cursor in{message.body};
  in.skip(4);
  auto const code = in.u32le();
  if (!in.ok()) return std::nullopt;
  return code;
}

Bytes search_pattern(MessageView const& message) {
  Cursor in{message.body};
  in.skip(24);
  auto const offset = in.u16le();
  auto const length = in.u16le();
  return in.ok() ? part(message, offset, length) : Bytes{};
}

std::optional<SetInfoView> read_set_info(MessageView const& message) {
  using What = SetInfoView::What;
  constexpr std::uint8_t of_file = 1;
  constexpr std::uint8_t of_security = 3;
  Cursor in{message.body};
  in.skip(2);
  auto const type = in.u8();
  auto const level = in.u8();
  auto const length = in.u32le();
  auto const offset = in.u16le();
  if (!in.ok()) return std::nullopt;
  if (type == of_security) return SetInfoView{What::security, {}};
  if (type != of_file) return SetInfoView{};
  Cursor buffer{part(message, offset, length)};
  switch (level) {
    case 10:
    case 65: {          // FileRenameInformation, with flags in its newer form
      buffer.skip(16);  // replace, root directory
      return SetInfoView{What::rename, buffer.take(buffer.u32le())};
    }
    case 13:
    case 64:  // FileDispositionInformation: 0 takes the wish back
      return SetInfoView{(buffer.u8() & 1) != 0 ? What::remove : What::other, {}};
    default: return SetInfoView{};
  }
}

}  // namespace qw::smb
