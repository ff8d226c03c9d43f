// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/stamp.hpp"
#include "simulate/wire/address.hpp"
#include "simulate/wire/octets.hpp"

/// Ethernet Global Data of GE's controllers: one datagram a production. Sources: GFK-2224Q,
/// "PACSystems RX3i and RX7i TCP/IP Ethernet Communications", chapter 5; GEH-6700 and
/// FS-8704-12 (fields of the header and their order).
namespace qw::simulate::egd {

constexpr std::uint16_t port = 18246;  // of producer and consumer
constexpr std::size_t header_octets = 32;

/// The group of consumers with a number from 1 to 32: 224.0.7.n.
constexpr Ip4 group(unsigned number) { return ip4(224, 0, 7, number); }

/// What is in front of every sample.
struct Head {
  std::uint16_t request = 0;  // counts an exchange's productions, and wraps
  Ip4 producer;               // an identity that looks like an address; by default it is one
  std::uint32_t exchange = 0;
  Stamp produced;                    // by the producer's own clock
  std::uint16_t signature = 0x0100;  // of its configuration: major, minor
};
/// A sample that is valid.
Octets sample(Head const& head, Bytes data);

}  // namespace qw::simulate::egd
