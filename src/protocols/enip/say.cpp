// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "core/cursor.hpp"
#include "protocols/enip/names.hpp"
#include "protocols/enip/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::enip {
namespace {

constexpr std::uint8_t embedded_service_error = 0x1e;
/// WallClockTime object: the attribute that holds microseconds since 1970.
constexpr std::uint32_t current_value = 6;

Verb verb_of(std::uint16_t command) {
  switch (command) {
    case command::list_services:
    case command::list_identity:
    case command::list_interfaces: return Verb::read;
    default: return Verb::other;
  }
}

Outcome outcome_of(StatusView const& status) {
  return {status.accepted ? Outcome::State::accepted : Outcome::State::refused, status.code,
          status.name};
}

}  // namespace

Said Session::said(Exchange const& exchange) {
  return {exchange.asked, protocol_name,
          exchange.answered == nullptr ? 0 : exchange.answered->frames.last};
}

void Session::say_bare(Moment const& asked, std::uint16_t number, Outcome const& outcome,
                       Moment const* answered) {
  Command command{.said = {asked, protocol_name, answered == nullptr ? 0 : answered->frames.last},
                  .verb = verb_of(number),
                  .operation = command_name(number),
                  .object = {},
                  .values = {},
                  .outcome = outcome,
                  .reply_after = {},
                  .transaction = {},
                  .function = number};
  if (answered != nullptr) command.reply_after = dialogue::delay(asked, *answered);
  voice_.say(command);
}

void Session::say_exchange(Bytes octets, std::optional<Bytes> answer, Exchange const& exchange) {
  auto const cip = read_cip(octets);
  if (!cip || cip->reply) {
    voice_.say_fault(Fault::value, "no CIP request where one is due", 0, exchange.asked);
    return;
  }
  if (exchange.depth == most_nesting) {
    voice_.say_fault(Fault::depth, "messages nested deeper than 4", 0, exchange.asked);
    return;
  }
  RequestView const request{*cip};
  std::optional<CipView> reply;
  if (answer) reply = read_cip(*answer);
  if (reply && !reply->reply) reply.reset();
  if (request.broken)
    voice_.say_fault(Fault::length, "request does not fit its service", 0, exchange.asked);

  if (request.shape == Shape::multiple) return say_embedded(request, reply, exchange);
  if (request.shape == Shape::unconnected_send) return say_routed(request, reply, answer, exchange);
  if (!reply) return say_command(request, exchange.without_reply, exchange);
  say_command(request, outcome_of(read_status(request, *reply)), exchange);
  say_result(request, *reply, exchange);
}

/// Each request in a Multiple_Service_Packet is said with its own reply. Where the
/// packet as a whole was refused, so was each.
void Session::say_embedded(RequestView const& request, std::optional<CipView> const& reply,
                           Exchange const& exchange) {
  auto inner = exchange;
  ++inner.depth;
  bool const answered = reply && (reply->status == 0 || reply->status == embedded_service_error);
  if (reply && !answered) inner.without_reply = outcome_of(read_status(request, *reply));
  if (answered) inner.without_reply = {Outcome::State::unseen, {}, {}};
  Embedded requests{request.cip.data};
  Embedded replies{answered ? reply->data : Bytes{}};
  Bytes answer;
  for (Bytes message; requests.next(message);) {
    bool const has_answer = answered && replies.next(answer);
    say_exchange(message, has_answer ? std::optional{answer} : std::nullopt, inner);
  }
  if (requests.broken() || (answered && replies.broken()))
    voice_.say_fault(Fault::length, "services do not fit their packet", 0, exchange.asked);
}

/// The message in an Unconnected_Send is said as if it went straight to where its
/// route leads. Its reply comes bare; a reply of Unconnected_Send is a failure.
void Session::say_routed(RequestView const& request, std::optional<CipView> const& reply,
                         std::optional<Bytes> octets, Exchange const& exchange) {
  auto const sent = read_unconnected_send(request.cip.data);
  if (!sent) {
    voice_.say_fault(Fault::length, "request does not fit its service", 0, exchange.asked);
    return;
  }
  auto inner = exchange;
  ++inner.depth;
  inner.routed = true;
  inner.station = PathView{sent->route}.link;
  bool const failed = reply && reply->service == request.cip.service && reply->status != 0;
  if (failed) inner.without_reply = outcome_of(read_status(request, *reply));
  say_exchange(sent->message, failed ? std::nullopt : octets, inner);
}

void Session::say_command(RequestView const& request, Outcome const& outcome,
                          Exchange const& exchange) {
  Command command{.said = said(exchange),
                  .verb = request.verb,
                  .operation = request.operation,
                  .object = request.object,
                  .values = request.values,
                  .outcome = outcome,
                  .reply_after = {},
                  .transaction = {},
                  .function = request.cip.service};
  if (exchange.routed) command.object.station = exchange.station;
  if (exchange.answered != nullptr)
    command.reply_after = dialogue::delay(exchange.asked, *exchange.answered);
  voice_.say(command);
  if (outcome.state == Outcome::State::accepted && request.verb == Verb::set_clock)
    say_clock(request, exchange);
}

void Session::say_result(RequestView const& request, CipView const& reply,
                         Exchange const& exchange) {
  if (!read_status(request, reply).accepted) return;
  if (request.class_id == object_class::identity && request.verb == Verb::read) {
    say_attributes(
        {request, reply},
        exchange.routed ? Term{"CIP Identity object behind a route"} : Term{"CIP Identity object"},
        *exchange.answered);
    return;
  }
  auto const result = read_reply(request, reply);
  if (result.broken)
    voice_.say_fault(Fault::mismatch, "reply does not fit its request", 0, *exchange.answered);
  if (result.values.raw.empty()) return;
  Sample sample{.said = {*exchange.answered, protocol_name},
                .learnt = Learnt::poll,
                .target = exchange.answered->speaker,
                .object = request.object,
                .values = result.values};
  if (exchange.routed) sample.object.station = exchange.station;
  voice_.say(sample);
}

void Session::say_clock(RequestView const& request, Exchange const& exchange) {
  if (request.class_id != object_class::wall_clock_time || request.object.offset != current_value)
    return;
  Cursor in{request.values.raw};
  auto const microseconds = in.u64le();
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / 1000;
  if (!in.ok() || !in.empty() || microseconds > most) return;
  voice_.say(Clock{.said = said(exchange),
                   .role = ClockRole::told,
                   .time = Stamp{static_cast<std::int64_t>(microseconds) * 1000},
                   .stratum = {},
                   .source = "WallClockTime"});
}

}  // namespace qw::enip
