// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/snmp/snmp.hpp"

#include "simulate/speech/der/der.hpp"

namespace qw::simulate::snmp {
namespace {

enum Pdu : unsigned { get = 0xa0, reply = 0xa2 };

Octets value_of(Variable const& variable, Pdu pdu) {
  if (pdu == get) return der::value(der::null_tag, Bytes{});
  if (variable.kind == der::octet_string) return der::value(der::octet_string, variable.text);
  return der::integer(variable.number, variable.kind);
}

Octets message(Pdu pdu, std::string_view community, std::uint32_t request,
               std::span<Variable const> variables) {
  Octets bindings;
  for (auto const& variable : variables)
    bindings.add(der::sequence({der::oid(variable.name), value_of(variable, pdu)}));
  auto const body = der::sequence({der::integer(request), der::integer(0), der::integer(0),
                                   der::value(der::sequence_tag, bindings.bytes())},
                                  pdu);
  return der::sequence({der::integer(1), der::value(der::octet_string, community), body});
}

}  // namespace

Octets get_request(std::string_view community, std::uint32_t request,
                   std::span<Variable const> variables) {
  return message(get, community, request, variables);
}

Octets response(std::string_view community, std::uint32_t request,
                std::span<Variable const> variables) {
  return message(reply, community, request, variables);
}

}  // namespace qw::simulate::snmp
