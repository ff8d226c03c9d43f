// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/opcua/heads.hpp"

namespace qw::simulate::opcua {
namespace {

constexpr std::uint32_t patience_ms = 10'000;

}  // namespace

Octets request(Service service, RequestHead const& head) {
  Octets out;
  add_node_id(out, {.number = static_cast<std::uint32_t>(service)});
  add_node_id(out, {.number = head.session});
  add_date_time(out, head.at);
  out.u32le(head.handle).u32le(0);  // no diagnostics wished
  add_no_string(out);               // no audit entry
  out.u32le(patience_ms);
  add_no_extension_object(out);
  return out;
}

Octets response(Service service, ResponseHead const& head) {
  Octets out;
  add_node_id(out, {.number = static_cast<std::uint32_t>(service)});
  add_date_time(out, head.at);
  out.u32le(head.handle).u32le(head.result).u8(0);  // no diagnostics
  add_no_array(out);                                // no texts for them
  add_no_extension_object(out);
  return out;
}

void add_value_of(Octets& out, NodeId const& node) {
  add_node_id(out, node);
  out.u32le(value_attribute);
  add_no_string(out);  // the whole value, not a range of an array
  out.u16le(0);        // in its default encoding
  add_no_string(out);
}

}  // namespace qw::simulate::opcua
