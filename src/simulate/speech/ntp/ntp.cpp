// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/ntp/ntp.hpp"

namespace qw::simulate::ntp {
namespace {

constexpr std::uint64_t seconds_1900_to_1970 = 2'208'988'800;

void add_stamp(Octets& out, Stamp stamp) {
  auto const ns = static_cast<std::uint64_t>(stamp.ns);
  out.u32be(ns / 1'000'000'000 + seconds_1900_to_1970);
  out.u32be((ns % 1'000'000'000 << 32) / 1'000'000'000);
}

Octets head(unsigned version, unsigned mode, unsigned stratum, unsigned precision) {
  Octets out;
  out.u8(version << 3 | mode).u8(stratum).u8(6).u8(precision);
  return out;
}

}  // namespace

Octets request(Stamp sent, unsigned version) {
  auto out = head(version, 3, 0, 0xfa);
  out.fill(12).fill(24);  // no root, no reference, nothing known of the server
  add_stamp(out, sent);
  return out;
}

Octets reply(Reply const& reply) {
  auto out = head(reply.version, 4, reply.stratum, 0xe9);
  out.u32be(0x0000'0a3d).u32be(0x0000'0c29) << reply.reference;  // some ms of delay
  add_stamp(out, {reply.received.ns - 17'000'000'000});
  add_stamp(out, reply.asked);
  add_stamp(out, reply.received);
  add_stamp(out, reply.sent);
  return out;
}

}  // namespace qw::simulate::ntp
