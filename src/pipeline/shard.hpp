// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "content/open_bodies.hpp"
#include "decode/duplicate.hpp"
#include "flow/flow_table.hpp"
#include "fold/fold.hpp"
#include "naming/namer.hpp"
#include "pipeline/work.hpp"
#include "vocabulary/accounts.hpp"
#include "vocabulary/voice.hpp"

namespace qw::pipeline {

/// What one shard found out about the frames of one source.
struct ShardTally {
  Tally unique;
  Tally duplicates;
  std::uint64_t mirror_octets = 0;  // of unique: a mirror's headers

  static constexpr auto state() {
    using S = ShardTally;
    return std::tuple{&S::unique, &S::duplicates, &S::mirror_octets};
  }
};

/// What a shard does with its part, besides following it.
struct ShardDuties {
  std::size_t fold_limit = 0;        // octets; 0 means that nothing is folded
  std::size_t refrain_octets = 0;    // of exchanges that may come again
  std::size_t body_octets = 0;       // of what is kept of objects on their way
  bool every_event = false;          // say what is no news to the fold as well
  bool keep_duplicates = false;      // a copy counts, and is read, as any other frame
  naming::Engine* naming = nullptr;  // null: what no protocol claims has no name
};

/// One part of the traffic and everything that is known of it. Only one thread
/// works on a shard at a time; shards share nothing.
class Shard final : private flow::Observer {
 public:
  /// `pool` serves the shards of one worker, and outlives them.
  /// `expected` is of all shards.
  Shard(std::uint32_t number, flow::Limits const& limits, flow::Protocols protocols,
        std::size_t sources, ShardDuties duties, flow::ExpectationIndex const& expected,
        ArenaPool& pool);

  /// Does the shard's steps of a batch; what is said stands in `batch()` until `clear`.
  void run(Work const& work);
  void clear() { batch_.clear(); }

  /// After a batch whose events were told; `now` is packet time at its end.
  void save_to(StateWriter& out, Stamp now) const;
  /// Before the first batch.
  void load_from(StateReader& in);

  [[nodiscard]] Batch const& batch() const { return batch_; }
  [[nodiscard]] flow::Counts const& counts() const { return table_.counts(); }
  [[nodiscard]] naming::Counts naming_counts() const {
    return namer_ == nullptr ? naming::Counts{} : namer_->counts();
  }
  [[nodiscard]] std::vector<ShardTally> const& tallies() const { return tallies_; }
  /// Objects that ended early to make room.
  [[nodiscard]] std::uint64_t bodies_evicted() const { return bodies_.evicted(); }
  /// Null if the run has no store.
  [[nodiscard]] fold::Fold* fold() { return fold_ ? &*fold_ : nullptr; }
  [[nodiscard]] flow::ExpectationTable& expectations() { return expectations_; }

 private:
  void on_flow(flow::Flow const& flow, flow::Report report, flow::Ending ending, Stamp at) override;
  /// How many packets ahead memory is asked for: of a conversation first its place in the
  /// index, then what stands there.
  static constexpr std::size_t soon = 16;
  static constexpr std::size_t next = 8;

  void on_packet(decode::PacketView const& packet, PacketStep const& step);
  std::span<TimeStep const> hear_times(std::span<TimeStep const> times, std::uint64_t before);

  Voice voice_;
  Batch batch_;
  flow::ExpectationTable expectations_;
  content::OpenBodies bodies_;
  std::unique_ptr<naming::Namer> namer_;
  flow::FlowTable table_;
  bool keep_duplicates_;
  decode::DuplicateFilter duplicates_;
  std::vector<ShardTally> tallies_;
  std::optional<fold::Fold> fold_;
};

}  // namespace qw::pipeline
