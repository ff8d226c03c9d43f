// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/srtp/srtp.hpp"

namespace qw::simulate::srtp {
namespace {

enum class Packet : std::uint8_t { connect = 0, connected = 1, request = 2, reply = 3 };
enum class Mail : std::uint8_t {
  request_with_text = 0x80,
  reply_with_text = 0x94,
  request = 0xc0,
  reply = 0xd4,
};
enum class Service : std::uint8_t {
  read_system_memory = 0x04,
  write_system_memory = 0x07,
  session_control = 0x4f,
};
constexpr unsigned registers_by_word = 0x08;  // selector of %R
constexpr unsigned service_mailbox = 0x0e;    // where a processor takes requests
constexpr unsigned no_control_program = 0xff;
constexpr unsigned privilege_level = 2;
constexpr unsigned run_switch = 0x0100;  // bit 8 of the status word; state 0: runs, outputs on

/// Octets 0 to 31: what carries the mail, and its kind.
Octets envelope(Packet packet, Mail mail, std::uint16_t sequence, std::size_t text) {
  // Recorded requests with text have 2 where all others have 1; nobody says what it means.
  unsigned const parts = mail == Mail::request_with_text ? 2 : 1;
  auto out = Octets::with_room(message_octets + text);
  out.u8(static_cast<unsigned>(packet)).u8(0).u16le(sequence).u16le(text);
  out.fill(3).u8(parts).fill(7).u8(parts).fill(12);
  return out.u8(sequence).u8(static_cast<unsigned>(mail));
}

Octets request(Session const& session, std::uint16_t sequence, Mail mail, std::size_t text) {
  return envelope(Packet::request, mail, sequence, text)
      .fill(4)
      .u8(session.slot << 4)
      .u8(service_mailbox)
      .fill(2)
      .u8(1)
      .u8(1);
}

Octets reply(Session const& session, std::uint16_t sequence, Mail mail, std::size_t text) {
  return envelope(Packet::reply, mail, sequence, text)
      .u8(session.slot << 4)
      .u8(service_mailbox)
      .fill(2)
      .u16be(session.mailbox)
      .fill(2)
      .u8(1)
      .u8(1);
}

/// The last six octets of an answer tell how the controller is, whatever was asked.
Octets& piggyback(Octets& out, Session const& session) {
  return out.u8(no_control_program)
      .u8(privilege_level)
      .u16le(session.sweep_100us)
      .u16le(run_switch);
}

Octets small_reply(Session const& session, std::uint16_t sequence, Bytes data) {
  auto out = reply(session, sequence, Mail::reply, 0);
  out.u16le(0).add(data).fill(inline_octets - data.size());
  return piggyback(out, session);
}

Octets small_request(Session const& session, std::uint16_t sequence, Service service,
                     Octets const& data = {}) {
  auto out = request(session, sequence, Mail::request, 0);
  out.u8(static_cast<unsigned>(service)).add(data);
  return out.fill(message_octets - out.size());
}

Octets place(Run run) { return Octets{registers_by_word}.u16le(run.first).u16le(run.count); }

}  // namespace

Octets connect_request() { return Octets{}.fill(message_octets); }

Octets connect_reply() {
  return Octets{static_cast<unsigned>(Packet::connected)}.fill(7).u8(0x0f).fill(message_octets - 9);
}

Octets session_request(Session const& session, std::uint16_t sequence) {
  return small_request(session, sequence, Service::session_control, {1});
}

Octets done_reply(Session const& session, std::uint16_t sequence) {
  return small_reply(session, sequence, {});
}

Octets read_request(Session const& session, std::uint16_t sequence, Run run) {
  return small_request(session, sequence, Service::read_system_memory, place(run));
}

Octets read_reply(Session const& session, std::uint16_t sequence, Bytes registers) {
  if (registers.size() <= inline_octets) return small_reply(session, sequence, registers);
  auto out = reply(session, sequence, Mail::reply_with_text, registers.size());
  out.u16le(registers.size()).fill(4).u8(1).u8(1);
  return piggyback(out, session).add(registers);
}

Octets write_request(Session const& session, std::uint16_t sequence, std::uint16_t first,
                     Bytes registers) {
  auto out = request(session, sequence, Mail::request_with_text, registers.size());
  out.u32le(registers.size()).fill(2).u8(1).u8(1);
  out.u8(static_cast<unsigned>(Service::write_system_memory));
  return out.add(place({first, static_cast<std::uint16_t>(registers.size() / 2)})).add(registers);
}

}  // namespace qw::simulate::srtp
