// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulate/wire/address.hpp"

/// LLDP, IEEE 802.1AB-2016.
namespace qw::simulate::lldp {

constexpr std::uint16_t ethertype = 0x88cc;
constexpr Mac group{{0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e}};

struct Advertisement {
  Mac chassis;
  std::string_view port;
  std::uint16_t seconds = 120;  // how long it holds
  std::string_view name;
  std::string_view description;
  Ip4 management;
};
/// A whole frame.
Octets frame(Mac const& from, Advertisement const& advertisement);

}  // namespace qw::simulate::lldp
