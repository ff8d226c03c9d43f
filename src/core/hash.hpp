// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/moment.hpp"

namespace qw {

/// 64-bit XXH3 of octets. Not keyed: bound every table that uses it.
inline std::uint64_t hash_of(Bytes bytes, std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

__extension__ using Uint128 = unsigned __int128;

/// Folds the two halves of a 128-bit product; good mixing in a few cycles.
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  auto const product =
      static_cast<Uint128>(a ^ 0x9e37'79b9'7f4a'7c15U) * (b ^ 0xe703'7ed1'a0b4'28dbU);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t hash_of(Address const& address) {
  auto const [low, high] = address.words();
  return mixed(mixed(low, high), static_cast<std::uint64_t>(address.family()));
}
constexpr std::uint64_t hash_of(Host const& host) {
  auto const [low, high] = host.address.words();
  return mixed(mixed(low, high), (static_cast<std::uint64_t>(host.realm) << 8) |
                                     static_cast<std::uint64_t>(host.address.family()));
}
constexpr std::uint64_t hash_of(Endpoint const& endpoint) {
  return mixed(hash_of(endpoint.host), endpoint.port);
}

/// For hash containers whose keys are hashes, and well mixed already.
struct SameHash {
  using is_avalanching = void;
  std::size_t operator()(std::uint64_t hash) const { return hash; }
};

/// For hash containers: anything with a `hash_of`.
struct Hasher {
  using is_avalanching = void;
  template <class Key>
  std::size_t operator()(Key const& key) const {
    return hash_of(key);
  }
};

}  // namespace qw
