// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/lldp/lldp.hpp"

#include "simulate/wire/headers.hpp"

namespace qw::simulate::lldp {
namespace {

void add(Octets& out, unsigned type, Bytes value) {
  out.u16be(type << 9 | value.size()).add(value);
}

}  // namespace

Octets frame(Mac const& from, Advertisement const& said) {
  Octets out;
  add_link(out, {from, group, 0, 0}, ethertype);
  Octets chassis{4};  // a MAC address
  add(out, 1, chassis << said.chassis);
  add(out, 2, Octets{5}.text(said.port));  // port: interface name
  add(out, 3, Octets{}.u16be(said.seconds));
  add(out, 5, Octets{}.text(said.name));
  add(out, 6, Octets{}.text(said.description));
  add(out, 7, Octets{}.u16be(0x0004).u16be(0x0004));  // a bridge, and at work as one
  Octets address{5, 1};                               // IPv4
  address << said.management;
  add(out, 8, address.u8(2).u32be(1).u8(0));  // interface index 1, no OID
  add(out, 0, {});
  pad_frame(out);
  return out;
}

}  // namespace qw::simulate::lldp
