// SPDX-License-Identifier: Apache-2.0
#include "protocols/ntp/parse.hpp"

#include "core/cursor.hpp"

namespace qw::ntp {
namespace {

/// Flags, opcode, sequence, status, association, offset, count.
Parsed<MessageView> parse_control(MessageView message, Bytes datagram) {
  Cursor in{datagram};
  in.skip(1);
  auto const flags = in.u8();
  auto const sequence = in.u16be();
  auto const status = in.u16be();
  in.skip(4);  // association, offset
  auto const count = in.u16be();
  in.skip(count);
  if (!in.ok()) return NeedMore{control_octets + count};
  message.response = (flags & 0x80) != 0;
  message.error = (flags & 0x40) != 0;
  message.operation = flags & 0x1f;
  message.sequence = static_cast<std::uint8_t>(sequence);
  message.status = message.error ? static_cast<std::uint8_t>(status >> 8) : std::uint8_t{0};
  return Done<MessageView>{message, datagram.size()};
}

/// Response bit above the version, sequence, implementation, code, error and
/// number of items, their size.
Parsed<MessageView> parse_private(MessageView message, Bytes datagram) {
  Cursor in{datagram};
  auto const flags = in.u8();
  auto const sequence = in.u8();
  in.skip(1);  // implementation
  message.operation = in.u8();
  auto const error = in.u16be();
  in.skip(2);  // size of an item
  if (!in.ok()) return NeedMore{private_octets};
  message.response = (flags & 0x80) != 0;
  message.sequence = sequence & 0x7f;
  message.status = static_cast<std::uint8_t>(error >> 12);
  message.error = message.status != 0;
  return Done<MessageView>{message, datagram.size()};
}

}  // namespace

Parsed<MessageView> parse(Bytes datagram) {
  Cursor in{datagram};
  auto const first = in.u8();
  if (!in.ok()) return NeedMore{header_octets};
  MessageView message;
  message.mode = static_cast<Mode>(first & 7);
  message.version = first >> 3 & 7;
  if (message.version == 0 || message.version > 4)
    return Malformed{Fault::value, 0, "version is outside 1..4"};
  if (message.mode == Mode::reserved) return Malformed{Fault::value, 0, "mode 0 is reserved"};
  if (message.mode == Mode::control) return parse_control(message, datagram);
  if (message.mode == Mode::private_use) return parse_private(message, datagram);

  message.stratum = in.u8();
  in.skip(10);  // poll, precision, root delay, root dispersion
  message.reference = in.take(4);
  in.skip(8);  // when the clock was last set
  message.originate = in.u64be();
  message.receive = in.u64be();
  message.transmit = in.u64be();
  if (!in.ok()) return NeedMore{header_octets};
  return Done<MessageView>{message, datagram.size()};
}

std::optional<Stamp> moment_of(std::uint64_t timestamp, Stamp near) {
  constexpr std::int64_t since_1900 = 2'208'988'800;  // of 1970-01-01, in seconds
  constexpr std::int64_t billion = 1'000'000'000;
  if (timestamp == 0) return std::nullopt;
  // The difference of 32-bit seconds, taken as signed, is the nearest one.
  auto const now = near.ns / billion;
  auto const seconds = static_cast<std::uint32_t>(timestamp >> 32);
  auto const now_of_era = static_cast<std::uint32_t>(now + since_1900);
  auto const ahead = static_cast<std::int32_t>(seconds - now_of_era);
  auto const fraction = timestamp & 0xffff'ffff;
  auto const nanoseconds = static_cast<std::int64_t>(fraction * billion >> 32);
  auto const whole = now + ahead;
  if (whole > 9'223'372'035 || whole < -9'223'372'035) return std::nullopt;
  return Stamp{whole * billion + nanoseconds};
}

}  // namespace qw::ntp
