// SPDX-License-Identifier: Apache-2.0
#include "protocols/modbus/track.hpp"

#include <algorithm>

#include "vocabulary/voice.hpp"

namespace qw::modbus {
namespace {

constexpr Term name{"modbus"};
constexpr std::uint16_t ports[] = {502};

/// A message at the beginning of `head`, or why there is none yet.
struct Beginning {
  explicit Beginning(Bytes head) : parsed{parse(head)} {}
  [[nodiscard]] bool foreign() const { return std::holds_alternative<Malformed>(parsed); }
  [[nodiscard]] MessageView const* message() const {
    auto const* done = std::get_if<0>(&parsed);
    return done == nullptr ? nullptr : &done->message;
  }
  Parsed<MessageView> parsed;
};

/// No device has function 0; tests ask for it, and are refused.
bool has_function(MessageView const& message) { return (message.function & ~exception_flag) != 0; }

/// Where, behind a gap, messages begin again: the first offset from which
/// a whole message reaches to their end; their size if there is none.
std::size_t next_message(Bytes octets) {
  for (std::size_t offset = 1; offset < octets.size(); ++offset) {
    auto const parsed = parse(octets.subspan(offset));
    auto const* done = std::get_if<0>(&parsed);
    if (done != nullptr && offset + done->used == octets.size()) return offset;
  }
  return octets.size();
}

/// A request and what came back first.
delivery::Likeness likeness_of(MessageView const& asked, MessageView const& answered,
                               bool at_port) {
  using delivery::Likeness;
  bool const paired = asked.transaction == answered.transaction &&
                      asked.function == (answered.function & ~exception_flag);
  bool const refused = (answered.function & exception_flag) != 0;
  if (paired && (has_function(asked) || (at_port && refused))) return Likeness::certain;
  // Seen from its middle, a connection may begin with the reply to an earlier request;
  // elsewhere it is another protocol, such as HART-IP, whose header has the same shape.
  return at_port && has_function(asked) && has_function(answered) ? Likeness::likely : Likeness::no;
}

/// Both sides must look the part and agree on the transaction; a lone side needs
/// the port as well, for six octets that are mostly zero prove little.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  Beginning const request{opening.client};
  Beginning const reply{opening.server};
  if (request.foreign() || reply.foreign()) return Likeness::no;
  auto const* asked = request.message();
  auto const* answered = reply.message();
  bool const at_port = opening.server_port == ports[0];
  if (asked != nullptr && answered != nullptr) return likeness_of(*asked, *answered, at_port);
  auto const* lone = asked != nullptr ? asked : answered;
  if (lone == nullptr) return Likeness::more;
  if (has_function(*lone)) return Likeness::likely;
  return at_port ? Likeness::more : Likeness::no;
}

Attribute attribute_of(std::uint8_t id) {
  switch (id) {
    case 0: return Attribute::maker;
    case 1: return Attribute::order_number;
    case 2: return Attribute::firmware;
    case 3: return Attribute::contact;   // vendor URL
    case 6: return Attribute::software;  // user application name
    default: return Attribute::model;    // product name, model name
  }
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  std::size_t used = 0;
  while (used < segment.bytes.size()) {
    auto const parsed = parse(segment.bytes.subspan(used));
    if (auto const* more = std::get_if<NeedMore>(&parsed)) return {used, more->total};
    auto& way = ways_[static_cast<std::size_t>(segment.from)];
    if (auto const* bad = std::get_if<Malformed>(&parsed)) {
      if (!way.resuming) {
        voice_.say_fault(*bad, segment.moment);
        // A server passes over what is no message and goes on, so one alone must not end it.
        if (!heard_ || ++way.faults >= most_faults)
          return {used, 0, delivery::Taken::Then::give_up};
      }
      used += next_message(segment.bytes.subspan(used));
      continue;
    }
    auto const& done = *std::get_if<0>(&parsed);
    heard_ = true;
    way = {};
    if (segment.from == delivery::Side::client)
      on_request(done.message, segment.moment);
    else
      on_reply(done.message, segment.moment);
    used += done.used;
  }
  return {used};
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp) {
  ways_[static_cast<std::size_t>(from)].resuming = true;
  if (from == delivery::Side::server) lost_replies_ = true;
}

void Tracker::on_request(MessageView const& message, Moment const& moment) {
  if (pending_.size() == most_pending) {
    say_command(pending_.front(), {Outcome::State::unanswered, {}, {}}, nullptr);
    pending_.erase(pending_.begin());
  }
  asked_ = true;
  auto& request = pending_.emplace_back();
  request.moment = moment;
  request.transaction = message.transaction;
  request.unit = message.unit;
  request.function = message.function;
  request.size = static_cast<std::uint16_t>(std::min(message.data.size(), request.data.size()));
  std::copy_n(message.data.begin(), request.size, request.data.begin());
}

void Tracker::on_reply(MessageView const& message, Moment const& moment) {
  auto const function = static_cast<std::uint8_t>(message.function & ~exception_flag);
  auto const found = std::find_if(pending_.begin(), pending_.end(), [&](Request const& each) {
    return each.transaction == message.transaction && each.unit == message.unit &&
           each.function == function;
  });
  if (found == pending_.end()) {
    if (asked_) voice_.say_fault(Fault::mismatch, "reply to no request that waits", 0, moment);
    return;
  }
  auto const& request = *found;
  constexpr std::size_t place_octets = 4;  // address and quantity
  auto const asked = request.message().data;
  voice_.say_exchange({.asked = request.moment,
                       .answered = moment,
                       .header = std::uint64_t{message.unit} << 8 | message.function,
                       .request = asked,
                       .reply = message.data,
                       .asked_octets = std::min(asked.size(), place_octets)},
                      [&] { say_answered(request, message, moment); });
  pending_.erase(found);
}

void Tracker::say_answered(Request const& request, MessageView const& reply, Moment const& moment) {
  if ((reply.function & exception_flag) != 0) {
    auto const code = reply.data.empty() ? std::uint8_t{0} : octet_at(reply.data, 0);
    say_command(request, {Outcome::State::refused, code, exception_name(code)}, &moment);
    return;
  }
  say_command(request, {Outcome::State::accepted, {}, {}}, &moment);
  say_sample(request, reply, moment);
  if (reply.function == 43 && !reply.data.empty() && octet_at(reply.data, 0) == 14)
    say_identities(reply, moment);
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Moment const* reply) {
  auto const view = read_request(request.message());
  if (view.broken)
    voice_.say_fault(Fault::length, "request does not fit its function code", header_octets,
                     request.moment);
  Command command{.said = {request.moment, name, reply == nullptr ? 0 : reply->frames.last},
                  .verb = view.verb,
                  .operation = view.operation,
                  .object = view.object,
                  .values = view.values,
                  .outcome = outcome,
                  .reply_after = {}};
  if (reply != nullptr) command.reply_after = reply->at - request.moment.at;
  voice_.say(command);
}

void Tracker::say_sample(Request const& request, MessageView const& reply, Moment const& moment) {
  auto const asked = read_request(request.message());
  auto const& object = asked.also_read.space.empty() ? asked.object : asked.also_read;
  auto const view = read_reply(reply, object);
  if (view.broken)
    voice_.say_fault(Fault::mismatch, "reply does not fit its request", header_octets, moment);
  if (view.values.raw.empty() || reply.function == 43) return;
  voice_.say(Sample{.said = {moment, name},
                    .learnt = Learnt::poll,
                    .target = moment.speaker,
                    .object = object,
                    .values = view.values});
}

void Tracker::say_identities(MessageView const& reply, Moment const& moment) {
  DeviceIdentification objects{reply.data};
  for (DeviceIdentification::Item item; objects.next(item);)
    voice_.say(Identity{.said = {moment, name},
                        .subject = moment.speaker.host,
                        .attribute = attribute_of(item.id),
                        .value = item.value,
                        .source = "Modbus Read Device Identification",
                        .basis = Basis::declared});
}

std::optional<Stamp> Tracker::deadline() const {
  if (pending_.empty()) return std::nullopt;
  return pending_.front().moment.at + reply_deadline;
}

void Tracker::on_time(Stamp now) {
  auto const state = lost_replies_ ? Outcome::State::unseen : Outcome::State::unanswered;
  while (!pending_.empty() && pending_.front().moment.at + reply_deadline <= now) {
    say_command(pending_.front(), {state, {}, {}}, nullptr);
    pending_.erase(pending_.begin());
  }
}

void Tracker::on_end(Stamp now) {
  on_time(now);
  close_all(Outcome::State::unseen);
}

void Tracker::close_all(Outcome::State state) {
  for (auto const& request : pending_) say_command(request, {state, {}, {}}, nullptr);
  pending_.clear();
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.name = name,
                                               .title = "Modbus/TCP",
                                               .tcp_ports = ports,
                                               .recognise = recognise,
                                               .stream = delivery::make<Tracker>};
  return self;
}

}  // namespace qw::modbus
