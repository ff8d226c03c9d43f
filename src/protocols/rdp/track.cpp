// SPDX-License-Identifier: Apache-2.0
#include "protocols/rdp/track.hpp"

#include <fmt/format.h>

#include <array>

#include "carriers/cotp.hpp"
#include "carriers/tpkt.hpp"
#include "vocabulary/voice.hpp"

namespace qw::rdp {
namespace {

using delivery::Side;

constexpr std::size_t channel_name_octets = 8;
constexpr dialogue::Rules rules{
    .most = 1, .most_early = 0, .deadline = reply_deadline, .pairing = dialogue::Pairing::in_order};

std::optional<cotp::TpduView> first_tpdu(Bytes head) {
  auto const packet = tpkt::parse(head);
  auto const* done = std::get_if<0>(&packet);
  if (done == nullptr) return std::nullopt;
  auto const tpdu = cotp::parse(done->message);
  auto const* view = std::get_if<0>(&tpdu);
  if (view == nullptr) return std::nullopt;
  return view->message;
}

/// The cookie or the negotiation in the very first packet is unmistakable; a
/// request without either is left to others.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.client.empty()) return opening.server.empty() ? Likeness::more : Likeness::no;
  if (std::holds_alternative<Malformed>(tpkt::parse(opening.client))) return Likeness::no;
  auto const request = first_tpdu(opening.client);
  if (!request) return Likeness::more;
  if (request->kind != cotp::Kind::connection_request) return Likeness::no;
  if (!read_connect_request(request->variable)) return Likeness::no;
  if (opening.server.empty()) return Likeness::likely;
  if (std::holds_alternative<Malformed>(tpkt::parse(opening.server))) return Likeness::no;
  auto const reply = first_tpdu(opening.server);
  if (!reply) return Likeness::likely;
  bool const confirms = reply->kind == cotp::Kind::connection_confirm &&
                        read_connect_confirm(reply->variable).has_value();
  bool const refuses = reply->kind == cotp::Kind::disconnect_request;
  return confirms || refuses ? Likeness::certain : Likeness::no;
}

/// The number in the core data, not that of the product: 8.4 is RDP 5.0 to 8.1.
std::string version_text(std::uint32_t version) {
  return fmt::format("RDP {}.{}", version >> 16, version & 0xffff);
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name}, requests_{*this, rules} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  using Then = delivery::Taken::Then;
  if (settled_) return {segment.bytes.size()};
  return messages_.read(
      segment,
      [&](Bytes pdu) -> dialogue::Reading {
        if (on_pdu(pdu, segment.from, segment.moment)) return {};
        return {.then = Then::offer, .hint = "tls"};
      },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); });
}

/// What was to be read stands at the beginning; behind a gap nothing is, no confirmation either.
void Tracker::on_gap(Side, std::uint64_t, Stamp at) {
  settled_ = true;
  requests_.lose(Side::server, at);
}

/// False if another protocol follows.
bool Tracker::on_pdu(Bytes pdu, Side from, Moment const& moment) {
  if (!is_packet(pdu)) return true;
  auto const parsed = cotp::parse(pdu.subspan(tpkt::header_octets));
  if (auto const* bad = std::get_if<Malformed>(&parsed)) {
    voice_.say_fault(bad->fault, bad->text, tpkt::header_octets + bad->offset, moment);
    return true;
  }
  auto const& tpdu = std::get_if<0>(&parsed)->message;
  if (from == Side::client && tpdu.kind == cotp::Kind::connection_request) {
    on_request(tpdu.variable, moment);
  } else if (from == Side::server && tpdu.kind == cotp::Kind::connection_confirm) {
    return on_confirm(tpdu.variable, moment);
  } else if (!requests_.empty() && tpdu.kind == cotp::Kind::disconnect_request) {
    auto const reason = cotp::reason_name(tpdu.detail);
    requests_.answer(from, moment, {0, {Outcome::State::refused, tpdu.detail, reason}});
  } else if (tpdu.kind == cotp::Kind::data) {
    on_unit(tpdu.data, moment);
  }
  return true;
}

void Tracker::on_request(Bytes variable, Moment const& moment) {
  auto const view = read_connect_request(variable);
  offered_ = view ? view->protocols : 0;
  requests_.ask(Side::client, moment, {offered_, {}});
  if (!view) return;
  auto const offered = protocols_text(view->protocols);
  voice_.say(Handshake{.said = {moment, protocol_name},
                       .part = HandshakePart::client,
                       .server_name = view->routing_token,
                       .application = offered.view()});
  if (view->account.empty()) return;
  voice_.say(Login{.said = {moment, protocol_name},
                   .account = view->account,
                   .method = "mstshash cookie",
                   .in_clear = false,
                   .outcome = {}});
}

bool Tracker::on_confirm(Bytes variable, Moment const& moment) {
  auto const view = read_connect_confirm(variable);
  if (!view) {
    voice_.say_fault(Fault::value, "confirmation is no negotiation", 11, moment);
    requests_.answer(Side::server, moment, {0, {Outcome::State::accepted, {}, {}}});
    return true;
  }
  using Kind = ConnectConfirmView::Kind;
  if (view->kind == Kind::failed) {
    Outcome const refusal{Outcome::State::refused, view->value, failure_name(view->value)};
    requests_.answer(Side::server, moment, {0, refusal});
    return true;
  }
  requests_.answer(Side::server, moment, {0, {Outcome::State::accepted, {}, {}}});
  bool const guarded = view->kind == Kind::selected && view->value != security::standard;
  if (guarded && (view->value & offered_) == 0 && offered_ != 0)
    voice_.say_fault(Fault::mismatch, "security protocol was not offered", 15, moment);
  voice_.say(Handshake{.said = {moment, protocol_name},
                       .part = HandshakePart::server,
                       .application = protocol_name_of(view->value).text()});
  if (guarded) encrypted_ = true;
  return !guarded;
}

void Tracker::on_unit(Bytes unit, Moment const& moment) {
  if (is_connect_initial(unit)) {
    if (auto const client = read_client_data(unit)) return say_client(*client, moment);
    voice_.say_fault(Fault::value, "connect request without client data", 7, moment);
  } else if (is_connect_response(unit)) {
    if (auto const server = read_server_data(unit)) return say_server(*server, moment);
    voice_.say_fault(Fault::value, "connect response without server data", 7, moment);
  } else if (encrypted_ == false) {
    if (auto const info = read_client_info(unit)) say_account(*info, moment);
  }
}

void Tracker::say_client(ClientDataView const& client, Moment const& moment) {
  std::array<std::string_view, most_channels> channels;
  std::size_t count = 0;
  for (auto rest = client.channels; rest.size() >= channel_octets && count < channels.size();
       rest = rest.subspan(channel_octets)) {
    auto const name = text_of(rest.first(channel_name_octets));
    channels[count++] = name.substr(0, name.find('\0'));
  }
  auto const version = version_text(client.version);
  voice_.say(Handshake{.said = {moment, protocol_name},
                       .part = HandshakePart::client,
                       .version = version,
                       .names = TextList{channels}.first(count)});
  auto const build = fmt::format("RDP client build {}", client.build);
  voice_.say_identity(Attribute::host_name, client.name.view(), "RDP client core data, clientName",
                      moment);
  voice_.say_identity(Attribute::software, build, "RDP client core data, clientBuild", moment);
  voice_.say_identity(Attribute::software, client.product_id.view(),
                      "RDP client core data, clientDigProductId", moment);
}

void Tracker::say_server(ServerDataView const& server, Moment const& moment) {
  auto const version = version_text(server.version);
  auto const cipher =
      fmt::format("{}, level {}", encryption_method_name(server.encryption_method).text(),
                  encryption_level_name(server.encryption_level).text());
  voice_.say(Handshake{.said = {moment, protocol_name},
                       .part = HandshakePart::server,
                       .version = version,
                       .cipher = cipher});
  encrypted_ = server.encryption_method != 0;
}

void Tracker::say_account(ClientInfoView const& info, Moment const& moment) {
  auto const account = info.domain.view().empty()
                           ? std::string{info.account.view()}
                           : fmt::format("{}\\{}", info.domain.view(), info.account.view());
  voice_.say(Login{.said = {moment, protocol_name},
                   .account = account,
                   .method = "Client Info PDU",
                   .in_clear = info.has_password,
                   .outcome = {}});
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (reply.key.outcome.state == Outcome::State::refused && !reply.late)
    say_negotiation(request, reply.key.outcome, &reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_negotiation(request, {state, {}, {}}, nullptr);
}

/// A connection that did not come about.
void Tracker::say_negotiation(Request const& request, Outcome const& outcome, Moment const* reply) {
  auto const offered = protocols_text(request.key.offered);
  Command command{
      .said = {request.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last},
      .verb = Verb::other,
      .operation = "X.224 Connection Request",
      .object = {},
      .values = {},
      .outcome = outcome,
      .reply_after = {}};
  command.object.symbol = offered.view();
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::rdp
