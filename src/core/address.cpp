// SPDX-License-Identifier: Apache-2.0
#include "core/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace qw {

std::optional<Address> Address::parse(std::string_view text) {
  std::string const owned{text};
  std::array<std::byte, 16> octets{};
  if (inet_pton(AF_INET, owned.c_str(), octets.data()) == 1) return ipv4(Bytes{octets}.first(4));
  if (inet_pton(AF_INET6, owned.c_str(), octets.data()) == 1) return ipv6(octets);
  if (text.size() != 17) return std::nullopt;
  for (std::size_t i = 0; i < 6; ++i) {
    auto const digits = text.substr(i * 3, 2);
    if (i != 0 && text[i * 3 - 1] != ':' && text[i * 3 - 1] != '-') return std::nullopt;
    unsigned value = 0;
    for (char const c : digits) {
      auto const lower = static_cast<char>(c | 0x20);
      if (c >= '0' && c <= '9')
        value = value * 16 + static_cast<unsigned>(c - '0');
      else if (lower >= 'a' && lower <= 'f')
        value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
      else
        return std::nullopt;
    }
    octets[i] = static_cast<std::byte>(value);
  }
  return mac(Bytes{octets}.first(6));
}

bool Address::is_multicast() const {
  switch (family_) {
    case Family::mac: return (octets_[0] & 1) != 0;
    case Family::ipv4: return (octets_[0] & 0xf0) == 0xe0;
    case Family::ipv6: return octets_[0] == 0xff;
    case Family::none: break;
  }
  return false;
}

bool Address::is_broadcast() const {
  if (family_ != Family::mac && family_ != Family::ipv4) return false;
  for (std::size_t i = 0; i < size(); ++i)
    if (octets_[i] != 0xff) return false;
  return true;
}

bool Address::is_unspecified() const {
  if (!is_ip()) return false;
  for (auto const octet : octets_)
    if (octet != 0) return false;
  return true;
}

bool Address::is_loopback() const {
  if (family_ == Family::ipv4) return octets_[0] == 127;
  if (family_ != Family::ipv6 || octets_[15] != 1) return false;
  for (std::size_t i = 0; i < 15; ++i)
    if (octets_[i] != 0) return false;
  return true;
}

bool Address::is_private() const {
  auto const a = octets_[0];
  auto const b = octets_[1];
  if (family_ == Family::ipv4)
    return a == 10 || (a == 172 && (b & 0xf0) == 16) || (a == 192 && b == 168) ||
           (a == 100 && (b & 0xc0) == 64) || (a == 169 && b == 254);
  if (family_ == Family::ipv6) return (a & 0xfe) == 0xfc || (a == 0xfe && (b & 0xc0) == 0x80);
  return false;
}

std::string to_text(Address const& address) {
  auto const octets = address.octets();
  char text[INET6_ADDRSTRLEN] = {};
  switch (address.family()) {
    case Address::Family::mac:
      return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", octet_at(octets, 0),
                         octet_at(octets, 1), octet_at(octets, 2), octet_at(octets, 3),
                         octet_at(octets, 4), octet_at(octets, 5));
    case Address::Family::ipv4: return inet_ntop(AF_INET, octets.data(), text, sizeof text);
    case Address::Family::ipv6: return inet_ntop(AF_INET6, octets.data(), text, sizeof text);
    case Address::Family::none: break;
  }
  return {};
}

}  // namespace qw
