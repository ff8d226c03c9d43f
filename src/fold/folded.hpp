// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "core/arena.hpp"
#include "core/hash.hpp"
#include "vocabulary/batch.hpp"
#include "vocabulary/records/evidence.hpp"

/// The rows that folding gives out. Views in them live in their batch's arena.
namespace qw::fold {

/// How often an event was said again, and when.
struct Repetition {
  std::uint64_t count = 0;
  Stamp last;
  FrameSpan last_frames;                       // in the source of the first
  std::optional<Nanoseconds> shortest_period;  // between one and the next
  std::optional<Nanoseconds> longest_period;
  std::optional<Nanoseconds> mean_period;
  std::optional<Nanoseconds> shortest_reply;  // of those that were answered
  std::optional<Nanoseconds> longest_reply;
  std::optional<Nanoseconds> mean_reply;

  static constexpr auto fields() {
    using R = Repetition;
    return std::tuple{field("count", &R::count),
                      field("last_at", &R::last),
                      field("last_frames", &R::last_frames),
                      field("shortest_period", &R::shortest_period, "ns"),
                      field("longest_period", &R::longest_period, "ns"),
                      field("mean_period", &R::mean_period, "ns")};
  }
  static constexpr auto state() {
    using R = Repetition;
    return std::tuple{&R::count,           &R::last,           &R::last_frames,
                      &R::shortest_period, &R::longest_period, &R::mean_period,
                      &R::shortest_reply,  &R::longest_reply,  &R::mean_reply};
  }
  [[nodiscard]] bool restored() const {
    return count < 2 || (shortest_period.has_value() && longest_period.has_value());
  }
  /// Of commands only.
  static constexpr auto reply_fields() {
    using R = Repetition;
    return std::tuple{field("shortest_reply", &R::shortest_reply, "ns"),
                      field("longest_reply", &R::longest_reply, "ns"),
                      field("mean_reply", &R::mean_reply, "ns")};
  }
};

/// Counts one more time that something was said.
inline void repeated(Repetition& repetition, Moment const& moment) {
  if (repetition.count != 0) {
    auto const period = moment.at - repetition.last;
    auto const none = repetition.count == 1;
    if (none || period < *repetition.shortest_period) repetition.shortest_period = period;
    if (none || period > *repetition.longest_period) repetition.longest_period = period;
  }
  ++repetition.count;
  repetition.last = moment.at;
  repetition.last_frames = moment.frames;
}
/// Works out the mean, once nothing more comes.
inline void settle(Repetition& repetition, Stamp first) {
  if (repetition.count < 2) return;
  auto const periods = static_cast<std::int64_t>(repetition.count - 1);
  repetition.mean_period = Nanoseconds{(repetition.last - first).count / periods};
}

/// One event, as it was said first, and its repetition. A conversation's counters
/// are the sums of all its events, its words those of the last.
struct FoldedRow {
  Order order;
  Event event;
  Repetition repetition;
};

/// One block of process values over its whole time; `row.event` is its first Sample.
struct FoldedSample {
  FoldedRow row;
  std::uint64_t changes = 0;       // samples that differed from the one before
  std::uint64_t kept_changes = 0;  // of these, rows of `changes`
  Values last_values;
};

/// One number of a block during one minute of packet time. A minute without a
/// row, between others, had the value that the last row ended with.
struct SampleMinute {
  Order order;
  Stamp minute;  // its beginning
  Endpoint target;
  Object object;
  std::uint32_t index = 0;  // of the number within the block
  std::uint64_t count = 0;
  double least = 0;
  double most = 0;
  double mean = 0;
  double last = 0;

  static constexpr auto fields() {
    using S = SampleMinute;
    return std::tuple{
        field("minute", &S::minute), field("target", &S::target), field("object", &S::object),
        field("index", &S::index),   field("count", &S::count),   field("least", &S::least),
        field("most", &S::most),     field("mean", &S::mean),     field("last", &S::last)};
  }
};

/// A block changed to these values.
struct SampleChange {
  Order order;
  Stamp at;
  Evidence evidence;
  Endpoint target;
  Object object;
  Values values;

  static constexpr auto fields() {
    using S = SampleChange;
    return std::tuple{field("at", &S::at), field("evidence", &S::evidence),
                      field("target", &S::target), field("object", &S::object),
                      field("values", &S::values)};
  }
};

/// Closed rows, each list in order of its first event, and the memory of them all.
struct FoldedBatch {
  Arena arena;
  std::vector<FoldedRow> rows;
  std::vector<FoldedSample> samples;
  std::vector<SampleMinute> minutes;
  std::vector<SampleChange> changes;

  void clear() {
    rows.clear();
    samples.clear();
    minutes.clear();
    changes.clear();
    arena.clear();
  }
  [[nodiscard]] bool empty() const {
    return rows.empty() && samples.empty() && minutes.empty() && changes.empty();
  }
};

/// A command that changes nothing, said again with the same outcome.
struct RepeatedCommand {
  Command command;  // as it was said first
  std::uint64_t times = 0;
  Stamp last;
};

/// A sample whose values were those of the last of its block.
struct RepeatedSample {
  Sample sample;  // as it was said first, with the values that stayed
  std::uint64_t times = 0;
  Stamp last;  // until then, at least, the block had them
};

/// What was said again and is no news: one sum for each command and each block of values.
struct Repeats {
  std::vector<RepeatedCommand> commands;
  std::vector<RepeatedSample> samples;

  void clear() {
    commands.clear();
    samples.clear();
  }
};

inline constexpr std::size_t fold_slot_octets = 24;  // of a table, its spare room included
using FoldTable = boost::unordered_flat_map<std::uint64_t, std::uint32_t, SameHash>;

}  // namespace qw::fold
