// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// WireGuard (Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", section 5.4):
/// types, indices, counters and sizes are real, all else is noise.
namespace qw::simulate::wireguard {

constexpr std::uint16_t port = 51820;

/// 148 octets.
Octets initiation(std::uint32_t sender, Dice& dice);
/// 92 octets.
Octets response(std::uint32_t sender, std::uint32_t receiver, Dice& dice);
/// Hides `octets` octets, filled up to sixteen; none is a sign of life.
Octets transport(std::uint32_t receiver, std::uint64_t counter, std::size_t octets, Dice& dice);

}  // namespace qw::simulate::wireguard
