// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/base64/base64.hpp"

#include <cstdint>

namespace qw::simulate::base64 {
namespace {

constexpr std::string_view common =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string encoded(Bytes octets, std::string_view last_two) {
  std::string const letters = std::string{common} + std::string{last_two};
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (auto const octet : octets) {
    held = held << 8 | static_cast<std::uint32_t>(octet);
    for (bits += 8; bits >= 6; bits -= 6) out += letters[held >> (bits - 6) & 63];
  }
  if (bits != 0) out += letters[held << (6 - bits) & 63];
  return out;
}

}  // namespace

std::string encode(Bytes octets) {
  auto out = encoded(octets, "+/");
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string encode_for_names(Bytes octets) { return encoded(octets, "-_"); }

}  // namespace qw::simulate::base64
