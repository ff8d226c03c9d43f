// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "capture/block.hpp"
#include "core/arena.hpp"
#include "decode/packet.hpp"

namespace qw::pipeline {

/// Traffic is split into as many parts whatever the number of workers, so that
/// every limit and every order is the same with one and with eight.
inline constexpr std::uint32_t shard_count = 64;

/// Packets of one batch; a batch is the unit that workers and the merge see. Its
/// views should stay in the second-level cache.
inline constexpr std::size_t batch_packets = 2048;

/// One shard hears of a packet.
struct PacketStep {
  std::uint64_t number = 0;    // counts through the run, with those of time
  std::uint64_t hash = 0;      // of its conversation
  std::uint64_t likeness = 0;  // what a second copy of it would have in common
  std::uint32_t packet = 0;    // index into the batch
};

/// Every shard hears of the time, or of the end of an epoch.
struct TimeStep {
  enum class What : std::uint8_t { tick, epoch_end };
  std::uint64_t number = 0;
  Stamp now;
  What what = What::tick;
};

/// A stretch of the input between two merges.
struct Work {
  std::vector<decode::PacketView> packets;  // the first `packet_count`; the others are of before
  std::size_t packet_count = 0;
  std::array<std::vector<PacketStep>, shard_count> packet_steps;
  std::vector<TimeStep> time_steps;
  std::vector<capture::BlockRef> blocks;  // that the packets lie in
  Arena reassembled;                      // payload of datagrams that came in fragments
  std::uint64_t first_step = 0;
  std::uint64_t steps_used = 0;  // numbers from first_step on
  /// The shards meet when it is done: what each expects is known to all from then on. When that is
  /// depends on packets and their time alone, however batches are cut.
  bool meeting = false;
  Stamp now;  // packet time at its end
  bool last = false;
  bool all_read = false;  // of the input; what is last comes alone then

  /// Neither a packet nor a moment is in it: a live source had nothing yet.
  [[nodiscard]] bool empty() const { return steps_used == 0 && !last && !all_read; }

  /// Where the next packet is laid out: whoever does so makes it anew.
  decode::PacketView& next_packet() {
    if (packet_count == packets.size()) packets.emplace_back();
    return packets[packet_count];
  }

  void clear() {
    packet_count = 0;
    for (auto& each : packet_steps) each.clear();
    time_steps.clear();
    blocks.clear();
    reassembled.clear();
    meeting = false;
    all_read = false;
  }
};

}  // namespace qw::pipeline
