// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/track.hpp"

#include <algorithm>

#include "core/cursor.hpp"
#include "protocols/enip/names.hpp"
#include "vocabulary/voice.hpp"

namespace qw::enip {
namespace {

constexpr std::uint16_t io_port = 2222;
constexpr std::uint8_t unconnected_send = 0x52;
constexpr std::uint8_t forward_open = 0x54;
constexpr std::uint8_t large_forward_open = 0x5b;
constexpr std::uint8_t any_service = 0xff;  // of an encapsulation that was refused

bool carries_packet(std::uint16_t command) {
  return command == command::send_rr_data || command == command::send_unit_data;
}

/// Commands that are answered by themselves.
bool expects_answer(std::uint16_t command) {
  switch (command) {
    case command::list_services:
    case command::list_identity:
    case command::list_interfaces:
    case command::register_session:
    case command::start_dtls: return true;
    default: return false;
  }
}

/// Empty where the socket says "the sender's own", or is not there.
Endpoint end_of(std::optional<SocketView> const& socket) {
  if (!socket) return {};
  auto const address = Address::ipv4(socket->address);
  return {{{}, address.is_unspecified() ? Address{} : address}, socket->port};
}

}  // namespace

void Session::on_message(MessageView const& message, delivery::Side from, Moment const& moment) {
  if (command_name(message.command).empty()) {
    voice_.say_fault(Fault::value, "command is not listed", 0, moment);
    return;
  }
  if (carries_packet(message.command))
    on_packet(message, from, moment);
  else
    on_bare(message, from, moment);
}

void Session::on_bare(MessageView const& message, delivery::Side from, Moment const& moment) {
  Key const key{.command = message.command, .context = message.context, .status = message.status};
  if (requests_.awaits(from, moment, key)) return requests_.answer(from, moment, key, message.data);
  bool const listed = message.command == command::list_identity && !message.data.empty();
  if (listed || message.status != 0)  // an answer whose question went elsewhere: a broadcast
    return say_listed(message.command, message.data, moment);
  if (message.command == command::nop) return;
  auto const& to = moment.listener.host.address;
  if (expects_answer(message.command) && !to.is_multicast() && !to.is_broadcast())
    requests_.ask(from, moment, key);
  else
    say_bare(moment, message.command, {}, nullptr);
}

void Session::on_packet(MessageView const& message, delivery::Side from, Moment const& moment) {
  Key key{.command = message.command, .context = message.context, .status = message.status};
  if (message.status != 0) {
    key.service = any_service;
    if (requests_.awaits(from, moment, key)) requests_.answer(from, moment, key);
    return;
  }
  auto const bytes = packet_of(message);
  auto const packet = read_packet(bytes);
  if (bytes.empty() || packet.broken || (!packet.connected && !packet.unconnected)) {
    voice_.say_fault(Fault::length, "items do not fit the packet", header_octets, moment);
    return;
  }
  auto octets = packet.unconnected.value_or(Bytes{});
  if (packet.connected) {
    Cursor in{*packet.connected};
    key.sequence = in.u16le();
    key.connection = packet.connection.value_or(0);
    octets = in.rest();
  }
  on_cip(octets, key, packet, from, moment);
}

void Session::on_cip(Bytes octets, Key key, PacketView const& packet, delivery::Side from,
                     Moment const& moment) {
  auto const cip = read_cip(octets);
  if (!cip) {
    voice_.say_fault(Fault::length, "no CIP message in the packet", header_octets, moment);
    return;
  }
  key.service = cip->service;
  key.to_target = end_of(packet.to_target);
  key.to_originator = end_of(packet.to_originator);
  if (cip->reply)
    requests_.answer(from, moment, key, octets);
  else
    requests_.ask(from, moment, key, octets);
}

/// An unconnected reply bears the service of the message that Unconnected_Send carried.
bool Session::answers(Request const& request, Reply const& reply) const {
  auto const& asked = request.key;
  auto const& answered = reply.key;
  if (asked.command != answered.command) return false;
  bool const fits = answered.service == any_service || asked.service == answered.service ||
                    (asked.service == unconnected_send && answered.service != 0);
  if (!fits) return false;
  bool const connected = asked.connection != 0 && answered.connection != 0;
  return connected
             ? asked.sequence == answered.sequence && linked(asked.connection, answered.connection)
             : asked.context == answered.context;
}

void Session::on_exchange(Request const& request, Reply const& reply) {
  if (request.key.service == 0) {
    bool const accepted = reply.key.status == 0;
    if (!reply.late)
      say_bare(request.moment, request.key.command,
               {accepted ? Outcome::State::accepted : Outcome::State::refused, reply.key.status,
                encapsulation_status_name(reply.key.status)},
               &reply.moment);
    return say_listed(request.key.command, reply.octets, reply.moment);
  }
  if (!reply.late && reply.key.status != 0) on_refused_packet(request, reply);
  if (reply.key.status != 0) return;
  if (!reply.late)
    voice_.say_exchange(
        {.asked = request.moment,
         .answered = reply.moment,
         .header = static_cast<std::uint64_t>(reply.from),
         .request = request.octets,
         .reply = reply.octets,
         .asked_octets = place_octets(request.octets)},
        [&] {
          say_exchange(request.octets, reply.octets,
                       {.asked = request.moment, .answered = &reply.moment, .without_reply = {}});
        });
  open_link(request, reply);
}

void Session::on_refused_packet(Request const& request, Reply const& reply) {
  say_exchange(request.octets, {},
               {.asked = request.moment,
                .answered = &reply.moment,
                .without_reply = {Outcome::State::refused, reply.key.status,
                                  encapsulation_status_name(reply.key.status)}});
}

void Session::on_silence(Request const& request, Outcome::State state) {
  if (request.key.service == 0)
    say_bare(request.moment, request.key.command, {state, {}, {}}, nullptr);
  else
    say_exchange(request.octets, {}, {.asked = request.moment, .without_reply = {state, {}, {}}});
}

void Session::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "reply without a request that was seen", header_octets,
                     reply.moment);
}

/// May a reply on one connection answer a request on the other? Only a
/// Forward_Open that was seen can deny it.
bool Session::linked(std::uint32_t request, std::uint32_t reply) const {
  for (std::size_t i = 0; i < std::min(link_count_, most_links); ++i) {
    if (links_[i].to_target == request) return links_[i].to_originator == reply;
    if (links_[i].to_originator == request) return links_[i].to_target == reply;
  }
  return true;
}

void Session::open_link(Request const& request, Reply const& reply) {
  auto const service = request.key.service;
  if (service != forward_open && service != large_forward_open) return;
  auto const answered = read_cip(reply.octets);
  auto const asked = read_cip(request.octets);
  if (!answered || answered->status != 0 || !asked) return;
  RequestView const open{*asked};
  if (open.shape != Shape::forward_open || open.broken) return;
  Cursor in{answered->data};
  Link const link{in.u32le(), in.u32le()};
  if (!in.ok()) return;
  links_[link_count_++ % most_links] = link;

  auto const view = read_forward_open(asked->data, service == large_forward_open);
  if (!view || view->transport_class > 1) return;
  auto const ends = io_ends(request, reply);
  for (auto const& end : {ends.target, ends.originator})
    expectations_.expect(
        {end, delivery::Transport::udp, protocol_name.name(), reply.moment.at + io_opens_within});
}

Session::IoEnds Session::io_ends(Request const& request, Reply const& reply) {
  auto const named = [](Endpoint& end, Endpoint const& socket) {
    if (socket.port != 0) end.port = socket.port;
    if (!socket.host.address.empty()) end.host.address = socket.host.address;
  };
  IoEnds ends{{reply.moment.speaker.host, io_port}, {reply.moment.listener.host, io_port}};
  if (request.key.to_originator.port != 0) ends.originator.port = request.key.to_originator.port;
  named(ends.target, reply.key.to_target);
  named(ends.originator, reply.key.to_originator);
  return ends;
}

}  // namespace qw::enip
