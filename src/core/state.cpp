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

}  // namespace qw
