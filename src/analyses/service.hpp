// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tuple>

#include "core/hash.hpp"
#include "site/rules.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::analyses {

/// What a conversation is for: its protocol, or, while none of it is understood, its
/// transport and the port of who did not open it. These stay where it is understood on a
/// port for which a rule was written, as the rule may say otherwise than one for the
/// protocol; elsewhere what is understood is one service on all ports.
struct Service {
  Protocol protocol;
  Term transport;           // empty once it is understood, but on a port of a rule
  std::uint16_t port = 0;   // likewise 0
  bool only_named = false;  // by application naming: none of it is understood
  friend constexpr bool operator==(Service const&, Service const&) = default;

  static constexpr auto state() {
    using S = Service;
    return std::tuple{&S::protocol, &S::transport, &S::port, &S::only_named};
  }
};

/// Without `ports` no port of what is understood stays.
inline Service service_of(Conversation const& conversation,
                          site::RulePorts const* ports = nullptr) {
  bool const only_named = conversation.basis == ServiceBasis::application;
  bool const understood = !conversation.service.empty() && !only_named;
  auto const port = conversation.said.moment.listener.port;
  if (understood && (ports == nullptr || !ports->holds(conversation.transport.text(), port)))
    return {conversation.service, {}, 0, false};
  return {conversation.service, conversation.transport, port, only_named};
}

inline std::uint64_t hash_of(Service const& service) {
  return qw::hash_of(bytes_of(service.protocol.text()),
                     qw::hash_of(bytes_of(service.transport.text()), service.port));
}

/// "modbus", "tcp/8443", "icmp".
std::string to_text(Service const& service);
/// "tcp/1502" of a protocol whose port stays; else empty.
std::string port_of(Service const& service);
/// What a rule may call it: its text, or its transport and port as far as they stay.
site::Called called(Service const& service);

}  // namespace qw::analyses
