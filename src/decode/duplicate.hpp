// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>
#include <vector>

#include "decode/packet.hpp"

namespace qw {
class StateReader;
class StateWriter;
}  // namespace qw

namespace qw::decode {

struct DuplicateLimits {
  std::size_t entries = 512;  // rounded up to a power of two, at least 4; 32 octets each
  /// For packets that number themselves: IPv4 with an identification, PRP, HSR. A
  /// retransmission gets a new number, so time only has to tell apart its reuse.
  Nanoseconds window = milliseconds(50);
  /// For all others, whose sender may well say the same twice: longer than a switch
  /// needs to pass a frame on, shorter than a round trip or a cycle.
  Nanoseconds unnumbered_window{250'000};
};

/// Hash of what two copies of a packet have in common.
std::uint64_t likeness_of(PacketView const& packet);

struct DuplicateCounts {
  std::uint64_t seen = 0;  // packets asked about
  std::uint64_t duplicates = 0;
  std::uint64_t displaced = 0;  // entries that made room while still inside the window
};

/// Tells the second copy of a packet, as mirror ports make them that see it come in
/// and go out, from a packet that was sent twice.
///
/// A duplicate is the same octets again, at the same point, within a window around
/// the first copy. Of IP the octets are the outermost unmirrored packet's, without
/// time to live and header checksum; of anything else the addresses, the type and
/// what follows. VLAN tags, redundancy tags and trailers, padding and a mirror's
/// headers are no part of it. Equal times to live demand equal MAC addresses, so
/// that sister machines with one address plan do not hide each other; a time to live
/// that differs by one is a routed hop, which rewrites them.
///
/// What it cannot tell: packets without a number that are sent twice within
/// `unnumbered_window` (acknowledgments repeated in a burst) pass for duplicates.
///
/// Memory is taken once. Groups of four entries; a full group forgets its oldest.
class DuplicateFilter {
 public:
  explicit DuplicateFilter(DuplicateLimits const& limits = {});

  /// A packet of this likeness comes soon: its memory can be on its way meanwhile.
  /// Always inline: GCC 12 drops calls of a function that only asks for memory.
  [[gnu::always_inline]] void comes_soon(std::uint64_t likeness) const {
    __builtin_prefetch(&entries_[group_of(likeness)]);
  }
  /// Was this packet there before? Remembers it if not. Ask once for each packet,
  /// in the order of frames, with its `likeness_of`.
  bool seen_before(PacketView const& packet, std::uint64_t likeness);

  [[nodiscard]] DuplicateCounts const& counts() const { return counts_; }

  /// The packets that a copy could still come of at `now`.
  void save_to(StateWriter& out, Stamp now) const;
  /// Into one that was asked nothing.
  void load_from(StateReader& in);

 private:
  struct Entry {
    std::uint64_t likeness = 0;
    Stamp at;
    std::uint64_t macs = 0;
    std::uint8_t hops = 0;
    bool used = false;

    static constexpr auto state() {
      return std::tuple{&Entry::likeness, &Entry::at, &Entry::macs, &Entry::hops};
    }
  };
  static constexpr std::size_t ways = 4;

  /// Where the entries begin among which a likeness is looked for.
  [[nodiscard]] std::size_t group_of(std::uint64_t likeness) const {
    return (likeness & (entries_.size() / ways - 1)) * ways;
  }

  DuplicateLimits limits_;
  DuplicateCounts counts_;
  std::vector<Entry> entries_;
};

}  // namespace qw::decode
