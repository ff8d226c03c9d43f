// SPDX-License-Identifier: Apache-2.0
#include "decode/duplicate.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/hash.hpp"
#include "core/state.hpp"

namespace qw::decode {
namespace {

/// Enough of an IP header to hold all that a routed hop may change.
constexpr std::size_t masked_octets = 12;
constexpr std::size_t identification_at = 4;
constexpr std::size_t checksum_at = 10;

bool is_ip(PacketView const& packet) { return packet.network.size() >= masked_octets; }
bool is_ipv4(Bytes network) { return octet_at(network, 0) >> 4 == 4; }
/// Where the time to live stands, or the hop limit.
std::size_t hops_at(Bytes network) { return is_ipv4(network) ? 8 : 7; }

std::uint64_t likeness_of_ip(Bytes network, std::uint64_t seed) {
  std::array<std::byte, masked_octets> start;
  std::memcpy(start.data(), network.data(), start.size());
  start[hops_at(network)] = {};
  if (is_ipv4(network)) std::memset(start.data() + checksum_at, 0, 2);
  return mixed(qw::hash_of(network.subspan(masked_octets)), qw::hash_of(start, seed));
}

/// Does the packet bear a number that a second sending would not?
bool is_numbered(PacketView const& packet) {
  if (packet.redundancy) return true;
  if (!is_ip(packet) || !is_ipv4(packet.network)) return false;
  return (octet_at(packet.network, identification_at) |
          octet_at(packet.network, identification_at + 1)) != 0;
}

std::uint64_t macs_of(PacketView const& packet) {
  auto const word = [](Address const& mac) {
    std::uint64_t octets = 0;
    if (mac.is_mac()) std::memcpy(&octets, mac.octets().data(), 6);
    return octets;
  };
  return mixed(word(packet.mac_source), word(packet.mac_destination));
}

std::int64_t distance(Stamp a, Stamp b) {
  auto const count = (a - b).count;
  return count >= 0 ? count : count == INT64_MIN ? INT64_MAX : -count;
}

}  // namespace

std::uint64_t likeness_of(PacketView const& packet) {
  auto const number = packet.redundancy ? 0x1'0000U | *packet.redundancy : 0U;
  auto const seed = mixed(static_cast<std::uint64_t>(packet.frame.point), number);
  if (is_ip(packet)) return likeness_of_ip(packet.network, seed);
  auto const addresses =
      mixed(qw::hash_of(packet.source.host.address), qw::hash_of(packet.destination.host.address));
  return mixed(qw::hash_of(packet.payload), mixed(mixed(seed, addresses), packet.type));
}

DuplicateFilter::DuplicateFilter(DuplicateLimits const& limits)
    : limits_{limits}, entries_(std::bit_ceil(std::max(limits.entries, ways))) {}

bool DuplicateFilter::seen_before(PacketView const& packet, std::uint64_t likeness) {
  ++counts_.seen;
  auto const macs = macs_of(packet);
  auto const hops =
      is_ip(packet) ? octet_at(packet.network, hops_at(packet.network)) : std::uint8_t{0};
  auto const at = packet.frame.at;
  auto const window = (is_numbered(packet) ? limits_.window : limits_.unnumbered_window).count;
  auto* const group = &entries_[group_of(likeness)];

  auto* oldest = group;
  for (auto* entry = group; entry != group + ways; ++entry) {
    if (entry->used && entry->likeness == likeness && distance(at, entry->at) <= window) {
      int const hop = entry->hops - hops;
      bool const same_link = hop == 0 && entry->macs == macs;
      if (same_link || hop == 1 || hop == -1) {
        ++counts_.duplicates;
        return true;
      }
    }
    if (!entry->used || (oldest->used && entry->at < oldest->at)) oldest = entry;
  }
  if (oldest->used && distance(at, oldest->at) <= limits_.window.count) ++counts_.displaced;
  *oldest = {likeness, at, macs, hops, true};
  return false;
}

void DuplicateFilter::save_to(StateWriter& out, Stamp now) const {
  auto const counts = [&](Entry const& entry) {
    return entry.used && distance(now, entry.at) <= limits_.window.count;
  };
  out.number(static_cast<std::uint32_t>(std::ranges::count_if(entries_, counts)));
  for (auto const& entry : entries_)
    if (counts(entry)) save(out, entry);
}

void DuplicateFilter::load_from(StateReader& in) {
  for (auto left = in.count(); left != 0 && in.ok(); --left) {
    Entry entry;
    load(in, entry);
    entry.used = true;
    auto* const group = &entries_[group_of(entry.likeness)];
    auto* const free =
        std::find_if(group, group + ways, [](Entry const& each) { return !each.used; });
    if (free == group + ways) return in.fail();
    *free = entry;
  }
}

}  // namespace qw::decode
