// SPDX-License-Identifier: Apache-2.0
#include "protocols/ssh/parse.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace qw::ssh {
namespace {

std::string_view name_list(Cursor& in) { return text_of(in.take(in.u32be())); }

/// The next name of a comma-separated list, which is then shortened by it.
std::string_view take_name(std::string_view& list) {
  auto const comma = std::min(list.find(','), list.size());
  auto const name = list.substr(0, comma);
  list.remove_prefix(std::min(comma + 1, list.size()));
  return name;
}

bool offers(std::string_view list, std::string_view name) {
  for (std::size_t i = 0; i < most_names && !list.empty(); ++i)
    if (take_name(list) == name) return true;
  return false;
}

}  // namespace

Parsed<PacketView> parse(Bytes stream) {
  Cursor in{stream};
  auto const length = in.u32be();  // of what follows, without a MAC
  if (!in.ok()) return NeedMore{6};
  if (length < 5 || length > most_packet) return Malformed{Fault::length, 0, "packet length"};
  Cursor body{in.take(length)};
  if (!in.ok()) return NeedMore{4 + length};
  auto const padding = body.u8();
  if (padding < 4 || padding >= body.left()) return Malformed{Fault::length, 4, "padding length"};
  PacketView packet;
  packet.payload = body.take(body.left() - padding);
  packet.type = octet_at(packet.payload, 0);
  return Done<PacketView>{packet, 4 + length};
}

Parsed<VersionView> parse_version(Bytes stream) {
  auto const text = text_of(stream.first(std::min(stream.size(), most_line)));
  auto const end = text.find('\n');
  if (end == std::string_view::npos) {
    if (text.size() == most_line) return Malformed{Fault::length, 0, "line is longer than 255"};
    return NeedMore{stream.size() + 1};
  }
  auto line = text.substr(0, end);
  // Some devices fill the line up with zeros before its end.
  while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.remove_suffix(1);
  VersionView view;
  if (!line.starts_with("SSH-")) return Done<VersionView>{view, end + 1};
  view.line = line;
  auto rest = line.substr(4);
  auto const dash = rest.find('-');
  if (dash == std::string_view::npos || dash == 0)
    return Malformed{Fault::value, 4, "identification without a protocol version"};
  view.protocol = rest.substr(0, dash);
  rest.remove_prefix(dash + 1);
  auto const space = std::min(rest.find(' '), rest.size());
  view.software = rest.substr(0, space);
  if (space < rest.size()) view.comments = rest.substr(space + 1);
  return Done<VersionView>{view, end + 1};
}

std::optional<KeyExchangeView> read_key_exchange(Bytes payload) {
  Cursor in{payload};
  in.skip(17);  // type and cookie
  KeyExchangeView view;
  view.key_exchange = name_list(in);
  view.host_key = name_list(in);
  view.cipher = name_list(in);
  name_list(in);  // the cipher of the other way
  view.mac = name_list(in);
  name_list(in);
  for (int i = 0; i < 4; ++i) name_list(in);  // compression and languages, each both ways
  in.skip(5);                                 // a guessed packet follows, reserved
  if (!in.ok()) return std::nullopt;
  return view;
}

std::string_view chosen(std::string_view client, std::string_view server) {
  for (std::size_t i = 0; i < most_names && !client.empty(); ++i)
    if (auto const name = take_name(client); !name.empty() && offers(server, name)) return name;
  return {};
}

}  // namespace qw::ssh
