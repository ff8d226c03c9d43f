// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/address.hpp"

namespace qw::site {

/// The address with all but its first `bits` bits set to 0; unchanged if it has no more.
Address masked(Address const& address, std::size_t bits);

/// A network: all addresses of one family that share their first bits.
class Prefix {
 public:
  Prefix() = default;

  /// Reads "10.1.0.0/16", "fd00::/8", or a lone IP address, which is a network of one.
  /// Nothing if the text is none, or if bits behind the prefix are set.
  static std::optional<Prefix> parse(std::string_view text);

  [[nodiscard]] Address const& base() const { return base_; }
  [[nodiscard]] std::size_t bits() const { return bits_; }
  [[nodiscard]] bool contains(Address const& address) const {
    return address.family() == base_.family() && masked(address, bits_) == base_;
  }

  friend constexpr auto operator<=>(Prefix const&, Prefix const&) = default;

 private:
  Prefix(Address const& base, std::uint8_t bits) : base_{base}, bits_{bits} {}

  Address base_;
  std::uint8_t bits_ = 0;
};

/// As `Prefix::parse` reads it; a network of one without its length.
std::string to_text(Prefix const& prefix);

}  // namespace qw::site
