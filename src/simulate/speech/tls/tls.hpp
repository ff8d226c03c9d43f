// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// TLS as an onlooker sees it: real handshakes of 1.2 (RFC 5246) and 1.3 (RFC 8446) as far as
/// they are in the clear; keys, certificates' signatures and all that is encrypted are noise.
namespace qw::simulate::tls {

enum class Version : std::uint16_t { tls12 = 0x0303, tls13 = 0x0304 };

struct Client {
  std::string_view server_name;             // none if empty
  std::vector<std::string_view> protocols;  // ALPN
  std::vector<std::uint16_t> ciphers;       // offered
  Version version = Version::tls13;         // the best that it offers
};
/// Ciphers as a current Windows, and as an embedded library, offer them.
std::vector<std::uint16_t> windows_ciphers();
std::vector<std::uint16_t> embedded_ciphers();

struct Server {
  std::string_view subject;  // common name of its certificate; seen in 1.2 only
  std::string_view issuer;
  Version version = Version::tls13;
  std::uint16_t cipher = 0x1301;
};

/// What each side says until data may flow, in turns: client, server, client...
std::vector<Octets> handshake(Client const& client, Server const& server, Dice dice);
/// One or more records that hold `octets` of anything.
Octets data(std::size_t octets, Dice& dice);

}  // namespace qw::simulate::tls
