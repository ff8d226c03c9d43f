// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// ASN.1 in DER, ITU-T X.690: as much as SNMP and certificates need.
namespace qw::simulate::der {

enum Tag : std::uint8_t {
  integer_tag = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null_tag = 0x05,
  oid_tag = 0x06,
  utf8_string = 0x0c,
  printable_string = 0x13,
  utc_time = 0x17,
  sequence_tag = 0x30,
  set_tag = 0x31,
};

/// Any tag with its length and value.
Octets value(unsigned tag, Bytes content);
Octets value(unsigned tag, std::string_view content);
/// Not negative.
Octets integer(std::uint64_t number, unsigned tag = integer_tag);
/// "1.3.6.1.2.1.1.3.0"
Octets oid(std::string_view dotted);
Octets sequence(std::initializer_list<Octets> parts, unsigned tag = sequence_tag);

}  // namespace qw::simulate::der
