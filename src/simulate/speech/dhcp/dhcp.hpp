// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulate/wire/address.hpp"

/// DHCP, RFC 2131 and 2132.
namespace qw::simulate::dhcp {

constexpr std::uint16_t server_port = 67;
constexpr std::uint16_t client_port = 68;

enum class Kind : std::uint8_t { discover = 1, offer = 2, request = 3, acknowledge = 5 };

struct Message {
  Kind kind;
  std::uint32_t transaction = 0;
  Mac client;
  Ip4 client_ip;  // where it has one already
  Ip4 yours;      // what the server gives
  Ip4 server;
  std::string_view name;    // of the client
  std::string_view vendor;  // class identifier: "MSFT 5.0"
  Ip4 mask;                 // these three from the server only
  Ip4 router;
  Ip4 names;
  std::uint32_t lease_s = 86400;
};
Octets message(Message const& message);

}  // namespace qw::simulate::dhcp
