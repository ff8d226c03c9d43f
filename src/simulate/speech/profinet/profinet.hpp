// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "simulate/wire/address.hpp"

/// PROFINET IO, IEC 61158-6-10: DCP (section 4.3) and cyclic data of RT class 1.
namespace qw::simulate::profinet {

constexpr std::uint16_t ethertype = 0x8892;
constexpr Mac identify_group{{0x01, 0x0e, 0xcf, 0x00, 0x00, 0x00}};
constexpr Mac hello_group{{0x01, 0x0e, 0xcf, 0x00, 0x00, 0x01}};
constexpr std::uint16_t siemens_vendor = 0x002a;

/// What a station says of itself.
struct Station {
  std::string_view name;  // name of station: "crane-1-io-house"
  std::string_view type;  // of the manufacturer
  std::uint16_t vendor = siemens_vendor;
  std::uint16_t device = 0;
  std::uint8_t role = 1;  // 1 device, 2 controller
  Ip4 ip;
  Ip4 mask;
  Ip4 gateway;
};

/// Payloads behind the ethertype. Asks for one station, or for all if `name` is empty.
Octets identify_request(std::uint32_t transaction, std::string_view name);
Octets identify_response(std::uint32_t transaction, Station const& station);
/// A station that just came up.
Octets hello(std::uint32_t transaction, Station const& station);

/// Cyclic data: `counter` in steps of 31.25 us; `runs` says that the provider does.
Octets cyclic(std::uint16_t frame_id, Bytes data, std::uint16_t counter, bool runs = true);

}  // namespace qw::simulate::profinet
