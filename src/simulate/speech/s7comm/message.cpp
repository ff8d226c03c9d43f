// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/s7comm/message.hpp"

namespace qw::simulate::s7comm {

Octets message(Rosctr kind, std::uint16_t reference, Bytes parameters, Bytes data) {
  Octets unit{2, 0xf0, 0x80};  // COTP data, last part
  unit.u8(0x32).u8(kind).u16be(0).u16be(reference).u16be(parameters.size()).u16be(data.size());
  if (kind == ack_data) unit.u16be(0);  // no error
  unit.add(parameters).add(data);
  return tpkt(unit);
}

Octets tpkt(Bytes unit) {
  auto out = Octets::with_room(unit.size() + 4);
  out.u8(3).u8(0).u16be(unit.size() + 4).add(unit);
  return out;
}

}  // namespace qw::simulate::s7comm
