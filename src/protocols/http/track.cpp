// SPDX-License-Identifier: Apache-2.0
#include "protocols/http/track.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "vocabulary/voice.hpp"

namespace qw::http {
namespace {

using delivery::Likeness;
using delivery::Opening;
using delivery::Side;
using delivery::Taken;

constexpr std::uint16_t ports[] = {80, 8080, 8000, 8008, 8081, 3128, 5985, 7547};
constexpr ProtocolDescription description{
    .name = "http", .title = "HTTP/1", .traits = {Trait::web}, .tcp_ports = ports};
constexpr Protocol name{description};
constexpr dialogue::Rules rules{.most = most_pending,
                                .most_early = 0,
                                .deadline = reply_deadline,
                                .pairing = dialogue::Pairing::in_order};

/// A start line of the right kind is proof, whatever the other side says.
Likeness recognise(Opening const& opening) {
  auto const client = opens(opening.client);
  auto const server = opens(opening.server);
  if (client == Opens::request) return Likeness::certain;
  if (server == Opens::response)
    return client == Opens::no || client == Opens::response ? Likeness::likely : Likeness::certain;
  bool const never = client == Opens::no || client == Opens::response || server == Opens::request ||
                     (server == Opens::no && opening.client.empty());
  return never ? Likeness::no : Likeness::more;
}

std::string_view without_parameters(std::string_view media_type) {
  auto type = media_type.substr(0, media_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

TransferKind kind_of_media(std::string_view media_type) {
  constexpr std::string_view messages[] = {
      "application/json",       "application/xml",     "text/xml",
      "application/soap+xml",   "application/edifact", "application/edi-x12",
      "application/edi-consent"};
  if (same_word(media_type.substr(0, 6), "image/")) return TransferKind::image;
  if (same_word(media_type.substr(0, 6), "video/")) return TransferKind::video;
  for (auto const each : messages)
    if (same_word(media_type, each)) return TransferKind::message;
  return TransferKind::file;
}

/// Source: RFC 9112, section 6.3, for a request.
std::optional<BodyReader> body_of_request(Fields const& fields) {
  if (fields.chunked) return BodyReader::of_chunks();
  if (fields.coded || fields.length_unreadable) return std::nullopt;
  if (fields.content_length.value_or(0) == 0) return std::nullopt;
  return BodyReader::of_length(*fields.content_length);
}

/// The same for a response that may have a body.
std::optional<BodyReader> body_of_response(Fields const& fields) {
  if (fields.chunked) return BodyReader::of_chunks();
  if (fields.coded || fields.length_unreadable || !fields.content_length)
    return BodyReader::until_close();
  if (*fields.content_length == 0) return std::nullopt;
  return BodyReader::of_length(*fields.content_length);
}

bool bodyless(std::uint16_t status) { return status < 200 || status == 204 || status == 304; }

/// Empty lines before a head: RFC 9112, section 2.2.
std::size_t blank_octets(Bytes octets) {
  return std::min(text_of(octets).find_first_not_of("\r\n"), octets.size());
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, name}, bodies_{around.bodies}, requests_{*this, rules} {}

Taken Tracker::on_stream(delivery::Segment const& segment) {
  return framing_.read(
      segment, [&](Bytes octets) { return cut(octets, segment.from); },
      [&](Bytes octets, dialogue::Astray) { return find_head(octets, segment.from); },
      [&](Unit const& unit) { return on_unit(unit, segment); },
      [&](Malformed const& bad) { on_fault(bad, segment); },
      [&](Bytes octets) { on_body(octets, segment); });
}

/// Until the server has answered, it is not known what language its client speaks.
bool Tracker::awaits_switch(Side side) const {
  if (side != Side::client || requests_.empty()) return false;
  auto const& note = requests_.newest().note;
  return note.connect || note.upgrade;
}

Parsed<Tracker::Unit> Tracker::cut(Bytes octets, Side side) {
  auto& reader = way(side).reader;
  if (reader && reader->of_lines()) return dialogue::unit_of<Unit>(reader->next_line(octets));
  if (auto const blank = blank_octets(octets); blank != 0) return Done<Unit>{Other::padding, blank};
  if (awaits_switch(side)) {
    if (octets.size() <= most_held) return NeedMore{octets.size() + 1};
    return Done<Unit>{Other::too_much_held, octets.size()};
  }
  auto const parsed = parse(octets);
  auto const* done = std::get_if<0>(&parsed);
  if (done != nullptr && done->message.response != (side == Side::server))
    return Malformed{Fault::order, 0, "start line of the other side"};
  return dialogue::unit_of<Unit>(parsed);
}

/// Behind a gap, in the midst of what is no HTTP, or where the capture began inside a body, a head
/// is believed only where a piece begins.
std::size_t Tracker::find_head(Bytes octets, Side side) const {
  auto const blank = blank_octets(octets);
  auto const rest = octets.subspan(blank);
  bool const never = !rest.empty() && !awaits_switch(side) && opens(rest) == Opens::no;
  return never ? octets.size() : blank;
}

dialogue::Reading Tracker::on_unit(Unit const& unit, delivery::Segment const& segment) {
  if (auto const* head = std::get_if<HeadView>(&unit)) return on_head(*head, segment);
  if (auto const* line = std::get_if<BodyReader::Line>(&unit))
    return on_line(*line, way(segment.from), segment.moment);
  if (*std::get_if<Other>(&unit) == Other::padding) return {.padding = true};
  return {.then = Taken::Then::give_up, .used = false};
}

dialogue::Reading Tracker::on_head(HeadView const& head, delivery::Segment const& segment) {
  auto const& from = way(segment.from);
  auto const fields = read_fields(head.headers);
  auto then = Taken::Then::go_on;
  say_head_faults(head, fields, segment.moment);
  if (segment.from == Side::client)
    on_request(head, fields, segment.moment);
  else
    then = on_response(head, fields, segment.moment);
  constexpr Term tunnelled{"tls"};  // what a CONNECT is mostly for
  return {.then = then, .hint = tunnelled, .body = from.reader ? from.reader->first() : 0};
}

dialogue::Reading Tracker::on_line(BodyReader::Line const& line, Way& from, Moment const& moment) {
  from.body.piece({}, moment);
  if (line.done) end_body(from, true);
  return {.body = line.body};
}

void Tracker::on_body(Bytes octets, delivery::Segment const& segment) {
  auto& from = way(segment.from);
  if (!from.reader) return;  // it has ended with the connection
  from.body.piece(octets, segment.moment);
  if (from.reader->has_length() && framing_.body_left(segment.from) == 0) end_body(from, true);
}

/// What was not understood may have held requests, or the responses to all that wait.
void Tracker::on_fault(Malformed const& bad, delivery::Segment const& segment) {
  auto& from = way(segment.from);
  voice_.say_fault(bad, segment.moment);
  if (from.reader) end_body(from, false);
  requests_.lose(segment.from, segment.moment.at);
}

void Tracker::on_request(HeadView const& head, Fields const& fields, Moment const& moment) {
  Note note;
  note.method = method_name(head.method);
  note.head = head.method == "HEAD";
  note.connect = head.method == "CONNECT";
  note.upgrade = !fields.upgrade.empty();
  auto const place = place_of(head.target, fields.host, note.connect);
  note.symbol.add(place.host.substr(0, most_symbol));
  note.symbol.add(place.path.substr(0, note.symbol.room()));
  note.attempt = read_authorization(fields.authorization);
  requests_.ask(Side::client, moment, {}, {}, note);
  say_system(note.attempt.workstation.view(), note.attempt.system.view(),
             "NTLM AUTHENTICATE_MESSAGE", moment);
  auto& from = way(Side::client);
  say_software(from, fields.user_agent, "HTTP User-Agent", moment);
  if (auto const body = body_of_request(fields))
    begin_body(from, *body, fields, note.symbol.view(), moment);
}

Taken::Then Tracker::on_response(HeadView const& head, Fields const& fields, Moment const& moment) {
  constexpr std::uint16_t switching_protocols = 101;
  auto& from = way(Side::server);
  say_software(from, fields.server, "HTTP Server", moment);
  if (!fields.challenge.empty()) {
    auto const challenger = read_challenge(fields.challenge);
    say_system(challenger.name.view(), challenger.system.view(), "NTLM CHALLENGE_MESSAGE", moment);
  }
  if (head.status < 200 && head.status != switching_protocols) return Taken::Then::go_on;

  answered_ = {};
  requests_.answer(Side::server, moment, {head.status});
  if (head.status == switching_protocols) return Taken::Then::give_up;
  if (answered_.connect && head.status < 300) return Taken::Then::offer;
  if (answered_.head || bodyless(head.status)) return Taken::Then::go_on;
  if (auto const body = body_of_response(fields))
    begin_body(from, *body, fields, answered_.symbol.view(), moment);
  return Taken::Then::go_on;
}

void Tracker::begin_body(Way& from, BodyReader reader, Fields const& fields, std::string_view whose,
                         Moment const& moment) {
  auto const media_type = without_parameters(fields.content_type);
  from.reader = reader;
  from.body = {bodies_,
               {.protocol = name,
                .what = kind_of_media(media_type),
                .name = whose,
                .media_type = media_type},
               moment};
}

void Tracker::end_body(Way& from, bool complete) {
  from.reader.reset();
  from.body.end(complete);
}

void Tracker::on_gap(Side side, std::uint64_t octets, Stamp at) {
  auto& from = way(side);
  bool const within = framing_.bridge(side, octets);
  if (from.reader) {
    from.body.gap(octets);
    bool const at_end = from.reader->has_length() && framing_.body_left(side) == 0;
    if (!within || at_end) end_body(from, false);
  }
  if (!within) requests_.lose(side, at);
}

void Tracker::on_finish(Side side, Stamp) {
  auto& from = way(side);
  if (from.reader && from.reader->ends_with_connection()) end_body(from, true);
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  answered_ = {request.note.symbol, request.note.head, request.note.connect};
  if (reply.late) return;
  auto const status = reply.key.status;
  auto const state = status >= 400 ? Outcome::State::refused : Outcome::State::accepted;
  say_command(request, {state, status, status_name(status)}, &reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_command(request, {state, {}, {}}, nullptr);
}

void Tracker::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "response without a request that was seen", 0, reply.moment);
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Moment const* reply) {
  Object object;
  object.symbol = request.note.symbol.view();
  auto const frame = reply == nullptr ? FrameNumber{0} : reply->frames.last;
  Command command{.said = {request.moment, name, frame},
                  .verb = Verb::file,
                  .operation = request.note.method,
                  .object = object,
                  .outcome = outcome};
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
  if (!request.note.attempt.method.empty()) say_login(request, outcome, frame);
}

/// Only 401 and 407 speak about the login; other refusals come after it.
void Tracker::say_login(Request const& request, Outcome const& outcome, FrameNumber reply) {
  auto result = outcome;
  if (outcome.state == Outcome::State::refused && outcome.code != 401 && outcome.code != 407)
    result.state = Outcome::State::accepted;
  auto const& attempt = request.note.attempt;
  auto const hash =
      mixed(hash_of(bytes_of(attempt.account.view())),
            hash_of(bytes_of(attempt.method.text()), static_cast<std::uint64_t>(result.state)));
  if (hash == last_login_) return;
  last_login_ = hash;
  voice_.say(Login{.said = {request.moment, name, reply},
                   .account = attempt.account.view(),
                   .method = attempt.method,
                   .in_clear = attempt.in_clear,
                   .outcome = result});
}

void Tracker::say_software(Way& from, std::string_view value, Term source, Moment const& moment) {
  if (value.empty()) return;
  value = value.substr(0, most_symbol);
  auto const hash = hash_of(bytes_of(value));
  if (hash == from.software) return;
  from.software = hash;
  voice_.say(Identity{.said = {moment, name},
                      .subject = moment.speaker.host,
                      .attribute = Attribute::software,
                      .value = value,
                      .source = source,
                      .basis = Basis::banner});
}

void Tracker::say_system(std::string_view host_name, std::string_view system, Term source,
                         Moment const& moment) {
  Identity identity{.said = {moment, name},
                    .subject = moment.speaker.host,
                    .attribute = Attribute::host_name,
                    .value = host_name,
                    .source = source,
                    .basis = Basis::declared};
  if (!host_name.empty()) voice_.say(identity);
  identity.attribute = Attribute::operating_system;
  identity.value = system;
  if (!system.empty()) voice_.say(identity);
}

void Tracker::say_head_faults(HeadView const& head, Fields const& fields, Moment const& moment) {
  if (head.bare_line_feed)
    voice_.say_fault(Fault::encoding, "line ends with a bare line feed", 0, moment);
  if (fields.without_colon)
    voice_.say_fault(Fault::value, "header line without a colon", 0, moment);
  if (fields.too_many) voice_.say_fault(Fault::limit, "more than 256 header lines", 0, moment);
  if (fields.length_unreadable)
    voice_.say_fault(Fault::value, "Content-Length is no number, or several", 0, moment);
  if (fields.coded && fields.content_length)
    voice_.say_fault(Fault::mismatch, "both Content-Length and Transfer-Encoding", 0, moment);
}

void Tracker::on_end(Stamp now) {
  requests_.on_time(now);
  for (auto& from : ways_)
    if (from.reader) end_body(from, false);
  requests_.on_end(now);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::http
