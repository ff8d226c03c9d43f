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

}  // namespace

void Session::on_message(MessageView const& message, delivery::Side from, Moment const& moment) {
  heard_[index(from)] = true;
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
  Key const key{.command = message.command, .context = message.context};
  if (auto const found = find(key, from, 0); found != waiting_) {
    bool const accepted = message.status == 0;
    say_bare(pending_[found],
             {accepted ? Outcome::State::accepted : Outcome::State::refused, message.status,
              encapsulation_status_name(message.status)},
             &moment);
    forget(found);
    say_listed(message, moment);
    return;
  }
  bool const listed = message.command == command::list_identity && !message.data.empty();
  if (listed || message.status != 0) {  // an answer whose question went elsewhere: a broadcast
    say_listed(message, moment);
    return;
  }
  if (message.command == command::nop) return;
  auto const& to = moment.listener.host.address;
  if (expects_answer(message.command) && !to.is_multicast() && !to.is_broadcast()) {
    remember(key, from, moment);
    return;
  }
  Request request;
  request.moment = moment;
  request.key = key;
  say_bare(request, {}, nullptr);
}

void Session::on_packet(MessageView const& message, delivery::Side from, Moment const& moment) {
  Key key{.command = message.command, .context = message.context};
  if (message.status != 0) {
    auto const found = find(key, from, 0xff);
    if (found == waiting_) return;
    auto const& request = pending_[found];
    say_exchange(request.cip, {},
                 {.asked = request.moment,
                  .answered = &moment,
                  .without_reply = {Outcome::State::refused, message.status,
                                    encapsulation_status_name(message.status)}});
    forget(found);
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

void Session::on_cip(Bytes octets, Key const& key, PacketView const& packet, delivery::Side from,
                     Moment const& moment) {
  auto const cip = read_cip(octets);
  if (!cip) {
    voice_.say_fault(Fault::length, "no CIP message in the packet", header_octets, moment);
    return;
  }
  if (cip->reply) {
    on_reply(*cip, octets, key, packet, from, moment);
    return;
  }
  auto& request = remember(key, from, moment);
  request.service = cip->service;
  request.originator_port = packet.to_originator ? packet.to_originator->port : std::uint16_t{0};
  auto const kept = octets.first(std::min(octets.size(), most_kept));
  request.cip.assign(kept.begin(), kept.end());
}

void Session::on_reply(CipView const& reply, Bytes octets, Key const& key, PacketView const& packet,
                       delivery::Side from, Moment const& moment) {
  auto const found = find(key, from, reply.service);
  if (found == waiting_) {
    auto const asker = index(delivery::other(from));
    if (heard_[asker] && !lost_[asker])
      voice_.say_fault(Fault::mismatch, "reply without a request that was seen", header_octets,
                       moment);
    return;
  }
  auto const& request = pending_[found];
  voice_.say_exchange({.asked = request.moment,
                       .answered = moment,
                       .header = index(from),
                       .request = request.cip,
                       .reply = octets,
                       .asked_octets = place_octets(request.cip)},
                      [&] {
                        say_exchange(
                            request.cip, octets,
                            {.asked = request.moment, .answered = &moment, .without_reply = {}});
                      });
  open_link(request, reply, packet, moment);
  forget(found);
}

Session::Request& Session::remember(Key const& key, delivery::Side from, Moment const& moment) {
  if (waiting_ == most_pending) {
    say_silent(pending_.front(), Outcome::State::unanswered);
    forget(0);
  }
  if (waiting_ == pending_.size()) pending_.emplace_back();
  auto& request = pending_[waiting_++];
  request.moment = moment;
  request.from = from;
  request.key = key;
  request.service = 0;
  request.cip.clear();
  return request;
}

/// The oldest request that the message may answer, or waiting_. An unconnected
/// reply bears the service of the message that Unconnected_Send carried; service
/// 0xff fits all, 0 a bare command.
std::size_t Session::find(Key const& key, delivery::Side from, std::uint8_t service) const {
  for (std::size_t i = 0; i < waiting_; ++i) {
    auto const& each = pending_[i];
    if (each.from == from || each.key.command != key.command) continue;
    bool const fits = service == 0xff || each.service == service ||
                      (each.service == unconnected_send && service != 0);
    if (!fits) continue;
    bool const connected = key.connection != 0 && each.key.connection != 0;
    if (connected ? each.key.sequence == key.sequence && linked(each.key.connection, key.connection)
                  : each.key.context == key.context)
      return i;
  }
  return waiting_;
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

void Session::forget(std::size_t position) {
  auto const begin = pending_.begin() + static_cast<std::ptrdiff_t>(position);
  std::rotate(begin, begin + 1, pending_.begin() + static_cast<std::ptrdiff_t>(waiting_));
  --waiting_;
}

void Session::open_link(Request const& request, CipView const& reply, PacketView const& packet,
                        Moment const& moment) {
  bool const opens = request.service == forward_open || request.service == large_forward_open;
  if (reply.status != 0 || !opens) return;
  auto const asked = read_cip(request.cip);
  if (!asked) return;
  RequestView const open{*asked};
  if (open.shape != Shape::forward_open || open.broken) return;
  Cursor in{reply.data};
  Link const link{in.u32le(), in.u32le()};
  if (!in.ok()) return;
  links_[link_count_++ % most_links] = link;

  auto const view = read_forward_open(asked->data, asked->service == large_forward_open);
  if (!view || view->transport_class > 1) return;
  auto const ends = io_ends(request, packet, moment);
  for (auto const& end : {ends.target, ends.originator})
    expectations_.expect(
        {end, delivery::Transport::udp, protocol_name, moment.at + io_opens_within});
}

Session::IoEnds Session::io_ends(Request const& request, PacketView const& packet,
                                 Moment const& moment) {
  auto const named = [](Endpoint& end, std::optional<SocketView> const& socket) {
    if (!socket) return;
    if (socket->port != 0) end.port = socket->port;
    auto const address = Address::ipv4(socket->address);
    if (!address.is_unspecified()) end.host.address = address;
  };
  IoEnds ends{{moment.speaker.host, io_port}, {moment.listener.host, io_port}};
  if (request.originator_port != 0) ends.originator.port = request.originator_port;
  named(ends.target, packet.to_target);
  named(ends.originator, packet.to_originator);
  return ends;
}

void Session::say_silent(Request const& request, Outcome::State state) {
  auto const asker = index(request.from);
  auto const answerer = index(delivery::other(request.from));
  if (lost_[asker] || lost_[answerer] || !heard_[answerer]) state = Outcome::State::unseen;
  if (request.service == 0)
    say_bare(request, {state, {}, {}}, nullptr);
  else
    say_exchange(request.cip, {}, {.asked = request.moment, .without_reply = {state, {}, {}}});
}

std::optional<Stamp> Session::deadline() const {
  if (waiting_ == 0) return std::nullopt;
  return pending_.front().moment.at + reply_deadline;
}

void Session::on_time(Stamp now) {
  while (waiting_ != 0 && pending_.front().moment.at + reply_deadline <= now) {
    say_silent(pending_.front(), Outcome::State::unanswered);
    forget(0);
  }
}

void Session::on_end(Stamp now) {
  on_time(now);
  for (; waiting_ != 0; forget(0)) say_silent(pending_.front(), Outcome::State::unseen);
}

std::size_t Session::heap_octets() const {
  auto octets = pending_.capacity() * sizeof(Request);
  for (auto const& each : pending_) octets += each.cip.capacity();
  return octets;
}

}  // namespace qw::enip
