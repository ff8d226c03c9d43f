// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/vpn/openvpn.hpp"

namespace qw::simulate::openvpn {

Octets control(Control const& control, Bytes tls) {
  auto out = Octets::with_room(tls.size() + 60);
  out.u8(static_cast<unsigned>(control.opcode) << 3).u64be(control.session);
  out.u8(control.acknowledged.size());
  for (auto const number : control.acknowledged) out.u32be(number);
  if (!control.acknowledged.empty()) out.u64be(control.peer);
  if (control.opcode != Opcode::acknowledgement) out.u32be(control.number);
  return out.add(tls), out;
}

Octets data(std::uint32_t peer, std::uint32_t number, std::size_t octets, Dice& dice) {
  constexpr unsigned data_v2 = 9;
  constexpr std::size_t tag = 16;
  auto out = Octets::with_room(octets + tag + 16);
  out.u8(data_v2 << 3).u24be(peer).u32be(number);
  auto const end = out.size() + tag + octets;
  while (out.size() + 8 <= end) out.u64be(dice.draw());
  while (out.size() < end) out.u8(dice.draw());
  return out;
}

}  // namespace qw::simulate::openvpn
