// SPDX-License-Identifier: Apache-2.0
#include "site/prefix.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace qw::site {

Address masked(Address const& address, std::size_t bits) {
  auto const octets = address.octets();
  std::array<std::byte, 16> kept{};
  std::size_t const whole = std::min(bits / 8, octets.size());
  std::copy_n(octets.begin(), whole, kept.begin());
  if (whole < octets.size() && bits % 8 != 0)
    kept[whole] = octets[whole] & static_cast<std::byte>(0xff00 >> (bits % 8));
  Bytes const result = Bytes{kept}.first(octets.size());
  switch (address.family()) {
    case Address::Family::mac: return Address::mac(result);
    case Address::Family::ipv4: return Address::ipv4(result);
    case Address::Family::ipv6: return Address::ipv6(result);
    case Address::Family::none: break;
  }
  return {};
}

std::optional<Prefix> Prefix::parse(std::string_view text) {
  auto const slash = text.find('/');
  auto const address = Address::parse(text.substr(0, slash));
  if (!address || !address->is_ip()) return std::nullopt;
  std::size_t bits = address->size() * 8;
  if (slash != std::string_view::npos) {
    auto const number = text.substr(slash + 1);
    std::size_t asked = 0;
    auto const read = std::from_chars(number.data(), number.data() + number.size(), asked);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size() || asked > bits)
      return std::nullopt;
    bits = asked;
  }
  if (masked(*address, bits) != *address) return std::nullopt;
  return Prefix{*address, static_cast<std::uint8_t>(bits)};
}

std::string to_text(Prefix const& prefix) {
  auto const base = qw::to_text(prefix.base());
  if (prefix.bits() == prefix.base().size() * 8) return base;
  return fmt::format("{}/{}", base, prefix.bits());
}

}  // namespace qw::site
