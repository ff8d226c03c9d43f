// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/dhcp/dhcp.hpp"

namespace qw::simulate::dhcp {
namespace {

constexpr std::size_t least_octets = 300;  // BOOTP's, which old relays insist on

void add(Octets& out, unsigned option, Bytes value) { out.u8(option).u8(value.size()).add(value); }
void add(Octets& out, unsigned option, Ip4 value) {
  Octets octets;
  octets << value;
  add(out, option, octets.bytes());
}

}  // namespace

Octets message(Message const& said) {
  bool const from_server = said.kind == Kind::offer || said.kind == Kind::acknowledge;
  Octets out;
  out.u8(from_server ? 2 : 1).u8(1).u8(6).u8(0).u32be(said.transaction).u16be(0);
  out.u16be(said.client_ip.value == 0 ? 0x8000 : 0);    // answer to all, for it has no address
  auto const given = from_server ? said.yours : Ip4{};  // a request names it in option 50
  out << said.client_ip << given << (from_server ? said.server : Ip4{}) << Ip4{};
  out << said.client;
  out.fill(10).fill(192).u32be(0x6382'5363);
  add(out, 53, Octets{static_cast<unsigned>(said.kind)});
  if (from_server) {
    add(out, 54, said.server);
    add(out, 51, Octets{}.u32be(said.lease_s));
    add(out, 1, said.mask);
    add(out, 3, said.router);
    if (said.names.value != 0) add(out, 6, said.names);
  } else {
    Octets identifier{1};
    identifier << said.client;
    add(out, 61, identifier);
    if (said.kind == Kind::request && said.client_ip.value == 0) {
      add(out, 50, said.yours);
      add(out, 54, said.server);
    }
    add(out, 12, bytes_of(said.name));
    if (!said.vendor.empty()) add(out, 60, bytes_of(said.vendor));
    add(out, 55, Octets{1, 3, 6, 15, 31, 33, 43, 44, 46, 47, 121});
  }
  out.u8(255);
  if (out.size() < least_octets) out.fill(least_octets - out.size());
  return out;
}

}  // namespace qw::simulate::dhcp
