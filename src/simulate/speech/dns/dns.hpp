// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "simulate/wire/address.hpp"

/// DNS (RFC 1035), and its two neighbours of like form: LLMNR (RFC 4795) and the NetBIOS
/// name service (RFC 1002, section 4.2).
namespace qw::simulate::dns {

constexpr std::uint16_t port = 53;
constexpr std::uint16_t llmnr_port = 5355;
constexpr Ip4 llmnr_group = ip4(224, 0, 0, 252);
constexpr std::uint16_t netbios_port = 137;

enum class Type : std::uint16_t { a = 1, txt = 16, aaaa = 28 };

Octets query(std::uint16_t id, std::string_view name, Type type = Type::a);
/// An answer with addresses; without any, a name that does not exist.
Octets answer(std::uint16_t id, std::string_view name, std::span<Ip4 const> addresses,
              std::uint32_t seconds);
/// An answer with one text of up to 255 octets.
Octets text_answer(std::uint16_t id, std::string_view name, std::string_view text,
                   std::uint32_t seconds);
Octets llmnr_query(std::uint16_t id, std::string_view name, Type type);
/// To all: who is called so? `suffix` says what kind of name (0x00 workstation, 0x1c domain).
Octets netbios_query(std::uint16_t id, std::string_view name, std::uint8_t suffix);
/// To all: this is my name now.
Octets netbios_registration(std::uint16_t id, std::string_view name, std::uint8_t suffix, Ip4 ip);

}  // namespace qw::simulate::dns
