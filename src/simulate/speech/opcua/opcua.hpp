// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "simulate/speech/opcua/binary.hpp"
#include "simulate/speech/opcua/heads.hpp"

/// OPC UA over TCP, binary, security policy None. OPC 10000-6 sections 6.7 (secure conversation)
/// and 7.1 (TCP); OPC 10000-4 section 5 (services). Every message is one chunk.
namespace qw::simulate::opcua {

constexpr std::uint16_t port = 4840;

constexpr std::string_view own_namespace = "http://opcfoundation.org/UA/";  // 0, in every server

// Nodes of namespace 0 that clients ask for (OPC 10000-5).
constexpr std::uint32_t objects_folder = 85;
constexpr std::uint32_t namespace_array = 2255;
constexpr std::uint32_t server_status_state = 2259;
constexpr std::uint32_t organizes = 35;
constexpr std::uint32_t folder_type = 61;
constexpr std::uint32_t base_data_variable_type = 63;

enum class NodeClass : std::uint32_t { object = 1, variable = 2 };

// Transport and channel.

Octets hello(std::string_view endpoint);
/// What the server takes: messages of one chunk, at most `largest` octets.
Octets acknowledge(std::uint32_t largest);
/// The end: why the server hangs up.
Octets error(std::uint32_t code, std::string_view reason);

struct Channel {
  std::uint32_t id = 0;
  std::uint32_t token = 0;
};
/// Number of the chunk among those of its side, and of the request that it belongs to.
struct Sequence {
  std::uint32_t number = 0;
  std::uint32_t request = 0;
};
/// A chunk that opens the channel or renews its token.
Octets open_chunk(std::uint32_t channel, Sequence sequence, Bytes body);
Octets message_chunk(Channel channel, Sequence sequence, Bytes body);

// Bodies. Each begins with its service's node and one of these heads.

Octets open_channel_request(RequestHead const& head, bool renew, std::uint32_t lifetime_ms);
Octets open_channel_response(ResponseHead const& head, Channel channel, std::uint32_t lifetime_ms);
Octets fault(ResponseHead const& head);

/// How a server presents itself.
struct Application {
  std::string_view uri;
  std::string_view name;
  std::string_view endpoint;  // "opc.tcp://192.168.0.7:4840"
};
Octets get_endpoints_response(ResponseHead const& head, Application const& server);
Octets create_session_request(RequestHead const& head, Application const& client,
                              std::string_view endpoint, double timeout_ms);
Octets create_session_response(ResponseHead const& head, Application const& server,
                               std::uint32_t session, double timeout_ms);
/// Anonymous.
Octets activate_session_request(RequestHead const& head);
Octets activate_session_response(ResponseHead const& head);
/// An answer that says nothing but that it is done.
Octets done(Service service, ResponseHead const& head);

/// What is under a node, forward by hierarchy.
Octets browse_request(RequestHead const& head, NodeId const& node);
struct Reference {
  NodeId node;
  std::string name;
  NodeClass kind{};
};
/// What one node of a request led to.
struct Browsed {
  std::uint32_t status = good;
  std::vector<Reference> references;
};
Octets browse_response(ResponseHead const& head, std::span<Browsed const> results);

Octets read_request(RequestHead const& head, std::span<NodeId const> nodes);
/// `values` are DataValues, one behind the other.
Octets read_response(ResponseHead const& head, std::size_t count, Bytes values);

// Subscriptions. OPC 10000-4 sections 5.13 and 5.14.

struct Subscription {
  std::uint32_t id = 0;  // not in the request
  double interval_ms = 1000;
  std::uint32_t lifetime = 100;   // intervals without a client
  std::uint32_t keep_alive = 10;  // intervals without news
};
Octets create_subscription_request(RequestHead const& head, Subscription const& wished);
Octets create_subscription_response(ResponseHead const& head, Subscription const& given);
Octets delete_subscriptions_response(ResponseHead const& head,
                                     std::span<std::uint32_t const> results);

struct WishedItem {
  NodeId node;
  std::uint32_t handle = 0;  // the client's own
};
Octets create_monitored_items_request(RequestHead const& head, std::uint32_t subscription,
                                      std::span<WishedItem const> items, double sampling_ms);
struct GivenItem {
  std::uint32_t status = good;
  std::uint32_t id = 0;
};
Octets create_monitored_items_response(ResponseHead const& head, std::span<GivenItem const> items,
                                       double sampling_ms);

struct Notification {
  std::uint32_t subscription = 0;
  std::uint32_t number = 0;
};
/// `got` are the notifications that it acknowledges.
Octets publish_request(RequestHead const& head, std::span<Notification const> got);
/// DataChangeNotification of `count` items, or a sign of life if there are none. `items` are
/// client handles with a DataValue each; `results` says of each acknowledgement what came of it.
struct Published {
  Notification which;
  std::size_t count = 0;
  Bytes items;
  std::size_t acknowledged = 0;
};
Octets publish_response(ResponseHead const& head, Published const& published);

}  // namespace qw::simulate::opcua
