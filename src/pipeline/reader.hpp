// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "capture/source.hpp"
#include "core/hash.hpp"
#include "core/state.hpp"
#include "decode/decoder.hpp"
#include "pipeline/point_clock.hpp"
#include "pipeline/work.hpp"
#include "site/realm_networks.hpp"
#include "vocabulary/accounts.hpp"

namespace qw::pipeline {

/// One input of a run: an opened source and where it was recorded.
struct Input {
  std::unique_ptr<capture::Source> source;
  SourceId id{};
  PointId point{};
  std::string point_name;
  site::RealmNetworks realms;  // in which the point's addresses name their hosts
};

/// Reads frames, decodes them and lays them out as work for the shards. Runs in one
/// thread; all order begins here.
class Reader {
 public:
  /// Batches hold at most so many packets.
  explicit Reader(std::vector<Input> inputs, std::size_t most_packets = batch_packets);

  /// The end comes in a batch of its own, so that what is known before it can be saved.
  void hold_end() { holds_end_ = true; }
  /// After a batch with `all_read`: what was read so far, and the fragments that wait.
  void save_to(StateWriter& out) const;
  /// Before the first batch. Sources are those of the state, in its order, and may be followed by
  /// others; of each the frames that were read are skipped. False if a source does not have them:
  /// then this must not be used any more.
  bool load_from(StateReader& in);

  /// Fills `work` with the next batch; `work.last` with the end of the input. The
  /// capture blocks stay alive as long as `work` holds them. Of a live input a batch ends at each
  /// tick, and where the source has nothing yet, so that what was heard is judged; it may be empty.
  void read_batch(Work& work);

  /// Packet time of the last frame.
  [[nodiscard]] Stamp now() const { return now_; }

  /// Octets read and to read, over all inputs; 0 if not known.
  [[nodiscard]] std::uint64_t position() const;
  [[nodiscard]] std::uint64_t size() const;

  /// What was read so far. Duplicates are counted by the shards.
  [[nodiscard]] Accounts accounts() const;

 private:
  struct PerSource {
    PointClock clock;
    site::RealmNetworks realms;
    std::string point_name;
    std::string heard_at;  // the point of what was read
    capture::Source const* source = nullptr;
    std::vector<Tally> causes;  // by decode::Cause
    Tally read;
    std::uint64_t held = 0;
    std::uint64_t epochs = 0;
    Stamp first;
    Stamp last;
    std::uint64_t trace = 0;  // of the stamps and lengths of what was read

    void follow(FrameView const& frame) {
      trace = mixed(trace ^ static_cast<std::uint64_t>(frame.at.ns), frame.wire_octets);
    }
    static constexpr auto state() {
      using S = PerSource;
      return std::tuple{&S::heard_at, &S::clock, &S::causes, &S::read, &S::held,
                        &S::epochs,   &S::first, &S::last,   &S::trace};
    }
  };

  [[nodiscard]] bool full(Work const& work) const;
  static bool skip_read(capture::Source& part, PerSource const& source);
  bool add_frame(Work& work, FrameView const& frame);
  void account_lost();
  static void keep_reassembled(Work& work, decode::PacketView& packet);
  void lay_out(Work& work, decode::PacketView& packet);
  void hear_time(Work& work, PerSource& source, FrameView const& frame);
  void tick_to(Work& work, Stamp now);

  std::vector<PerSource> sources_;
  std::vector<std::unique_ptr<capture::Source>> parts_;  // until the first batch
  std::unique_ptr<capture::Source> merged_;
  bool live_ = false;
  decode::Decoder decoder_;
  std::size_t most_packets_;
  std::uint64_t next_step_ = 1;
  Stamp now_;
  Stamp next_tick_;
  Stamp next_meeting_;
  std::uint64_t last_meeting_step_ = 0;
  bool started_ = false;
  bool holds_end_ = false;
  bool all_read_ = false;
};

}  // namespace qw::pipeline
