// SPDX-License-Identifier: Apache-2.0
#include "protocols/tls/track.hpp"

#include <algorithm>

#include "core/digest.hpp"
#include "core/frame_span.hpp"
#include "protocols/tls/certificate.hpp"
#include "protocols/tls/fingerprint.hpp"
#include "vocabulary/voice.hpp"

namespace qw::tls {
namespace {

using delivery::Likeness;
using delivery::Opening;
using delivery::Side;
using delivery::Taken;

constexpr std::uint16_t ports[] = {443, 465, 563, 636, 853, 990, 992, 993, 995, 5671, 8443, 8883};
constexpr ProtocolDescription description{.name = "tls",
                                          .title = "TLS",
                                          .traits = {Trait::encrypted},
                                          .tcp_ports = ports,
                                          .known_as = {.zeek = "ssl"}};
constexpr Protocol name{description};

enum class Look : std::uint8_t { no, unclear, possible, sure };

/// A record of handshake: does a hello of that side begin in it?
Look look_of_hello(Bytes fragment, std::uint16_t length, Side side) {
  Cursor in{fragment};
  auto const type = in.u8();
  auto const octets = in.u24be();
  auto const version = in.u16be();
  if (!in.ok()) return length < 6 ? Look::no : Look::unclear;
  auto const expected =
      side == Side::client ? MessageType::client_hello : MessageType::server_hello;
  bool const hello = type == static_cast<std::uint8_t>(expected) && octets >= 38 &&
                     octets < most_handshake && !version_name(version).empty();
  return hello ? Look::sure : Look::no;
}

Look look_of(Bytes head, Side side) {
  if (head.empty()) return Look::unclear;
  auto const header = parse_header(head);
  if (std::holds_alternative<NeedMore>(header)) return Look::unclear;
  if (std::holds_alternative<Malformed>(header)) {
    auto const old_hello = parse_old_hello(head);
    if (side == Side::server || std::holds_alternative<Malformed>(old_hello)) return Look::no;
    return std::holds_alternative<NeedMore>(old_hello) ? Look::unclear : Look::sure;
  }
  auto const& record = std::get_if<0>(&header)->message;
  auto const rest = head.subspan(header_octets);
  switch (record.type) {
    case ContentType::handshake: return look_of_hello(rest, record.length, side);
    case ContentType::alert: return record.length == 2 ? Look::possible : Look::no;
    case ContentType::change_cipher_spec: return record.length == 1 ? Look::possible : Look::no;
    case ContentType::application_data: {
      // In the middle of a conversation: the next header must hold as well.
      if (record.length == 0) return Look::no;
      if (rest.size() <= record.length) return Look::possible;
      return std::holds_alternative<Malformed>(parse_header(rest.subspan(record.length)))
                 ? Look::no
                 : Look::possible;
    }
    case ContentType::heartbeat: return Look::no;
  }
  return Look::no;
}

/// A hello of either side is proof enough, whatever the other side makes of it.
Likeness recognise(Opening const& opening) {
  auto const client = look_of(opening.client, Side::client);
  auto const server = look_of(opening.server, Side::server);
  if (client == Look::sure) return Likeness::certain;
  if (server == Look::sure) return client == Look::no ? Likeness::likely : Likeness::certain;
  if (client == Look::no || server == Look::no) return Likeness::no;
  bool const possible = client == Look::possible || server == Look::possible;
  return possible ? Likeness::likely : Likeness::more;
}

ShortText<6> hex_text(std::uint16_t number) {
  std::array const octets = {static_cast<std::byte>(number >> 8),
                             static_cast<std::byte>(number & 0xff)};
  ShortText<6> text;
  text.add("0x");
  text.add(HexText{octets}.view());
  return text;
}

/// The names of an ALPN list, joined by commas; what does not fit is left out.
ShortText<most_protocol_text> protocol_text(Bytes protocols) {
  ShortText<most_protocol_text> text;
  ProtocolNames names{protocols};
  for (std::string_view each; names.next(each) && each.size() < text.room();) {
    if (!text.view().empty()) text.add(',');
    text.add(each);
  }
  return text;
}

/// Behind a gap, only where a piece begins: records bear no mark of their own.
std::size_t find_record(Bytes octets, dialogue::Astray) {
  return std::holds_alternative<Malformed>(parse_header(octets)) ? octets.size() : 0;
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

bool Tracker::negotiated_13() const { return version_ == 0x0304 || (version_ >> 8) == 0x7f; }

/// In TLS 1.3 encrypted messages travel as application data; before it they keep
/// their type, and only ChangeCipherSpec tells that they are encrypted.
bool Tracker::wants(Way const& way, RecordHeader const& record) const {
  bool const in_clear = !way.ciphered || negotiated_13();
  switch (record.type) {
    case ContentType::handshake: return in_clear && !way.unreadable;
    case ContentType::alert: return in_clear;
    case ContentType::change_cipher_spec: return true;
    case ContentType::application_data:
    case ContentType::heartbeat: return false;
  }
  return false;
}

Taken Tracker::on_stream(delivery::Segment const& segment) {
  if (old_version_) return {segment.bytes.size()};
  return framing_.read(
      segment, [&](Bytes octets) { return cut(octets, segment.from); }, find_record,
      [&](Unit const& unit) { return on_unit(unit, segment); },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); }, dialogue::ignore_body);
}

/// Of a record that nobody wants only the header is waited for.
Parsed<Tracker::Unit> Tracker::cut(Bytes octets, Side side) const {
  auto const header = parse_header(octets);
  if (auto const* more = std::get_if<NeedMore>(&header)) return *more;
  if (auto const* bad = std::get_if<Malformed>(&header)) return cut_old(octets, side, *bad);
  auto const& record = std::get_if<0>(&header)->message;
  if (!wants(way(side), record)) return Done<Unit>{{.record = {record, {}}}, header_octets};
  auto const whole = with_fragment(record, octets);
  if (auto const* more = std::get_if<NeedMore>(&whole)) return *more;
  auto const& done = *std::get_if<0>(&whole);
  return Done<Unit>{{.record = done.message, .whole = true}, done.used};
}

/// No record begins here. A first message in the form of SSL 2.0 is legal, and so is its answer.
Parsed<Tracker::Unit> Tracker::cut_old(Bytes octets, Side side, Malformed const& bad) const {
  constexpr std::uint8_t server_hello = 4;
  if (way(side).begun) return bad;
  if (side == Side::client) {
    auto const hello = parse_old_hello(octets);
    if (auto const* more = std::get_if<NeedMore>(&hello)) return *more;
    auto const* done = std::get_if<0>(&hello);
    if (done == nullptr) return bad;
    return Done<Unit>{{.old_version = done->message.version}, done->used};
  }
  if (!old_hello_) return bad;
  Cursor in{octets};
  in.skip(2);
  auto const type = in.u8();
  if (!in.ok()) return NeedMore{3};
  if (type != server_hello)
    return Malformed{Fault::value, 0, "neither a record nor a SERVER-HELLO"};
  return Done<Unit>{{.old_version = 0x0002}, 3};
}

dialogue::Reading Tracker::on_unit(Unit const& unit, delivery::Segment const& segment) {
  auto& from = way(segment.from);
  from.begun = true;
  if (unit.old_version) return on_old_hello(*unit.old_version, segment);
  if (unit.whole) {
    on_record(unit.record, segment);
    return {};
  }
  from.ciphered |= unit.record.header.type == ContentType::application_data;
  encrypted_ |= from.ciphered;
  return {.body = unit.record.header.length};
}

/// Of SSL 2.0 itself, which a server's hello means, nothing more is looked at.
dialogue::Reading Tracker::on_old_hello(std::uint16_t version, delivery::Segment const& segment) {
  bool const of_client = segment.from == Side::client;
  voice_.say(Handshake{.said = {segment.moment, name},
                       .part = of_client ? HandshakePart::client : HandshakePart::server,
                       .version = version_name(version).text()});
  old_hello_ |= of_client;
  old_version_ |= !of_client;
  return {.body = of_client ? 0 : dialogue::all_that_follows};
}

void Tracker::on_gap(Side side, std::uint64_t octets, Stamp) {
  auto& from = way(side);
  from.joined.clear();
  if (!framing_.bridge(side, octets)) from.unreadable = true;
}

void Tracker::on_record(RecordView const& record, delivery::Segment const& segment) {
  auto& from = way(segment.from);
  switch (record.header.type) {
    case ContentType::handshake: on_handshake(from, record.fragment, segment.moment); break;
    case ContentType::alert: on_alert(from, record.fragment, segment.moment); break;
    case ContentType::change_cipher_spec:
      from.ciphered = true;
      encrypted_ = true;
      break;
    default: break;
  }
}

void Tracker::on_handshake(Way& from, Bytes fragment, Moment const& moment) {
  if (from.joined.empty()) {
    auto const used = on_messages(from, fragment, moment);
    if (from.unreadable || used == fragment.size()) return;
    from.joined.assign(fragment.begin() + static_cast<std::ptrdiff_t>(used), fragment.end());
    from.joined_frames = moment.frames;
    return;
  }
  if (from.joined.size() + fragment.size() > most_handshake + most_fragment) {
    from.unreadable = true;
    voice_.say_fault(Fault::limit, "handshake message is above 64 KiB", 1, moment);
  } else {
    from.joined.insert(from.joined.end(), fragment.begin(), fragment.end());
    auto since = moment;
    since.frames = over(since.frames, from.joined_frames);
    auto const used = on_messages(from, from.joined, since);
    from.joined_frames = used > 0 ? moment.frames : since.frames;
    from.joined.erase(from.joined.begin(), from.joined.begin() + static_cast<std::ptrdiff_t>(used));
  }
  if (from.unreadable || from.joined.empty()) std::vector<std::byte>{}.swap(from.joined);
}

/// Hears every whole message; gives the octets that they took.
std::size_t Tracker::on_messages(Way& from, Bytes octets, Moment const& moment) {
  std::size_t used = 0;
  while (used < octets.size()) {
    auto const parsed = parse_message(octets.subspan(used));
    if (auto const* more = std::get_if<NeedMore>(&parsed)) {
      if (more->total > most_handshake) {
        from.unreadable = true;
        voice_.say_fault(Fault::limit, "handshake message is above 64 KiB", 1, moment);
      }
      return used;
    }
    auto const& done = *std::get_if<0>(&parsed);
    on_message(done.message, moment);
    used += done.used;
  }
  return used;
}

void Tracker::on_message(MessageView const& message, Moment const& moment) {
  switch (static_cast<MessageType>(message.type)) {
    case MessageType::client_hello: say_client(read_client_hello(message.body), moment); break;
    case MessageType::server_hello: say_server(read_server_hello(message.body), moment); break;
    case MessageType::certificate:
      if (!negotiated_13()) say_certificate(message.body, moment);
      break;
    default: break;
  }
}

void Tracker::on_alert(Way& from, Bytes fragment, Moment const& moment) {
  constexpr std::uint8_t close_notify = 0;
  constexpr std::uint8_t user_canceled = 90;
  if (fragment.size() != 2) {  // too long to be in clear: ChangeCipherSpec was not seen
    from.ciphered = encrypted_ = true;
    return;
  }
  auto const code = octet_at(fragment, 1);
  if (code == close_notify || code == user_canceled) return;
  voice_.say(Alarm{.said = {moment, name},
                   .source = "TLS alert",
                   .code = code,
                   .text = alert_name(code).text(),
                   .state = AlarmState::raised});
}

void Tracker::say_client(HelloView const& hello, Moment const& moment) {
  if (hello.broken)
    voice_.say_fault(Fault::length, "ClientHello does not fit its length", message_header_octets,
                     moment);
  auto const ja3 = hello.broken ? ShortText<32>{} : ja3_of(hello);
  auto const ja4 = hello.broken ? ShortText<36>{} : ja4_of(hello);
  auto const protocols = protocol_text(hello.protocols);
  voice_.say(Handshake{.said = {moment, name},
                       .part = HandshakePart::client,
                       .version = version_name(hello.version).text(),
                       .server_name = hello.server_name.substr(0, most_server_name),
                       .application = protocols.view(),
                       .fingerprint = ja4.view(),
                       .fingerprint_old = ja3.view()});
}

void Tracker::say_server(HelloView const& hello, Moment const& moment) {
  if (hello.broken)
    voice_.say_fault(Fault::length, "ServerHello does not fit its length", message_header_octets,
                     moment);
  version_ = hello.version;
  if (hello.retry) return;  // the ServerHello proper follows
  Cursor chosen{hello.ciphers};
  auto const cipher = chosen.u16be();
  auto const cipher_hex = hex_text(cipher);
  auto const known = cipher_name(cipher).text();
  auto const version_hex = hex_text(hello.version);
  auto const version = version_name(hello.version).text();
  auto const protocols = protocol_text(hello.protocols);
  voice_.say(Handshake{.said = {moment, name},
                       .part = HandshakePart::server,
                       .version = version.empty() ? version_hex.view() : version,
                       .application = protocols.view(),
                       .cipher = known.empty() && chosen.ok() ? cipher_hex.view() : known});
}

void Tracker::say_certificate(Bytes body, Moment const& moment) {
  auto const first = first_certificate(body);
  auto const view = first ? read_certificate(*first) : std::nullopt;
  if (first && first->empty()) return;  // a client that has none
  if (!first || !view) {
    voice_.say_fault(Fault::value, "Certificate is not of the form of X.509", message_header_octets,
                     moment);
    if (!first) return;
  }
  HexText const digest{Sha256::of(*first)};
  Handshake said{
      .said = {moment, name}, .part = HandshakePart::certificate, .certificate = digest.view()};
  if (!view) return voice_.say(said);
  auto const subject = name_text(view->subject);
  auto const issuer = name_text(view->issuer);
  auto const texts = alternative_names(view->alternative_names);
  std::vector<std::string_view> const names{texts.begin(), texts.end()};
  said.subject = subject;
  said.issuer = issuer;
  said.names = names;
  said.not_before = view->not_before;
  said.not_after = view->not_after;
  voice_.say(said);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::tls
