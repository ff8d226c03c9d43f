// SPDX-License-Identifier: Apache-2.0
#include "protocols/telnet/parse.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace qw::telnet {
namespace {

constexpr std::byte iac{code::interpret_as_command};

/// Both octets of a command are passed over, and it is known where the next piece begins.
Done<PieceView> no_command(Malformed const& fault) { return {{.fault = fault}, 2}; }

/// `stream` begins with IAC SB and an option; the data ends before IAC SE.
Parsed<PieceView> parse_subnegotiation(Bytes stream) {
  auto const body = stream.subspan(3);
  for (std::size_t i = 0; i + 1 < body.size() && i + 5 <= most_subnegotiation; ++i) {
    if (body[i] != iac) continue;
    if (octet_at(body, i + 1) == code::subnegotiation_end)
      return Done<PieceView>{{body.first(i), code::subnegotiation, octet_at(stream, 2), {}}, i + 5};
    ++i;  // an escaped 255, or a command that has no place here
  }
  if (stream.size() >= most_subnegotiation)
    return no_command({Fault::length, 0, "subnegotiation is longer than 2048"});
  return NeedMore{stream.size() + 1};
}

}  // namespace

Parsed<PieceView> parse(Bytes stream) {
  if (stream.empty()) return NeedMore{1};
  auto const first = std::ranges::find(stream, iac);
  auto const data = static_cast<std::size_t>(first - stream.begin());
  if (data != 0) return Done<PieceView>{{.data = stream.first(data)}, data};

  Cursor in{stream};
  in.skip(1);
  auto const command = in.u8();
  if (!in.ok()) return NeedMore{2};
  if (command == code::interpret_as_command) return Done<PieceView>{{.data = stream.first(1)}, 2};
  if (command < code::subnegotiation_end)
    return no_command({Fault::value, 1, "command is not listed"});
  if (command < code::subnegotiation) return Done<PieceView>{{.command = command}, 2};
  auto const option = in.u8();
  if (!in.ok()) return NeedMore{3};
  if (command == code::subnegotiation) return parse_subnegotiation(stream);
  return Done<PieceView>{{.command = command, .option = option}, 3};
}

bool is_negotiation(PieceView const& piece) {
  constexpr std::uint8_t last_listed = 49;
  bool const listed = piece.option <= last_listed || (piece.option >= 138 && piece.option <= 140) ||
                      piece.option == 255;
  return piece.command >= code::will && piece.command <= code::dont && listed;
}

}  // namespace qw::telnet
