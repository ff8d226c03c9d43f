// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/hash.hpp"
#include "site/rules.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::analyses {

/// What a conversation is for: its protocol, or, while none of it is understood, its
/// transport and the port of who did not open it, for which a rule may have been written.
struct Service {
  Term name;
  Term transport;           // empty once it is understood
  std::uint16_t port = 0;   // 0 once it is understood
  bool only_named = false;  // by application naming: none of it is understood
  friend constexpr bool operator==(Service const&, Service const&) = default;
};

inline Service service_of(Conversation const& conversation) {
  bool const only_named = conversation.basis == ServiceBasis::application;
  if (!conversation.service.empty() && !only_named) return {conversation.service, {}, 0, false};
  auto const port = conversation.said.moment.listener.port;
  return {conversation.service, conversation.transport, port, only_named};
}

inline std::uint64_t hash_of(Service const& service) {
  return qw::hash_of(bytes_of(service.name.text()),
                     qw::hash_of(bytes_of(service.transport.text()), service.port));
}

/// "modbus", "tcp/8443", "icmp".
std::string to_text(Service const& service);
/// What a rule may call it: its text, and its transport and port if it is only named.
site::Called called(Service const& service);

/// Does the protocol steer machines? Whoever answers its commands is a controller.
bool is_industrial(std::string_view protocol);
/// Is it made to tell the time? Others tell it by the way.
constexpr bool is_time_protocol(std::string_view protocol) {
  return protocol == "ntp" || protocol == "ptp";
}

}  // namespace qw::analyses
