// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// OpenVPN over UDP without tls-auth, as its wire protocol draft has it
/// (draft-openvpn-wire-protocol): framing is real, keys and ciphertext are noise.
namespace qw::simulate::openvpn {

constexpr std::uint16_t port = 1194;
/// Of a control packet's TLS at most.
constexpr std::size_t most_control = 1100;

enum class Opcode : std::uint8_t {
  control = 4,
  acknowledgement = 5,
  hard_reset_client = 7,
  hard_reset_server = 8,
};

/// A packet of the control channel. `acknowledged` are packets of the peer (at most 8), and
/// `peer` is then its session.
struct Control {
  Opcode opcode = Opcode::control;
  std::uint64_t session = 0;
  std::span<std::uint32_t const> acknowledged{};
  std::uint64_t peer = 0;
  std::uint32_t number = 0;  // not of an acknowledgement
};
Octets control(Control const& control, Bytes tls = {});
/// A packet of the data channel (P_DATA_V2, an AEAD cipher) that hides `octets` octets.
Octets data(std::uint32_t peer, std::uint32_t number, std::size_t octets, Dice& dice);

}  // namespace qw::simulate::openvpn
