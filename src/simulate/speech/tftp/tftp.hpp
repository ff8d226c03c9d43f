// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulate/wire/octets.hpp"

/// TFTP, RFC 1350.
namespace qw::simulate::tftp {

constexpr std::uint16_t port = 69;
constexpr std::size_t block_octets = 512;  // a shorter one is the last

Octets read_request(std::string_view file);
Octets data(std::uint16_t block, Bytes content);
Octets acknowledgement(std::uint16_t block);

}  // namespace qw::simulate::tftp
