// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm_plus/track.hpp"

#include <fmt/format.h>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm_plus {
namespace {

constexpr std::uint8_t tls_handshake = 0x16;
constexpr Term identity_source{"S7comm-plus CreateObject response"};

constexpr dialogue::Rules rules{
    .most = most_pending, .most_kept = most_request_octets, .deadline = reply_deadline};

/// Does the packet carry the protocol of older devices?
bool is_classic(Bytes packet) {
  return packet.size() > 3 && octet_at(packet, 0) == 2 && octet_at(packet, 1) == 0xf0 &&
         octet_at(packet, 3) == protocol_id_classic;
}

Values octets_of(Bytes raw) {
  if (raw.empty()) return {};
  return {WireType::octets, static_cast<std::uint32_t>(raw.size()), raw};
}

}  // namespace

std::size_t find_packet(Bytes octets, dialogue::Astray) {
  return cotp::find_unit(octets, protocol_id);
}

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name}, requests_{*this, rules} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  if (encrypted_) return {segment.bytes.size()};
  return messages_.read(
      segment, [&](Bytes packet) { return on_packet(packet, segment.from, segment.moment); },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); });
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp at) {
  messages_.lose(from);
  requests_.lose(from, at);
  way(from).inside = false;
  way(from).assembly.reset();
}

dialogue::Reading Tracker::on_packet(Bytes packet, Side from, Moment const& moment) {
  using Then = delivery::Taken::Then;
  if (encrypted_) return {};
  if (!way(from).assembly.open() && is_classic(packet))
    return {.then = Then::offer, .hint = "s7comm", .used = false};
  auto const parsed = cotp::parse(packet);
  if (auto const* bad = std::get_if<Malformed>(&parsed)) {
    voice_.say_fault(bad->fault, bad->text, tpkt::header_octets + bad->offset, moment);
    return {.broken = true};
  }
  on_tpdu(std::get_if<0>(&parsed)->message, from, moment);
  return {};
}

void Tracker::on_tpdu(cotp::TpduView const& tpdu, Side from, Moment const& moment) {
  if (tpdu.kind == cotp::Kind::connection_request) {
    auto const called = cotp::find(tpdu.variable, cotp::parameter::called_tsap);
    access_point_ = {};
    access_point_.add(text_of(called.value_or(Bytes{})));
  }
  if (tpdu.kind != cotp::Kind::data) return;
  switch (way(from).assembly.add(tpdu)) {
    case cotp::Assembly::State::partial: return;
    case cotp::Assembly::State::too_long:
      return voice_.say_fault(Fault::limit, "unit is longer than we join", 0, moment);
    case cotp::Assembly::State::whole: break;
  }
  if (auto const unit = way(from).assembly.unit(); !unit.empty()) on_unit(unit, from, moment);
}

void Tracker::on_unit(Bytes unit, Side from, Moment const& moment) {
  if (octet_at(unit, 0) == tls_handshake) {
    encrypted_ = true;
    return;
  }
  auto const parsed = parse(unit);
  if (auto const* bad = std::get_if<Malformed>(&parsed)) return voice_.say_fault(*bad, moment);
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr)
    return voice_.say_fault(Fault::length, "frame is shorter than its length says", 2, moment);
  auto const& frame = done->message;
  bool const begins = !way(from).inside;
  way(from).inside = !frame.last && !frame.part.empty();
  if (!begins || frame.part.empty()) return;
  if (auto const pdu = read_pdu(frame.part)) on_pdu(frame, *pdu, from, moment);
}

void Tracker::on_pdu(FrameView const& frame, PduView const& pdu, Side from, Moment const& moment) {
  switch (pdu.opcode) {
    case Opcode::request: {
      if (pdu.silent) return say_request(moment, pdu, {}, nullptr);
      Key const key{pdu.sequence, pdu.function, frame.version};
      requests_.ask(from, moment, key, frame.part);
      return;
    }
    case Opcode::response:
      return requests_.answer(from, moment, {pdu.sequence, pdu.function, frame.version},
                              frame.part);
    case Opcode::notification: {
      Object object;
      object.space = "subscription";
      object.block = pdu.session;
      object.length = static_cast<std::uint32_t>(pdu.body.size());
      return voice_.say(Sample{.said = {moment, protocol_name},
                               .learnt = Learnt::subscription,
                               .target = moment.speaker,
                               .object = object,
                               .values = octets_of(pdu.body)});
    }
    case Opcode::other: return;
  }
}

bool Tracker::answers(Request const& request, Reply const& reply) const {
  return request.key.sequence == reply.key.sequence && request.key.function == reply.key.function;
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  auto const asked = read_pdu(request.octets);
  auto const pdu = read_pdu(reply.octets);
  if (reply.late || !asked || !pdu) return;
  auto const result = read_result(*pdu);
  Outcome outcome{Outcome::State::accepted, {}, {}};
  if (result && result->refused) outcome = {Outcome::State::refused, result->code, {}};
  say_request(request.moment, *asked, outcome, &reply.moment);
  if (pdu->function == function::create_object && outcome.state == Outcome::State::accepted)
    say_session(request, pdu->body, reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  if (auto const pdu = read_pdu(request.octets))
    say_request(request.moment, *pdu, {state, {}, {}}, nullptr);
}

void Tracker::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "response without a request that was seen", 8, reply.moment);
}

/// One command for each item that is addressed.
void Tracker::say_request(Moment const& asked, PduView const& pdu, Outcome const& outcome,
                          Moment const* reply) {
  auto const service = service_of(pdu.function);
  Targets all{pdu};
  for (Targets::Target target; all.next(target);) {
  }
  Targets targets{pdu};
  bool said = false;
  for (Targets::Target target; targets.next(target); said = true) {
    std::array<char, 128> room;
    TextWriter text{room};
    if (!target.path.empty()) text.number(target.check).character(':').hex(target.path);
    Object object;
    object.space = target.space;
    object.block = target.block;
    object.symbol = text.written();
    // What a session sets in itself and in its subscriptions is no process value.
    auto const verb = target.of_session && service.verb == Verb::write ? Verb::other : service.verb;
    bool const carries = !said && changes_state(verb);
    say_command(asked, {verb, service.operation}, object,
                carries ? octets_of(all.rest()) : Values{}, outcome, reply);
  }
  if (!said) say_command(asked, service, {}, {}, outcome, reply);
}

void Tracker::say_command(Moment const& asked, ServiceView const& service, Object const& object,
                          Values const& values, Outcome const& outcome, Moment const* reply) {
  auto const reply_frame = reply == nullptr ? FrameNumber{0} : reply->frames.last;
  Command command{.said = {asked, protocol_name, reply_frame},
                  .verb = service.verb,
                  .operation = service.operation,
                  .object = object,
                  .values = values,
                  .outcome = outcome,
                  .reply_after = {}};
  if (reply != nullptr) command.reply_after = dialogue::delay(asked, *reply);
  voice_.say(command);
}

/// CreateObject before there is a session makes the session.
void Tracker::say_session(Request const& request, Bytes body, Moment const& moment) {
  constexpr std::uint8_t before_session = 1;
  if (request.key.version != before_session) return;
  voice_.say(Handshake{.said = {request.moment, protocol_name, moment.frames.last},
                       .part = HandshakePart::client,
                       .version = "1",
                       .application = access_point_.view()});
  voice_.say(Handshake{.said = {moment, protocol_name},
                       .part = HandshakePart::server,
                       .version = "1",
                       .application = access_point_.view()});
  if (auto const device = find_device(body)) {
    voice_.say_identity(Attribute::order_number, device->order_number, identity_source, moment);
    voice_.say_identity(Attribute::firmware, device->firmware, identity_source, moment);
  }
}

std::size_t Tracker::heap_octets() const {
  auto octets = requests_.heap_octets();
  for (auto const& each : ways_) octets += each.assembly.heap_octets();
  return octets;
}

}  // namespace qw::s7comm_plus
