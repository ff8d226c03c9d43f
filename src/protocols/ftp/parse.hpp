// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/address.hpp"
#include "core/bytes.hpp"
#include "core/parsed.hpp"
#include "vocabulary/terms.hpp"

/// The control connection of FTP: octets to views, pure, stateless, no
/// allocation. Source: RFC 959; RFC 2428 for EPRT and EPSV; RFC 2228 for security.
namespace qw::ftp {

inline constexpr std::size_t most_line = 4096;  // octets of one line, its end included

/// One line without its end: CR LF, or LF alone, as some send it.
Parsed<std::string_view> parse(Bytes stream);

/// What a command moves over a data connection.
enum class Moves : std::uint8_t { nothing, file_to_client, file_to_server, listing };

/// What a command line asks. `argument` borrows from the line.
struct CommandView {
  Term name;  // "RETR"; empty for a command that is not listed
  Verb verb = Verb::other;
  bool names_path = false;      // the argument is a path
  bool keeps_argument = false;  // it may be said; false where it may hold a secret
  Moves moves = Moves::nothing;
  std::string_view argument;
};
CommandView read_command(std::string_view line);

/// The code that a reply line begins with, section 4.2, and whether more lines
/// belong to it; none if the line does not begin so.
struct ReplyView {
  std::uint16_t code = 0;
  bool goes_on = false;
  std::string_view text;
};
std::optional<ReplyView> read_reply(std::string_view line);

/// The name of a reply code in section 4.2.2, shortened; empty if not listed.
Term reply_name(std::uint16_t code);

/// Where a data connection will come. An empty address: that of who said it.
struct DataEnd {
  Address address;
  std::uint16_t port = 0;
};
/// The argument of PORT, "h1,h2,h3,h4,p1,p2"; in a 227 reply wherever it stands.
std::optional<DataEnd> read_port(std::string_view text);
/// The argument of EPRT, "|1|10.0.0.1|6446|", and of a 229 reply, "(|||6446|)".
std::optional<DataEnd> read_extended_port(std::string_view text);

}  // namespace qw::ftp
