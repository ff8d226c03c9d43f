// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// SMB 3.1.1 over TCP, [MS-SMB2]: what a Windows client and a file server say about files.
/// Nothing is encrypted, and only what must be is signed; signatures are noise.
namespace qw::simulate::smb {

constexpr std::uint16_t port = 445;
/// What one read or write carries at most, so that each costs one credit. Section 3.2.4.1.5.
constexpr std::size_t most_octets = 65536;

enum class Command : std::uint16_t {
  negotiate = 0,
  session_setup = 1,
  logoff = 2,
  tree_connect = 3,
  tree_disconnect = 4,
  create = 5,
  close = 6,
  read = 8,
  write = 9,
  query_directory = 14,
  query_info = 16,
  set_info = 17,
};

/// [MS-ERREF], section 2.3.
enum class Status : std::uint32_t {
  success = 0,
  no_more_files = 0x8000'0006,
  object_name_not_found = 0xc000'0034,
  object_name_collision = 0xc000'0035,
  disk_full = 0xc000'007f,
  more_processing_required = 0xc000'0016,
  logon_failure = 0xc000'006d,
};

/// What a request and its answer share.
struct Head {
  Command command{};
  std::uint64_t message = 0;
  std::uint32_t tree = 0;
  std::uint64_t session = 0;
  std::array<std::uint64_t, 2> signature{};  // signed if not 0
};

struct FileId {
  std::uint64_t persistent = 0;
  std::uint64_t handle = 0;  // what the specification calls volatile
};

/// What a directory and the answers to CREATE, CLOSE and QUERY_INFO say of a file.
struct FileFacts {
  std::uint64_t size = 0;
  Stamp created;
  Stamp written;
  bool folder = false;
};

/// What a client wants to do with a file that it opens.
enum class Access : std::uint8_t { list, read, write, rename, remove };
/// What shall be if the file is there, or is not. Section 2.2.13.
enum class Disposition : std::uint32_t { supersede = 0, open = 1, create = 2, overwrite_if = 5 };
/// Section 2.2.14.
enum class Action : std::uint32_t { superseded = 0, opened = 1, created = 2, overwritten = 3 };

// Each of these is a whole message, with the four octets of its length in front.

Octets negotiate_request(Head const& head, std::array<std::uint64_t, 2> client, Dice& dice);
Octets negotiate_reply(Head const& head, std::array<std::uint64_t, 2> server, Stamp at, Dice& dice);
Octets session_setup_request(Head const& head, Bytes token);
Octets session_setup_reply(Head const& head, Status status, Bytes token);
/// `path` as in "\\filesrv\planning".
Octets tree_connect_request(Head const& head, std::string_view path);
Octets tree_connect_reply(Head const& head);
/// `name` is the path within the share, without a backslash in front; empty for its root.
Octets create_request(Head const& head, std::string_view name, Access access,
                      Disposition disposition);
Octets create_reply(Head const& head, FileId file, Action action, FileFacts const& facts);
Octets close_request(Head const& head, FileId file);
Octets close_reply(Head const& head, FileFacts const& facts);
Octets read_request(Head const& head, FileId file, std::uint64_t offset, std::size_t size);
Octets read_reply(Head const& head, Bytes content);
Octets write_request(Head const& head, FileId file, std::uint64_t offset, Bytes content);
Octets write_reply(Head const& head, std::size_t size);
/// Times, sizes and attributes: FileNetworkOpenInformation.
Octets query_info_request(Head const& head, FileId file);
Octets query_info_reply(Head const& head, FileFacts const& facts);
Octets query_directory_request(Head const& head, FileId folder);
struct Entry {
  std::string name;
  std::uint64_t number = 0;  // of the file within its volume
  FileFacts facts;
};
/// The entries must fit in `most_octets`.
Octets query_directory_reply(Head const& head, std::span<Entry const> entries);
/// `to` is the whole path within the share.
Octets rename_request(Head const& head, FileId file, std::string_view to);
/// The file goes when it is closed.
Octets remove_request(Head const& head, FileId file);
Octets set_info_reply(Head const& head);
/// Disconnects the tree or ends the session, as the head's command says.
Octets end_request(Head const& head);
Octets end_reply(Head const& head);
/// Any answer that is only a status.
Octets error_reply(Head const& head, Status status);

// NTLM in SPNEGO: [MS-NLMP], [MS-SPNG], RFC 4178. Proofs and keys are noise.

struct Account {
  std::string user;         // "clerk1"
  std::string domain;       // "PORT"
  std::string workstation;  // "OFFICE-1"
};
/// The mechanisms that a server offers.
Octets offer_token();
Octets negotiate_token();
Octets challenge_token(Account const& server, Stamp at, Dice& dice);
Octets authenticate_token(Account const& account, Account const& server, Stamp at, Dice& dice);
Octets accepted_token();

/// UTF-16, of ASCII.
Octets wide(std::string_view text);
/// Tenths of microseconds since 1601.
std::uint64_t file_time(Stamp at);

}  // namespace qw::simulate::smb
