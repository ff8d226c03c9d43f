// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>

#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// The session service and the headers of SMB 1 to 3: pure, stateless, no
/// allocation. Views borrow from the stream.
namespace qw::smb {

inline constexpr std::size_t packet_header_octets = 4;  // type, length of 24 bits
inline constexpr std::size_t header_octets = 64;        // of SMB 2 and 3
inline constexpr std::size_t old_header_octets = 32;    // of SMB 1

enum class PacketType : std::uint8_t {
  message = 0x00,
  request = 0x81,
  positive = 0x82,
  negative = 0x83,
  retarget = 0x84,
  keep_alive = 0x85,
};

struct PacketHeader {
  PacketType type = PacketType::message;
  std::uint32_t length = 0;  // octets after the header
};

/// Source: RFC 1002, section 4.3.1; MS-SMB2, section 2.1.
Parsed<PacketHeader> parse_header(Bytes stream);

struct PacketView {
  PacketType type = PacketType::message;
  Bytes body;
};
/// One whole packet.
Parsed<PacketView> parse(Bytes stream);

/// Which language a message is in, by its first four octets.
enum class Language : std::uint8_t { none, smb1, smb2, encrypted, compressed };
Language language_of(Bytes message);

enum class Command : std::uint16_t {
  negotiate,
  session_setup,
  logoff,
  tree_connect,
  tree_disconnect,
  create,
  close,
  flush,
  read,
  write,
  lock,
  ioctl,
  cancel,
  echo,
  query_directory,
  change_notify,
  query_info,
  set_info,
  oplock_break,
};

inline constexpr std::size_t most_whole = 64 * 1024;  // packets up to this are waited for
inline constexpr std::size_t most_head = 512;         // of longer ones only so much

/// As much of a packet as is waited for: a short one whole, of a long one its head, of one that is
/// encrypted, compressed or no message nothing.
struct HeadView {
  Language language = Language::none;
  Bytes message;
  std::size_t beyond = 0;  // octets of the packet that follow
};
Parsed<HeadView> parse_head(Bytes stream);

/// One message of SMB 2 or 3. Offsets inside it count from the header.
struct MessageView {
  std::uint32_t status = 0;  // of a response
  Command command = Command::echo;
  bool response = false;
  bool related = false;  // to the one before it in a compound
  std::uint64_t message_id = 0;
  std::uint32_t tree = 0;  // 0 if it is asynchronous
  Bytes whole;             // header and body, without what follows in a compound
  Bytes body;
  std::size_t next = 0;  // offset of the next message; 0 for the last
};
/// Source: MS-SMB2, section 2.2.1. None if it is cut or no such header.
std::optional<MessageView> read_message(Bytes octets);

struct FileId {
  std::uint64_t persistent = 0;
  std::uint64_t temporary = 0;
  friend constexpr auto operator<=>(FileId const&, FileId const&) = default;
};
/// Stands for the file that an earlier message of the compound opens.
inline constexpr FileId related_file{UINT64_MAX, UINT64_MAX};

/// SMB 2: highest dialect of a NEGOTIATE request (section 2.2.3); 0 if unreadable.
std::uint16_t highest_dialect(MessageView const& message);

struct NegotiatedView {
  std::uint16_t dialect = 0;
  std::uint64_t time = 0;  // of the server, 100 ns since 1601; 0 if it tells none
};
std::optional<NegotiatedView> read_negotiated(MessageView const& message);

/// Security token of a SESSION_SETUP; sections 2.2.5 and 2.2.6.
Bytes security_token(MessageView const& message);

/// "\\server\share" of a TREE_CONNECT request, in UTF-16; section 2.2.9.
Bytes share_path(MessageView const& message);

struct CreateView {
  std::uint32_t disposition = 0;
  std::uint32_t options = 0;
  Bytes name;  // UTF-16, relative to the share; empty is its root
};
inline constexpr std::uint32_t option_delete_on_close = 0x1000;
/// Section 2.2.13.
std::optional<CreateView> read_create(MessageView const& message);

struct CreatedView {
  std::uint64_t end_of_file = 0;
  FileId file;
};
/// Section 2.2.14.
std::optional<CreatedView> read_created(MessageView const& message);

/// The file of a CLOSE, READ, WRITE, IOCTL, SET_INFO or QUERY_DIRECTORY request.
std::optional<FileId> file_of(MessageView const& message);

/// Octets at an offset of a file, as far as they are here. `length` as announced.
struct DataView {
  std::uint64_t offset = 0;  // within the file; 0 in a response, which does not tell
  std::uint32_t length = 0;
  std::size_t start = 0;  // from the header of the message
};
/// WRITE request or READ response; sections 2.2.21 and 2.2.20.
std::optional<DataView> read_data(MessageView const& message);
/// Offset within the file of a READ request; section 2.2.19.
std::optional<std::uint64_t> read_offset(MessageView const& message);

/// Function of an IOCTL request; section 2.2.31.
std::optional<std::uint32_t> control_code(MessageView const& message);

/// Pattern of a QUERY_DIRECTORY request, in UTF-16; section 2.2.33.
Bytes search_pattern(MessageView const& message);

struct SetInfoView {
  enum class What : std::uint8_t { other, rename, remove, security };
  What what = What::other;
  Bytes new_name;  // of rename, in UTF-16
};
/// Section 2.2.39; MS-FSCC, sections 2.4.11 and 2.4.43.
std::optional<SetInfoView> read_set_info(MessageView const& message);

/// "SMB 3.1.1"; empty for numbers that are no dialect.
Term dialect_name(std::uint16_t dialect);
/// "CREATE FILE_OPEN" and so on: the command with its disposition.
Term create_name(CreateView const& create);
/// "STATUS_ACCESS_DENIED"; empty for what is not usual.
Term status_name(std::uint32_t status);
constexpr bool is_error(std::uint32_t status) { return status >> 30 == 3; }
inline constexpr std::uint32_t status_pending = 0x103;
inline constexpr std::uint32_t status_more_processing = 0xc000'0016;

}  // namespace qw::smb
