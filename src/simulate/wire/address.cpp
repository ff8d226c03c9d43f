// SPDX-License-Identifier: Apache-2.0
#include "simulate/wire/address.hpp"

#include <fmt/format.h>

namespace qw::simulate {

std::string to_text(Mac const& mac) {
  auto const& o = mac.octets;
  return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", o[0], o[1], o[2], o[3], o[4],
                     o[5]);
}

std::string to_text(Ip4 ip) {
  return fmt::format("{}.{}.{}.{}", ip.value >> 24, ip.value >> 16 & 0xff, ip.value >> 8 & 0xff,
                     ip.value & 0xff);
}

}  // namespace qw::simulate
