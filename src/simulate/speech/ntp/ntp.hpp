// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/stamp.hpp"
#include "simulate/wire/address.hpp"

/// NTP version 4 (version 3 for small devices), RFC 5905, section 7.3.
namespace qw::simulate::ntp {

constexpr std::uint16_t port = 123;

Octets request(Stamp sent, unsigned version = 4);
struct Reply {
  Stamp asked;     // what the request said
  Stamp received;  // by the server's clock
  Stamp sent;
  unsigned version = 4;
  std::uint8_t stratum = 2;
  Ip4 reference;
};
Octets reply(Reply const& reply);

}  // namespace qw::simulate::ntp
