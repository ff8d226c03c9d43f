// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/vpn/wireguard.hpp"

namespace qw::simulate::wireguard {
namespace {

void add_noise(Octets& out, std::size_t octets, Dice& dice) {
  auto const end = out.size() + octets;
  while (out.size() + 8 <= end) out.u64be(dice.draw());
  while (out.size() < end) out.u8(dice.draw());
}

constexpr std::size_t mac = 16;

}  // namespace

Octets initiation(std::uint32_t sender, Dice& dice) {
  Octets out;
  out.u32le(1).u32le(sender);
  add_noise(out, 32 + 48 + 28 + mac, dice);  // ephemeral, static, time stamp
  return out.fill(mac), out;                 // no cookie
}

Octets response(std::uint32_t sender, std::uint32_t receiver, Dice& dice) {
  Octets out;
  out.u32le(2).u32le(sender).u32le(receiver);
  add_noise(out, 32 + 16 + mac, dice);  // ephemeral, nothing
  return out.fill(mac), out;
}

Octets transport(std::uint32_t receiver, std::uint64_t counter, std::size_t octets, Dice& dice) {
  Octets out;
  out.u32le(4).u32le(receiver).u64le(counter);
  add_noise(out, (octets + 15) / 16 * 16 + 16, dice);
  return out;
}

}  // namespace qw::simulate::wireguard
