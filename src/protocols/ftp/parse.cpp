// SPDX-License-Identifier: Apache-2.0
#include "protocols/ftp/parse.hpp"

#include <algorithm>
#include <charconv>

namespace qw::ftp {
namespace {

struct Known {
  Term name;
  Verb verb;
  bool names_path;
  bool keeps_argument;
  Moves moves = Moves::nothing;
};

constexpr Known commands[] = {
    {"ABOR", Verb::other, false, false},
    {"ACCT", Verb::authenticate, false, false},
    {"ADAT", Verb::authenticate, false, false},
    {"ALLO", Verb::file, false, true},
    {"APPE", Verb::file, true, true, Moves::file_to_server},
    {"AUTH", Verb::authenticate, false, true},
    {"CCC", Verb::other, false, false},
    {"CDUP", Verb::file, false, false},
    {"CLNT", Verb::other, false, true},
    {"CWD", Verb::file, true, true},
    {"DELE", Verb::file, true, true},
    {"EPRT", Verb::other, false, true},
    {"EPSV", Verb::other, false, true},
    {"FEAT", Verb::diagnose, false, false},
    {"HELP", Verb::diagnose, false, true},
    {"HOST", Verb::other, false, true},
    {"LANG", Verb::other, false, true},
    {"LIST", Verb::file, true, true, Moves::listing},
    {"MDTM", Verb::file, true, true},
    {"MFMT", Verb::file, true, true},
    {"MIC", Verb::other, false, false},
    {"ENC", Verb::other, false, false},
    {"CONF", Verb::other, false, false},
    {"MKD", Verb::file, true, true},
    {"MLSD", Verb::file, true, true, Moves::listing},
    {"MLST", Verb::file, true, true},
    {"MODE", Verb::other, false, true},
    {"NLST", Verb::file, true, true, Moves::listing},
    {"NOOP", Verb::diagnose, false, false},
    {"OPTS", Verb::other, false, true},
    {"PASS", Verb::authenticate, false, false},
    {"PASV", Verb::other, false, false},
    {"PBSZ", Verb::other, false, true},
    {"PORT", Verb::other, false, true},
    {"PROT", Verb::other, false, true},
    {"PWD", Verb::file, false, false},
    {"QUIT", Verb::other, false, false},
    {"REIN", Verb::other, false, false},
    {"REST", Verb::file, false, true},
    {"RETR", Verb::file, true, true, Moves::file_to_client},
    {"RMD", Verb::file, true, true},
    {"RNFR", Verb::file, true, true},
    {"RNTO", Verb::file, true, true},
    {"SITE", Verb::other, false, false},
    {"SIZE", Verb::file, true, true},
    {"SMNT", Verb::file, true, true},
    {"STAT", Verb::diagnose, true, true},
    {"STOR", Verb::file, true, true, Moves::file_to_server},
    {"STOU", Verb::file, true, true, Moves::file_to_server},
    {"STRU", Verb::other, false, true},
    {"SYST", Verb::diagnose, false, false},
    {"TYPE", Verb::other, false, true},
    {"USER", Verb::authenticate, false, true},
    {"XCUP", Verb::file, false, false},
    {"XCWD", Verb::file, true, true},
    {"XMKD", Verb::file, true, true},
    {"XPWD", Verb::file, false, false},
    {"XRMD", Verb::file, true, true},
};

struct Code {
  std::uint16_t code;
  Term name;
};

constexpr Code codes[] = {
    {200, "Command okay"},
    {202, "Command superfluous"},
    {211, "System status"},
    {212, "Directory status"},
    {213, "File status"},
    {214, "Help message"},
    {215, "System type"},
    {220, "Service ready"},
    {221, "Service closing control connection"},
    {225, "Data connection open"},
    {226, "Closing data connection"},
    {227, "Entering Passive Mode"},
    {229, "Entering Extended Passive Mode"},
    {230, "User logged in"},
    {232, "User logged in, authorised by security data exchange"},
    {234, "Security data exchange complete"},
    {250, "Requested file action okay"},
    {257, "Path name created"},
    {331, "User name okay, need password"},
    {332, "Need account for login"},
    {334, "Security mechanism accepted"},
    {335, "Security data accepted"},
    {350, "Requested file action pending further information"},
    {421, "Service not available"},
    {425, "Cannot open data connection"},
    {426, "Connection closed, transfer aborted"},
    {431, "Need some unavailable resource to process security"},
    {450, "Requested file action not taken"},
    {451, "Requested action aborted, local error"},
    {452, "Insufficient storage space"},
    {500, "Syntax error, command unrecognised"},
    {501, "Syntax error in parameters"},
    {502, "Command not implemented"},
    {503, "Bad sequence of commands"},
    {504, "Command not implemented for that parameter"},
    {522, "Network protocol not supported"},
    {530, "Not logged in"},
    {532, "Need account for storing files"},
    {533, "Command protection level denied for policy reasons"},
    {534, "Request denied for policy reasons"},
    {550, "File unavailable"},
    {551, "Page type unknown"},
    {552, "Exceeded storage allocation"},
    {553, "File name not allowed"},
};

bool same_letters(std::string_view text, std::string_view upper) {
  return std::ranges::equal(text, upper, [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

/// A number of at most `most` at the front of the text, which is then shortened.
std::optional<unsigned> take_number(std::string_view& text, unsigned most) {
  unsigned value = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || value > most) return std::nullopt;
  text = {rest, static_cast<std::size_t>(end - rest)};
  return value;
}

}  // namespace

Parsed<std::string_view> parse(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_line)));
  auto const end = text.find('\n');
  if (end == std::string_view::npos) {
    if (text.size() == most_line) return Malformed{Fault::length, 0, "line is longer than 4096"};
    return NeedMore{stream.size() + 1};
  }
  auto line = text.substr(0, end);
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return Done<std::string_view>{line, end + 1};
}

CommandView read_command(std::string_view line) {
  auto const space = line.find(' ');
  auto const name = line.substr(0, space);
  CommandView view;
  if (space != std::string_view::npos) view.argument = line.substr(space + 1);
  for (auto const& each : commands) {
    if (!same_letters(name, each.name.text())) continue;
    view.name = each.name;
    view.verb = each.verb;
    view.names_path = each.names_path;
    view.keeps_argument = each.keeps_argument;
    view.moves = each.moves;
    break;
  }
  return view;
}

std::optional<ReplyView> read_reply(std::string_view line) {
  auto const digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
  if (line.size() < 3 || line[0] < '1' || line[0] > '6' || !digit(1) || !digit(2))
    return std::nullopt;
  ReplyView view;
  view.code =
      static_cast<std::uint16_t>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
  if (line.size() == 3) return view;
  if (line[3] != ' ' && line[3] != '-') return std::nullopt;
  view.goes_on = line[3] == '-';
  view.text = line.substr(4);
  return view;
}

Term reply_name(std::uint16_t code) {
  auto const found = std::ranges::find(codes, code, &Code::code);
  return found == std::end(codes) ? Term{} : found->name;
}

std::optional<DataEnd> read_port(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  unsigned parts[6] = {};
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    if (i != 0) {
      if (text.empty() || text.front() != ',') return std::nullopt;
      text.remove_prefix(1);
    }
    auto const part = take_number(text, 255);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  std::byte const octets[] = {static_cast<std::byte>(parts[0]), static_cast<std::byte>(parts[1]),
                              static_cast<std::byte>(parts[2]), static_cast<std::byte>(parts[3])};
  return DataEnd{Address::ipv4(octets), static_cast<std::uint16_t>(parts[4] << 8 | parts[5])};
}

std::optional<DataEnd> read_extended_port(std::string_view text) {
  if (auto const open = text.find('('); open != std::string_view::npos)
    text.remove_prefix(open + 1);
  if (text.empty()) return std::nullopt;
  auto const mark = text.front();
  std::string_view fields[3];
  for (auto& field : fields) {
    text.remove_prefix(1);
    auto const end = text.find(mark);
    if (end == std::string_view::npos) return std::nullopt;
    field = text.substr(0, end);
    text.remove_prefix(end);
  }
  DataEnd data;
  constexpr std::size_t longest_address = 45;
  if (!fields[1].empty()) {
    if (fields[1].size() > longest_address) return std::nullopt;
    auto const address = Address::parse(fields[1]);
    if (!address || !address->is_ip()) return std::nullopt;
    data.address = *address;
  }
  auto const port = take_number(fields[2], 65'535);
  if (!port || !fields[2].empty()) return std::nullopt;
  data.port = static_cast<std::uint16_t>(*port);
  return data;
}

}  // namespace qw::ftp
