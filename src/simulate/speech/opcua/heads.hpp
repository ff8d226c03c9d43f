// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulate/speech/opcua/binary.hpp"

/// What the bodies of all services begin with, and what several hold.
namespace qw::simulate::opcua {

/// Nodes of the binary encodings of messages (OPC 10000-6, annex A: the NodeIds file).
enum class Service : std::uint16_t {
  fault = 397,
  get_endpoints_request = 428,
  get_endpoints_response = 431,
  open_channel_request = 446,
  open_channel_response = 449,
  close_channel_request = 452,
  create_session_request = 461,
  create_session_response = 464,
  activate_session_request = 467,
  activate_session_response = 470,
  close_session_request = 473,
  close_session_response = 476,
  browse_request = 527,
  browse_response = 530,
  read_request = 631,
  read_response = 634,
  create_monitored_items_request = 751,
  create_monitored_items_response = 754,
  create_subscription_request = 787,
  create_subscription_response = 790,
  publish_request = 826,
  publish_response = 829,
  delete_subscriptions_request = 847,
  delete_subscriptions_response = 850,
};

enum Attribute : std::uint32_t {
  node_id = 1,
  node_class = 2,
  browse_name = 3,
  display_name = 4,
  value_attribute = 13,
  data_type = 14,
  value_rank = 15,
  access_level = 17,
  user_access_level = 18,
};

struct RequestHead {
  std::uint32_t session = 0;  // its authentication token in namespace 0; none if 0
  Stamp at;
  std::uint32_t handle = 0;
};
struct ResponseHead {
  Stamp at;
  std::uint32_t handle = 0;
  std::uint32_t result = good;
};

Octets request(Service service, RequestHead const& head);
Octets response(Service service, ResponseHead const& head);
/// A ReadValueId: the whole value of a node.
void add_value_of(Octets& out, NodeId const& node);

}  // namespace qw::simulate::opcua
