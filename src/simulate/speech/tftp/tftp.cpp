// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/tftp/tftp.hpp"

namespace qw::simulate::tftp {

Octets read_request(std::string_view file) {
  return Octets{}.u16be(1).text(file).u8(0).text("octet").u8(0);
}

Octets data(std::uint16_t block, Bytes content) {
  return Octets{}.u16be(3).u16be(block).add(content);
}

Octets acknowledgement(std::uint16_t block) { return Octets{}.u16be(4).u16be(block); }

}  // namespace qw::simulate::tftp
