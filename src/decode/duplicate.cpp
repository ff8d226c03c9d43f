// SPDX-License-Identifier: Apache-2.0
#include "decode/duplicate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/hash.hpp"

namespace qw::decode {
namespace {

/// What two copies of a packet have in common.
struct Likeness {
  std::uint64_t key = 0;
  std::uint8_t hops = 0;
  bool numbered = false;
};

/// Enough of an IP header to hold all that a routed hop may change.
constexpr std::size_t masked_octets = 12;

Likeness likeness_of_ip(Bytes network, std::uint64_t seed) {
  constexpr std::size_t identification_at = 4;
  constexpr std::size_t hops_at_4 = 8;
  constexpr std::size_t checksum_at_4 = 10;
  constexpr std::size_t hops_at_6 = 7;
  std::array<std::byte, masked_octets> start;
  std::memcpy(start.data(), network.data(), start.size());
  bool const ipv4 = octet_at(network, 0) >> 4 == 4;
  auto const hops_at = ipv4 ? hops_at_4 : hops_at_6;
  Likeness likeness;
  likeness.hops = octet_at(network, hops_at);
  start[hops_at] = {};
  if (ipv4) {
    std::byte const none[2] = {};
    likeness.numbered = std::memcmp(start.data() + identification_at, none, sizeof none) != 0;
    std::memset(start.data() + checksum_at_4, 0, 2);
  }
  likeness.key = mixed(hash_of(network.subspan(masked_octets)), hash_of(start, seed));
  return likeness;
}

std::uint64_t macs_of(PacketView const& packet) {
  auto const word = [](Address const& mac) {
    std::uint64_t octets = 0;
    if (mac.is_mac()) std::memcpy(&octets, mac.octets().data(), 6);
    return octets;
  };
  return mixed(word(packet.mac_source), word(packet.mac_destination));
}

Likeness likeness_of(PacketView const& packet) {
  auto const number = packet.redundancy ? 0x1'0000U | *packet.redundancy : 0U;
  auto const seed = mixed(static_cast<std::uint64_t>(packet.frame.point), number);
  Likeness likeness;
  if (packet.network.size() >= masked_octets) {
    likeness = likeness_of_ip(packet.network, seed);
  } else {
    auto const addresses = mixed(hash_of(packet.source.host.address.octets()),
                                 hash_of(packet.destination.host.address.octets()));
    likeness.key = mixed(hash_of(packet.payload), mixed(mixed(seed, addresses), packet.type));
  }
  likeness.numbered = likeness.numbered || packet.redundancy.has_value();
  return likeness;
}

std::int64_t distance(Stamp a, Stamp b) {
  auto const count = (a - b).count;
  return count >= 0 ? count : count == INT64_MIN ? INT64_MAX : -count;
}

}  // namespace

DuplicateFilter::DuplicateFilter(DuplicateLimits const& limits)
    : limits_{limits}, entries_(std::bit_ceil(std::max(limits.entries, ways))) {}

bool DuplicateFilter::seen_before(PacketView const& packet) {
  ++counts_.seen;
  auto const likeness = likeness_of(packet);
  auto const macs = macs_of(packet);
  auto const at = packet.frame.at;
  auto const window = (likeness.numbered ? limits_.window : limits_.unnumbered_window).count;
  auto* const group = &entries_[(likeness.key & (entries_.size() / ways - 1)) * ways];

  auto* oldest = group;
  for (auto* entry = group; entry != group + ways; ++entry) {
    if (entry->used && entry->key == likeness.key && distance(at, entry->at) <= window) {
      int const hop = entry->hops - likeness.hops;
      bool const same_link = hop == 0 && entry->macs == macs;
      if (same_link || hop == 1 || hop == -1) {
        ++counts_.duplicates;
        return true;
      }
    }
    if (!entry->used || (oldest->used && entry->at < oldest->at)) oldest = entry;
  }
  if (oldest->used && distance(at, oldest->at) <= limits_.window.count) ++counts_.displaced;
  *oldest = {likeness.key, at, macs, likeness.hops, true};
  return false;
}

}  // namespace qw::decode
