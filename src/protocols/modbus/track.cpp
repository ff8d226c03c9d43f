// SPDX-License-Identifier: Apache-2.0
#include "protocols/modbus/track.hpp"

#include "core/cursor.hpp"
#include "vocabulary/voice.hpp"

namespace qw::modbus {
namespace {

constexpr std::uint16_t ports[] = {502};
constexpr dialogue::Rules rules{.most = most_pending, .most_kept = most_data_octets};
constexpr ProtocolDescription description{.name = "modbus",
                                          .title = "Modbus/TCP",
                                          .traits = {Trait::industrial, Trait::steers_machines},
                                          .tcp_ports = ports};
constexpr Protocol name{description};

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

MessageView view_of(Key const& key, Bytes data) {
  return {key.transaction, key.unit, key.function, data};
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

/// Of Diagnostics two octets, of the encapsulated interface its type (V1.1b3, 6.8 and 6.19).
std::optional<std::uint32_t> subfunction_of(dialogue::Request<Key> const& request) {
  Cursor in{request.octets};
  std::uint32_t const found = request.key.function == 8 ? in.u16be() : in.u8();
  bool const has_one = request.key.function == 8 || request.key.function == 43;
  return has_one && in.ok() ? std::optional{found} : std::nullopt;
}

}  // namespace

/// The first offset from which a whole message reaches to their end; their size if there is
/// none. Most gaps end where a message begins.
std::size_t next_message(Bytes octets, dialogue::Astray astray) {
  if (astray == dialogue::Astray::behind_gap && !Beginning{octets}.foreign()) return 0;
  for (std::size_t offset = 0; offset < octets.size(); ++offset) {
    auto const parsed = parse(octets.subspan(offset));
    auto const* done = std::get_if<0>(&parsed);
    if (done != nullptr && offset + done->used == octets.size()) return offset;
  }
  return octets.size();
}

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, name}, requests_{*this, rules} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  return messages_.read(
      segment,
      [&](MessageView const& message) {
        on_message(message, segment);
        return dialogue::Reading{};
      },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); });
}

void Tracker::on_gap(delivery::Side from, std::uint64_t, Stamp at) {
  messages_.lose(from);
  requests_.lose(from, at);
}

void Tracker::on_message(MessageView const& message, delivery::Segment const& segment) {
  Key const key{message.transaction, message.unit, message.function};
  if (segment.from == delivery::Side::client)
    requests_.ask(segment.from, segment.moment, key, message.data);
  else
    requests_.answer(segment.from, segment.moment, key, message.data);
}

bool Tracker::answers(Request const& request, Reply const& reply) const {
  auto key = reply.key;
  key.function &= static_cast<std::uint8_t>(~exception_flag);
  return key == request.key;
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (reply.late) return say_values(request, reply);
  constexpr std::size_t place_octets = 4;  // address and quantity
  voice_.say_exchange({.asked = request.moment,
                       .answered = reply.moment,
                       .header = std::uint64_t{reply.key.unit} << 8 | reply.key.function,
                       .request = request.octets,
                       .reply = reply.octets,
                       .asked_octets = std::min(request.octets.size(), place_octets)},
                      [&] { say_answered(request, reply); });
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_command(request, {state, {}, {}}, nullptr);
}

void Tracker::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "reply to no request that waits", 0, reply.moment);
}

void Tracker::say_answered(Request const& request, Reply const& reply) {
  if ((reply.key.function & exception_flag) != 0) {
    auto const code = reply.octets.empty() ? std::uint8_t{0} : octet_at(reply.octets, 0);
    say_command(request, {Outcome::State::refused, code, exception_name(code)}, &reply);
    return;
  }
  say_command(request, {Outcome::State::accepted, {}, {}}, &reply);
  say_values(request, reply);
}

void Tracker::say_values(Request const& request, Reply const& reply) {
  if ((reply.key.function & exception_flag) != 0) return;
  say_sample(request, reply);
  if (reply.key.function == 43 && !reply.octets.empty() && octet_at(reply.octets, 0) == 14)
    say_identities(reply);
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Reply const* reply) {
  auto const view = read_request(view_of(request.key, request.octets));
  if (view.broken)
    voice_.say_fault(Fault::length, "request does not fit its function code", header_octets,
                     request.moment);
  Command command{.said = {request.moment, name, reply == nullptr ? 0 : reply->moment.frames.last},
                  .verb = view.verb,
                  .operation = view.operation,
                  .object = view.object,
                  .values = view.values,
                  .outcome = outcome,
                  .reply_after = {},
                  .transaction = MessageNumber{request.key.transaction},
                  .function = request.key.function,
                  .subfunction = subfunction_of(request)};
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, reply->moment);
  voice_.say(command);
}

void Tracker::say_sample(Request const& request, Reply const& reply) {
  auto const asked = read_request(view_of(request.key, request.octets));
  auto const& object = asked.also_read.space.empty() ? asked.object : asked.also_read;
  auto const view = read_reply(view_of(reply.key, reply.octets), object);
  if (view.broken)
    voice_.say_fault(Fault::mismatch, "reply does not fit its request", header_octets,
                     reply.moment);
  if (view.values.raw.empty() || reply.key.function == 43) return;
  voice_.say(Sample{.said = {reply.moment, name},
                    .learnt = Learnt::poll,
                    .target = reply.moment.speaker,
                    .object = object,
                    .values = view.values});
}

void Tracker::say_identities(Reply const& reply) {
  DeviceIdentification objects{reply.octets};
  for (DeviceIdentification::Item item; objects.next(item);)
    voice_.say(Identity{.said = {reply.moment, name},
                        .subject = reply.moment.speaker.host,
                        .attribute = attribute_of(item.id),
                        .value = item.value,
                        .source = "Modbus Read Device Identification",
                        .basis = Basis::declared});
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::modbus
