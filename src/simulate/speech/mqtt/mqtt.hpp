// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// MQTT 3.1.1 (OASIS, 29 October 2014).
namespace qw::simulate::mqtt {

constexpr std::uint16_t port = 1883;

struct Connect {
  std::string_view client;
  std::string_view user;      // no user name if empty
  std::string_view password;  // only with a user name
  std::uint16_t keep_alive_s = 60;
};
Octets connect(Connect const& connect);
Octets connect_accepted();
/// Quality of service 0 if `packet` is 0, else 1.
Octets publish(std::string_view topic, std::string_view body, std::uint16_t packet = 0);
Octets publish_acknowledged(std::uint16_t packet);
Octets subscribe(std::uint16_t packet, std::string_view topic);
Octets subscribed(std::uint16_t packet);
Octets ping_request();
Octets ping_reply();

}  // namespace qw::simulate::mqtt
