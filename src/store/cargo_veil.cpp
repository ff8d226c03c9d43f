// SPDX-License-Identifier: Apache-2.0
#include "store/cargo_veil.hpp"

#include <sys/random.h>

#include <array>

#include "core/check.hpp"
#include "core/digest.hpp"

namespace qw::store {
namespace {

constexpr std::size_t block_octets = 64;  // of SHA-256
constexpr std::size_t shown_digits = 32;

std::string random_key() {
  std::array<char, 32> key{};
  QW_CHECK(getrandom(key.data(), key.size(), 0) == static_cast<ssize_t>(key.size()));
  return {key.data(), key.size()};
}

Sha256::Value hmac(std::string_view key, std::string_view message) {
  auto const digest = Sha256::of(bytes_of(key));
  std::string padded{key.size() > block_octets ? text_of(digest) : key};
  padded.resize(block_octets, '\0');
  auto const mixed_with = [&](char pad) {
    auto mixed = padded;
    for (auto& c : mixed) c = static_cast<char>(c ^ pad);
    return mixed;
  };
  auto const inner = Sha256::of(bytes_of(mixed_with(0x36).append(message)));
  return Sha256::of(bytes_of(mixed_with(0x5c).append(text_of(inner))));
}

}  // namespace

CargoVeil::CargoVeil(CargoKeeping keeping) : keeping_{std::move(keeping)} {
  if (keeping_.key.empty()) keeping_.key = random_key();
}

std::string CargoVeil::veiled(std::string_view value) const {
  if (keeping_.in_clear) return std::string{value};
  HexText const hex{hmac(keeping_.key, value)};
  return "hmac-sha256:" + std::string{hex.view().substr(0, shown_digits)};
}

}  // namespace qw::store
