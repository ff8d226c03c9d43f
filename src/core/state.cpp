// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

namespace qw {
namespace {

/// Terms are never freed; no specification has longer ones.
constexpr std::size_t most_term_octets = 256;

constexpr std::tuple parts_of_host{&Host::realm, &Host::address};
constexpr std::tuple parts_of_endpoint{&Endpoint::host, &Endpoint::port};
constexpr std::tuple parts_of_moment{&Moment::at,          &Moment::frames,  &Moment::source,
                                     &Moment::point,       &Moment::speaker, &Moment::listener,
                                     &Moment::conversation};

template <class Type, class Parts>
void save_parts(StateWriter& out, Type const& value, Parts const& parts) {
  std::apply([&](auto... part) { (save(out, value.*part), ...); }, parts);
}
template <class Type, class Parts>
void load_parts(StateReader& in, Type& value, Parts const& parts) {
  std::apply([&](auto... part) { (load(in, value.*part), ...); }, parts);
}

}  // namespace

void save(StateWriter& out, Address const& address) {
  out.number(static_cast<std::uint8_t>(address.family()));
  out.octets(address.octets());
}

void save(StateWriter& out, Host const& host) { save_parts(out, host, parts_of_host); }

void save(StateWriter& out, Endpoint const& endpoint) {
  save_parts(out, endpoint, parts_of_endpoint);
}

void save(StateWriter& out, Moment const& moment) { save_parts(out, moment, parts_of_moment); }

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

void load(StateReader& in, Host& host) { load_parts(in, host, parts_of_host); }

void load(StateReader& in, Endpoint& endpoint) { load_parts(in, endpoint, parts_of_endpoint); }

void load(StateReader& in, Moment& moment) { load_parts(in, moment, parts_of_moment); }

}  // namespace qw
