// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <tuple>

#include "core/stamp.hpp"

namespace qw::flow {

/// Limits of one shard. Reaching one evicts, counts, and lowers coverage.
struct Limits {
  std::size_t flows = 32'768;
  std::size_t buffer_octets = 2 << 20;   // reassembly and unread tails, all flows
  std::size_t tracker_octets = 2 << 20;  // heap of all trackers

  // Per conversation.
  std::size_t tail_octets = 1 << 20;    // unread octets of one direction
  std::size_t held_octets = 256 << 10;  // out of order, one direction
  std::size_t held_segments = 128;
  std::size_t opening_octets = 2048;  // kept while a service is not known, behind a side's first

  // Time-outs by packet time.
  Nanoseconds brief = seconds(30);   // one frame so far, or a SYN unanswered
  Nanoseconds closed = seconds(10);  // after FIN both ways, or RST
  Nanoseconds datagram = seconds(180);
  Nanoseconds stream = seconds(3600);
  Nanoseconds update = seconds(300);  // a long conversation reports this often
  Nanoseconds silence = seconds(5);   // at its point, before another one measures it

  Nanoseconds hole_acknowledged = milliseconds(5);  // before a gap is believed
  Nanoseconds hole_silent = seconds(10);
};

/// What one shard's flows counted.
struct Counts {
  std::uint64_t conversations = 0;
  std::uint64_t evicted = 0;           // conversations closed for room
  std::uint64_t buffer_evictions = 0;  // streams given up for memory
  std::uint64_t payload_octets = 0;
  std::uint64_t understood_octets = 0;
  std::uint64_t encrypted_octets = 0;  // understood, but not readable
  std::uint64_t unknown_octets = 0;    // of conversations without a protocol
  std::uint64_t lost_octets = 0;
  std::uint64_t one_directional = 0;  // streams with payload from one side only

  static constexpr auto state() {
    using C = Counts;
    return std::tuple{&C::conversations,  &C::evicted,           &C::buffer_evictions,
                      &C::payload_octets, &C::understood_octets, &C::encrypted_octets,
                      &C::unknown_octets, &C::lost_octets,       &C::one_directional};
  }
};

}  // namespace qw::flow
