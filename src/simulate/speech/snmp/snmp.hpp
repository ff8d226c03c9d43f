// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// SNMP version 2c, RFC 1901 and 3416.
namespace qw::simulate::snmp {

constexpr std::uint16_t port = 161;

/// One variable. `kind` is its tag: 0x41 Counter32, 0x43 TimeTicks, 0x02 INTEGER, 0x04 text.
struct Variable {
  std::string_view name;  // dotted
  unsigned kind = 0x41;
  std::uint64_t number = 0;
  std::string_view text;
};
Octets get_request(std::string_view community, std::uint32_t request,
                   std::span<Variable const> variables);
Octets response(std::string_view community, std::uint32_t request,
                std::span<Variable const> variables);

}  // namespace qw::simulate::snmp
