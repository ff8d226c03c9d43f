// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/parse.hpp"

#include "core/cursor.hpp"

namespace qw::s7comm {

Parsed<PduView> parse(Bytes unit) {
  Cursor in{unit};
  auto const protocol = in.u8();
  if (in.ok() && protocol != protocol_id)
    return Malformed{Fault::value, 0, "protocol identifier is not 32 hex"};
  auto const kind = in.u8();
  if (in.ok() && kind != 1 && kind != 2 && kind != 3 && kind != 7)
    return Malformed{Fault::value, 1, "ROSCTR is not 1, 2, 3 or 7"};
  in.skip(2);  // redundancy identification, reserved
  PduView pdu;
  pdu.kind = static_cast<Rosctr>(kind);
  pdu.reference = in.u16be();
  auto const parameter_octets = in.u16be();
  auto const data_octets = in.u16be();
  bool const acknowledges = kind == 2 || kind == 3;
  if (acknowledges) pdu.error = in.u16be();
  if (!in.ok()) return NeedMore{acknowledges ? header_octets + 2 : header_octets};
  std::size_t const total = in.position() + parameter_octets + data_octets;
  pdu.parameters = in.take(parameter_octets);
  pdu.data = in.take(data_octets);
  if (!in.ok()) return NeedMore{total};
  return Done<PduView>{pdu, total};
}

SetupView read_setup(Bytes parameters) {
  Cursor in{parameters};
  in.skip(2);  // function, reserved
  SetupView setup;
  setup.jobs_calling = in.u16be();
  setup.jobs_called = in.u16be();
  setup.pdu_octets = in.u16be();
  setup.broken = !in.ok() || !in.empty();
  return setup;
}

}  // namespace qw::s7comm
