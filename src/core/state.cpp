// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

namespace qw {
namespace {

/// Terms are never freed; no specification has longer ones.
constexpr std::size_t most_term_octets = 256;

}  // namespace

void save(StateWriter& out, Address const& address) {
  out.number(static_cast<std::uint8_t>(address.family()));
  out.octets(address.octets());
}

void save(StateWriter& out, Host const& host) {
  save(out, host.realm);
  save(out, host.address);
}

void save(StateWriter& out, Endpoint const& endpoint) {
  save(out, endpoint.host);
  save(out, endpoint.port);
}

void save(StateWriter& out, Moment const& moment) {
  save(out, moment.at);
  save(out, moment.frames);
  save(out, moment.source);
  save(out, moment.point);
  save(out, moment.speaker);
  save(out, moment.listener);
  save(out, moment.conversation);
}

void load(StateReader& in, std::string& text) { text = in.text(); }

void load(StateReader& in, std::string_view& text) {
  auto const read = in.text();
  text = {};
  if (read.empty()) return;
  if (in.arena() == nullptr) return in.fail();
  text = in.arena()->keep(read);
}

void load(StateReader& in, Bytes& bytes) {
  std::string_view text;
  load(in, text);
  bytes = bytes_of(text);
}

void load(StateReader& in, Term& term) {
  auto const text = in.text();
  if (text.size() > most_term_octets) return in.fail();
  term = text.empty() ? Term{} : Term::intern(text);
}

void load(StateReader& in, Protocol& protocol) {
  auto const name = in.text();
  protocol = protocol_named(in.bounds().protocols, name);
  if (protocol.text() != name) in.fail();
}

void load(StateReader& in, Address& address) {
  switch (in.number<std::uint8_t>()) {
    case static_cast<std::uint8_t>(Address::Family::none): address = {}; break;
    case static_cast<std::uint8_t>(Address::Family::mac):
      address = Address::mac(in.octets(6));
      break;
    case static_cast<std::uint8_t>(Address::Family::ipv4):
      address = Address::ipv4(in.octets(4));
      break;
    case static_cast<std::uint8_t>(Address::Family::ipv6):
      address = Address::ipv6(in.octets(16));
      break;
    default: in.fail();
  }
}

void load(StateReader& in, Host& host) {
  load(in, host.realm);
  load(in, host.address);
}

void load(StateReader& in, Endpoint& endpoint) {
  load(in, endpoint.host);
  load(in, endpoint.port);
}

void load(StateReader& in, Moment& moment) {
  load(in, moment.at);
  load(in, moment.frames);
  load(in, moment.source);
  load(in, moment.point);
  load(in, moment.speaker);
  load(in, moment.listener);
  load(in, moment.conversation);
}

}  // namespace qw
