// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "core/arena.hpp"
#include "core/state.hpp"
#include "fold/folded.hpp"
#include "fold/samples.hpp"
#include "fold/swept.hpp"
#include "vocabulary/voice.hpp"

namespace qw::fold {

/// What folding did, for coverage.
struct FoldCounts {
  std::uint64_t events = 0;   // taken in
  std::uint64_t rows = 0;     // given out
  std::uint64_t flushes = 0;  // for want of room: repetitions then begin a new row
};

/// Turns the events of one shard into rows: what repeats becomes one row with its
/// count, first, last and period. A write is counted in its row as long as the same is
/// written to the same object again, with the same outcome and no longer pause than
/// `longest_write_pause`; other commands that can change state are never folded. Holds at
/// most about `limit` octets of open rows; what would exceed it closes them all, oldest
/// first, so that nothing is lost.
///
/// Not thread-safe: one per shard. The same events give the same rows.
class Fold final : public FirstListener {
 public:
  /// 64 shards at the default take at most 128 MiB.
  static constexpr std::size_t default_limit = 2 * 1024 * 1024;
  /// Of one writer and object. What repeats faster than this is cyclic, not somebody's act.
  static constexpr Nanoseconds longest_write_pause = seconds(10);

  /// With `every_event` all is news, and nothing is heard again without being said.
  explicit Fold(std::size_t limit = default_limit, bool every_event = false)
      : limit_{limit}, every_event_{every_event} {}

  /// Is the event news? It is not only where an open row says the same already of a command
  /// that changes nothing, of a write that goes on, or of a sample with the values of the last.
  /// `take_repeats` then counts it; all else is news each time. Its place is that of a command
  /// or sample that may come again.
  Heard hear(Order const& order, EventRef event) override;
  bool hear_again(Refrain const& refrain, Order const& first) override;

  /// What was no news since the last call, each list in the order in which that began. Views live
  /// until the next `hear`, `hear_again`, `flush` or `take`.
  void take_repeats(Repeats& repeats);

  /// Closes everything that is open: at the end, and before state is saved.
  void flush();

  /// Hands over the rows that are closed, in order of their first event. What
  /// `batch` held is lost; its memory is used again.
  void take_rows(FoldedBatch& batch);

  /// What decides which events are news: the open rows of commands and of samples. The rows of
  /// others begin anew.
  void save_to(StateWriter& out) const;
  /// Into one that has heard nothing.
  void load_from(StateReader& in);

  [[nodiscard]] FoldCounts const& counts() const { return counts_; }
  [[nodiscard]] std::size_t heap_octets() const;

 private:
  struct Open {
    FoldedRow row;
    std::uint64_t replies = 0;
    std::uint64_t reply_sum = 0;     // ns; wraps as all packet time
    std::uint64_t untold = 0;        // repetitions that `take_repeats` has not told yet
    std::uint64_t version = 0;       // of a write: how many rows were begun here; else 0
    std::vector<std::byte> written;  // what the views of a write's values show
  };

  template <class Kind>
  Heard repeat(Order const& order, Kind const& kind);
  Heard command(Order const& order, Command const& command);
  Heard write(Order const& order, Command const& write);
  void begin_write(Open& open, Order const& order, Command const& write);
  void end_write(Open& open);
  [[nodiscard]] static std::uint64_t hash_of_row(Open const& open);
  bool load_command(StateReader& in);
  [[nodiscard]] static bool still(Open const& open, std::uint64_t version, Stamp asked);
  Heard sample(Order const& order, Sample const& sample);
  static void count(Open& open, Moment const& moment, std::optional<Nanoseconds> reply_after);
  [[nodiscard]] bool holds(Refrain::Line const& line, Stamp asked) const;
  /// A row of its own, which nothing is counted in.
  template <class Kind>
  void single(Order const& order, Kind const& kind) {
    FoldedRow row{order, kept(kind, closed_.arena), {}};
    repeated(row.repetition, kind.said.moment);
    if constexpr (std::is_same_v<Kind, Command>)
      row.repetition.shortest_reply = row.repetition.longest_reply = row.repetition.mean_reply =
          kind.reply_after;
    closed_.rows.push_back(row);
  }
  void converse(Order const& order, Conversation const& conversation);
  void note_repeat(std::uint32_t open);
  void tell_open(std::vector<RepeatedCommand>& commands);
  void close(Open const& open);
  void close_conversation(Open const& open);
  void close_all();

  std::size_t limit_;
  bool every_event_;
  Arena arena_;  // of the open rows
  FoldTable repeats_index_;
  std::vector<Open> repeats_;
  std::size_t written_octets_ = 0;  // of repeats_
  FoldTable conversations_index_;
  std::vector<Open> conversations_;  // a slot of count 0 is free
  std::vector<std::uint32_t> free_slots_;
  Swept swept_;
  SampleFold samples_;
  std::vector<std::uint32_t> untold_;  // of repeats_; one that was told since may stand here again
  std::vector<RepeatedCommand> told_;  // of rows that were closed meanwhile
  FoldedBatch closed_;
  FoldCounts counts_;
  std::uint32_t growths_ = 0;  // since somebody looked how much is held
  std::uint32_t epoch_ = 0;    // counts how often the open rows were closed
};

}  // namespace qw::fold
