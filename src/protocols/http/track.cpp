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

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, name}, bodies_{around.bodies}, requests_{*this, rules} {}

Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& from = way(segment.from);
  std::size_t used = 0;
  while (used < segment.bytes.size()) {
    auto const rest = segment.bytes.subspan(used);
    auto const first = octet_at(rest, 0);
    if (!from.reader && (first == '\r' || first == '\n')) {  // RFC 9112, section 2.2
      ++used;
      continue;
    }
    auto const taken =
        from.reader ? on_body(segment.from, rest, segment.moment) : on_head(segment, rest);
    used += taken.used;
    if (taken.then != Taken::Then::go_on) return {used, 0, taken.then, taken.hint};
    if (taken.used == 0) return {used, taken.want};
  }
  return {used};
}

Taken Tracker::on_head(delivery::Segment const& segment, Bytes rest) {
  auto& from = way(segment.from);
  bool const of_client = segment.from == Side::client;
  bool const waits = of_client && !requests_.empty();
  if (waits && (requests_.newest().note.connect || requests_.newest().note.upgrade)) {
    // Until the server has answered, it is not known what language this is.
    return rest.size() <= most_held ? Taken{} : Taken{.then = Taken::Then::give_up};
  }
  if (from.out_of_step && opens(rest) == Opens::no) return {rest.size()};
  auto const parsed = parse(rest);
  if (auto const* more = std::get_if<NeedMore>(&parsed)) return {0, more->total};
  if (auto const* bad = std::get_if<Malformed>(&parsed)) return on_no_head(segment, rest, *bad);
  auto const& done = *std::get_if<0>(&parsed);
  if (done.message.response == of_client)
    return on_no_head(segment, rest, {Fault::order, 0, "start line of the other side"});

  from.begun = true;
  from.out_of_step = false;
  auto const fields = read_fields(done.message.headers);
  say_head_faults(done.message, fields, segment.moment);
  if (of_client) {
    on_request(done.message, fields, segment.moment);
    return {done.used};
  }
  auto const then = on_response(done.message, fields, segment.moment);
  constexpr Term tunnelled{"tls"};  // what a CONNECT is mostly for
  return {done.used, 0, then, tunnelled};
}

/// Later segments are tried: after a gap, in the midst of what is no HTTP, or where
/// the capture began inside a body. Given up while neither side was understood.
Taken Tracker::on_no_head(delivery::Segment const& segment, Bytes rest, Malformed const& bad) {
  auto& from = way(segment.from);
  if (!from.out_of_step) {
    voice_.say_fault(bad, segment.moment);
    if (!ways_[0].begun && !ways_[1].begun) return {.then = Taken::Then::give_up};
    fall_out_of_step(segment.from, segment.moment.at);
  }
  return {rest.size()};
}

Taken Tracker::on_body(Side side, Bytes rest, Moment const& moment) {
  auto& from = way(side);
  auto const step = from.reader->next(rest);
  if (step.fault) {
    voice_.say_fault(*step.fault, moment);
    end_body(from, false);
    fall_out_of_step(side, moment.at);
    return {rest.size()};
  }
  if (step.used == 0 && !step.done) return {0, step.want};
  from.body.piece(step.body, moment);
  if (step.done) end_body(from, true);
  return {step.used};
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
  if (from.reader) {
    from.body.gap(octets);
    bool const passed = from.reader->pass_gap(octets);
    if (!passed || from.reader->at_end()) end_body(from, false);
    if (passed) return;
  }
  fall_out_of_step(side, at);
}

/// What was not understood may have held requests, or the responses to all that wait.
void Tracker::fall_out_of_step(Side side, Stamp at) {
  way(side).out_of_step = true;
  requests_.lose(side, at);
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
      .protocol = description, .recognise = recognise, .stream = delivery::make<Tracker>};
  return self;
}

}  // namespace qw::http
