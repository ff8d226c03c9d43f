// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.hpp"

namespace qw {

/// A MAC, IPv4 or IPv6 address, in network order. Ordered by family, then octets.
class Address {
 public:
  enum class Family : std::uint8_t { none, mac, ipv4, ipv6 };

  constexpr Address() = default;

  /// `octets` must have 6, 4 or 16 octets; any other size gives no address.
  static Address mac(Bytes octets) { return Address{Family::mac, octets, 6}; }
  static Address ipv4(Bytes octets) { return Address{Family::ipv4, octets, 4}; }
  static Address ipv6(Bytes octets) { return Address{Family::ipv6, octets, 16}; }

  /// Reads "00:1b:1b:00:00:01", "10.0.0.1" or "fe80::1".
  static std::optional<Address> parse(std::string_view text);

  [[nodiscard]] constexpr Family family() const { return family_; }
  [[nodiscard]] constexpr bool is_mac() const { return family_ == Family::mac; }
  [[nodiscard]] constexpr bool is_ip() const {
    return family_ == Family::ipv4 || family_ == Family::ipv6;
  }
  [[nodiscard]] constexpr bool empty() const { return family_ == Family::none; }

  /// The 6, 4 or 16 octets; borrowed from this address.
  [[nodiscard]] Bytes octets() const { return std::as_bytes(std::span{octets_}).first(size()); }
  [[nodiscard]] constexpr std::size_t size() const {
    constexpr std::size_t sizes[] = {0, 6, 4, 16};
    return sizes[static_cast<std::size_t>(family_)];
  }

  /// Group bit of a MAC, 224/4, ff00::/8.
  [[nodiscard]] bool is_multicast() const;
  /// ff:ff:ff:ff:ff:ff or 255.255.255.255. Directed broadcasts need the mask.
  [[nodiscard]] bool is_broadcast() const;
  /// 127/8 or ::1.
  [[nodiscard]] bool is_loopback() const;
  /// RFC 1918, 100.64/10, 169.254/16, fc00::/7, fe80::/10.
  [[nodiscard]] bool is_private() const;
  /// 0.0.0.0 or ::.
  [[nodiscard]] bool is_unspecified() const;
  /// A MAC's locally administered bit: such a MAC names no maker.
  [[nodiscard]] bool is_locally_administered() const { return is_mac() && (octets_[0] & 2) != 0; }

  friend constexpr bool operator==(Address const& a, Address const& b) {
    auto const one = a.words();
    auto const other = b.words();
    return a.family_ == b.family_ && one[0] == other[0] && one[1] == other[1];
  }
  friend constexpr auto operator<=>(Address const& a, Address const& b) {
    if (auto const order = a.family_ <=> b.family_; order != 0) return order;
    return a.octets_ <=> b.octets_;
  }

  /// The octets in two words, zeros behind them: for hashes and comparisons, which every
  /// packet asks for.
  [[nodiscard]] constexpr std::array<std::uint64_t, 2> words() const {
    return std::bit_cast<std::array<std::uint64_t, 2>>(octets_);
  }

 private:
  Address(Family family, Bytes octets, std::size_t size) {
    if (octets.size() != size) return;
    family_ = family;
    std::memcpy(octets_.data(), octets.data(), size);
  }

  Family family_ = Family::none;
  std::array<std::uint8_t, 16> octets_{};
};

/// MAC and IPv6 in lower case, RFC 5952; empty text for no address.
std::string to_text(Address const& address);

}  // namespace qw
