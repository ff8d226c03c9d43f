// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

namespace qw::simulate {

struct Mac {
  std::array<std::uint8_t, 6> octets{};
  friend constexpr auto operator<=>(Mac const&, Mac const&) = default;
};
constexpr Mac broadcast_mac{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

/// An address of this maker: its block of the IEEE list, then three octets by chance.
inline Mac mac_of(std::uint32_t oui, Dice& dice) {
  auto const rest = static_cast<std::uint32_t>(dice.between(0x01'0000, 0xfe'ffff));
  Mac mac;
  for (unsigned i = 0; i < 3; ++i) {
    mac.octets[i] = static_cast<std::uint8_t>(oui >> (16 - 8 * i));
    mac.octets[i + 3] = static_cast<std::uint8_t>(rest >> (16 - 8 * i));
  }
  return mac;
}

struct Ip4 {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(Ip4, Ip4) = default;
};
constexpr Ip4 ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return {a << 24 | b << 16 | c << 8 | d};
}
constexpr Ip4 broadcast_ip{0xffff'ffff};

/// The group address of an IPv4 multicast. RFC 1112, section 6.4.
constexpr Mac group_mac(Ip4 group) {
  return {{0x01, 0x00, 0x5e, static_cast<std::uint8_t>(group.value >> 16 & 0x7f),
           static_cast<std::uint8_t>(group.value >> 8), static_cast<std::uint8_t>(group.value)}};
}

inline Octets& operator<<(Octets& out, Mac const& mac) {
  return out.add(std::as_bytes(std::span{mac.octets}));
}
inline Octets& operator<<(Octets& out, Ip4 ip) { return out.u32be(ip.value); }

/// "00:1b:1b:00:00:01"
std::string to_text(Mac const& mac);
/// "10.0.0.1"
std::string to_text(Ip4 ip);

}  // namespace qw::simulate
