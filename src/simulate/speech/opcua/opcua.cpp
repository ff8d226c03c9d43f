// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/opcua/opcua.hpp"

#include "simulate/speech/opcua/heads.hpp"

namespace qw::simulate::opcua {
namespace {

constexpr std::string_view no_security = "http://opcfoundation.org/UA/SecurityPolicy#None";
constexpr std::string_view binary_profile =
    "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary";
constexpr std::string_view anonymous = "anonymous";
constexpr std::uint32_t anonymous_identity_token = 321;
constexpr unsigned security_mode_none = 1;
constexpr std::uint32_t buffer_octets = 65'535;
constexpr std::size_t head_octets = 8;  // type, chunk, size

/// The message type, then the octets behind, with their size between.
Octets framed(std::string_view type, Bytes rest) {
  auto out = Octets::with_room(head_octets + rest.size());
  return std::move(out.text(type).u32le(head_octets + rest.size()).add(rest));
}

void add_application(Octets& out, Application const& application, unsigned type) {
  add_string(out, application.uri);
  add_string(out, application.uri);
  add_localized_text(out, application.name);
  out.u32le(type);
  add_no_string(out);
  add_no_string(out);
  if (application.endpoint.empty()) return add_no_array(out);
  add_count(out, 1);
  add_string(out, application.endpoint);
}

/// One endpoint: no security, anonymous.
void add_endpoints(Octets& out, Application const& server) {
  constexpr unsigned server_type = 0;
  constexpr unsigned anonymous_token = 0;
  add_count(out, 1);
  add_string(out, server.endpoint);
  add_application(out, server, server_type);
  add_no_string(out);  // certificate
  out.u32le(security_mode_none);
  add_string(out, no_security);
  add_count(out, 1);
  add_string(out, anonymous);
  out.u32le(anonymous_token);
  for (int i = 0; i < 3; ++i) add_no_string(out);  // issued tokens and policies of their own
  add_string(out, binary_profile);
  out.u8(0);  // security level
}

void add_no_signature(Octets& out) {
  add_no_string(out);
  add_no_string(out);
}

}  // namespace

Octets hello(std::string_view endpoint) {
  Octets out;
  out.u32le(0).u32le(buffer_octets).u32le(buffer_octets).u32le(0).u32le(0);
  add_string(out, endpoint);
  return framed("HELF", out);
}

Octets acknowledge(std::uint32_t largest) {
  Octets out;
  out.u32le(0).u32le(largest).u32le(buffer_octets).u32le(largest).u32le(1);
  return framed("ACKF", out);
}

Octets error(std::uint32_t code, std::string_view reason) {
  Octets out;
  out.u32le(code);
  add_string(out, reason);
  return framed("ERRF", out);
}

Octets open_chunk(std::uint32_t channel, Sequence sequence, Bytes body) {
  Octets out;
  out.u32le(channel);
  add_string(out, no_security);
  add_no_string(out);  // the sender's certificate
  add_no_string(out);  // and of the receiver's its thumbprint
  out.u32le(sequence.number).u32le(sequence.request).add(body);
  return framed("OPNF", out);
}

Octets message_chunk(Channel channel, Sequence sequence, Bytes body) {
  auto out = Octets::with_room(body.size() + 16);
  out.u32le(channel.id).u32le(channel.token).u32le(sequence.number).u32le(sequence.request);
  return framed("MSGF", out.add(body));
}

Octets open_channel_request(RequestHead const& head, bool renew, std::uint32_t lifetime_ms) {
  auto out = request(Service::open_channel_request, head);
  out.u32le(0).u32le(renew ? 1 : 0).u32le(security_mode_none);
  add_no_string(out);  // nonce
  return std::move(out.u32le(lifetime_ms));
}

Octets open_channel_response(ResponseHead const& head, Channel channel, std::uint32_t lifetime_ms) {
  auto out = response(Service::open_channel_response, head);
  out.u32le(0).u32le(channel.id).u32le(channel.token);
  add_date_time(out, head.at);
  out.u32le(lifetime_ms);
  add_no_string(out);  // nonce
  return out;
}

Octets fault(ResponseHead const& head) { return response(Service::fault, head); }

Octets done(Service service, ResponseHead const& head) { return response(service, head); }

Octets get_endpoints_response(ResponseHead const& head, Application const& server) {
  auto out = response(Service::get_endpoints_response, head);
  add_endpoints(out, server);
  return out;
}

Octets create_session_request(RequestHead const& head, Application const& client,
                              std::string_view endpoint, double timeout_ms) {
  constexpr unsigned client_type = 1;
  auto out = request(Service::create_session_request, head);
  add_application(out, client, client_type);
  add_no_string(out);  // the server's URI
  add_string(out, endpoint);
  add_string(out, client.name);
  add_no_string(out);  // nonce
  add_no_string(out);  // certificate
  return std::move(out.f64le(timeout_ms).u32le(0));
}

Octets create_session_response(ResponseHead const& head, Application const& server,
                               std::uint32_t session, double timeout_ms) {
  auto out = response(Service::create_session_response, head);
  add_node_id(out, {.number = session});  // the session's node; its token is the same
  add_node_id(out, {.number = session});
  out.f64le(timeout_ms);
  add_no_string(out);  // nonce
  add_no_string(out);  // certificate
  add_endpoints(out, server);
  add_no_array(out);  // software certificates
  add_no_signature(out);
  return std::move(out.u32le(0));
}

Octets activate_session_request(RequestHead const& head) {
  auto out = request(Service::activate_session_request, head);
  add_no_signature(out);
  add_no_array(out);  // software certificates
  add_no_array(out);  // locales
  Octets token;
  add_string(token, anonymous);
  add_extension_object(out, anonymous_identity_token, token);
  add_no_signature(out);
  return out;
}

Octets activate_session_response(ResponseHead const& head) {
  auto out = response(Service::activate_session_response, head);
  add_no_string(out);  // nonce
  add_no_array(out);   // results
  add_no_array(out);   // diagnostics
  return out;
}

Octets browse_request(RequestHead const& head, NodeId const& node) {
  constexpr std::uint32_t hierarchical_references = 33;
  constexpr unsigned forward = 0;
  constexpr unsigned all_results = 0x3f;
  auto out = request(Service::browse_request, head);
  add_node_id(out, {});  // no view
  out.u64le(0).u32le(0);
  out.u32le(0);  // as many references as there are
  add_count(out, 1);
  add_node_id(out, node);
  out.u32le(forward);
  add_node_id(out, {.number = hierarchical_references});
  return std::move(out.u8(1).u32le(0).u32le(all_results));
}

Octets browse_response(ResponseHead const& head, std::span<Browsed const> results) {
  auto out = response(Service::browse_response, head);
  add_count(out, results.size());
  for (auto const& result : results) {
    out.u32le(result.status);
    add_no_string(out);  // there is no more
    add_count(out, result.references.size());
    for (auto const& reference : result.references) {
      bool const object = reference.kind == NodeClass::object;
      add_node_id(out, {.number = organizes});
      out.u8(1);
      add_node_id(out, reference.node);
      add_qualified_name(out, reference.node.space, reference.name);
      add_localized_text(out, reference.name);
      out.u32le(static_cast<std::uint32_t>(reference.kind));
      add_node_id(out, {.number = object ? folder_type : base_data_variable_type});
    }
  }
  add_no_array(out);
  return out;
}

Octets read_request(RequestHead const& head, std::span<NodeId const> nodes) {
  constexpr unsigned source_times = 0;
  auto out = request(Service::read_request, head);
  out.f64le(0).u32le(source_times);
  add_count(out, nodes.size());
  for (auto const& node : nodes) add_value_of(out, node);
  return out;
}

Octets read_response(ResponseHead const& head, std::size_t count, Bytes values) {
  auto out = response(Service::read_response, head);
  add_count(out, count);
  out.add(values);
  add_no_array(out);
  return out;
}

}  // namespace qw::simulate::opcua
