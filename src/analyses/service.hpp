// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::analyses {

/// What a conversation is for: its protocol, or, while that is unknown, its transport
/// and the port of who did not open it.
struct Service {
  Term name;
  Term transport;           // empty once there is a name
  std::uint16_t port = 0;   // 0 once there is a name
  bool only_named = false;  // by application naming: none of it is understood
  friend constexpr bool operator==(Service const&, Service const&) = default;
};

inline Service service_of(Conversation const& conversation) {
  if (!conversation.service.empty())
    return {conversation.service, {}, 0, conversation.basis == ServiceBasis::application};
  return {{}, conversation.transport, conversation.said.moment.listener.port};
}

inline std::uint64_t hash_of(Service const& service) {
  return qw::hash_of(bytes_of(service.name.text()),
                     qw::hash_of(bytes_of(service.transport.text()), service.port));
}

/// "modbus", "tcp/8443", "icmp".
std::string to_text(Service const& service);

/// Does the protocol steer machines? Whoever answers its commands is a controller.
bool is_industrial(std::string_view protocol);
/// Is it made to tell the time? Others tell it by the way.
constexpr bool is_time_protocol(std::string_view protocol) {
  return protocol == "ntp" || protocol == "ptp";
}

}  // namespace qw::analyses
