// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/rdp/rdp.hpp"

#include <fmt/format.h>

namespace qw::simulate::rdp {
namespace {

constexpr std::uint32_t hybrid = 2;  // CredSSP
constexpr std::uint32_t tls = 1;

/// TPKT (RFC 1006) and X.224, of class 0, with what follows.
Octets connection(unsigned code, unsigned reference, Bytes rest) {
  Octets out{3, 0};
  out.u16be(rest.size() + 11).u8(rest.size() + 6).u8(code).u16be(0).u16be(reference).u8(0);
  return out.add(rest), out;
}

Octets negotiation(unsigned kind, unsigned flags, std::uint32_t protocols) {
  Octets out;
  return out.u8(kind).u8(flags).u16le(8).u32le(protocols), out;
}

}  // namespace

Octets connect_request(std::string_view user) {
  Octets rest;
  rest.text(fmt::format("Cookie: mstshash={}\r\n", user.substr(0, 9)));
  return connection(0xe0, 0, rest.add(negotiation(1, 0, tls | hybrid)));
}

Octets connect_confirm() { return connection(0xd0, 0x1234, negotiation(2, 0x1f, hybrid)); }

}  // namespace qw::simulate::rdp
