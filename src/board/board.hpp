// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/names.hpp"
#include "vocabulary/records.hpp"

/// Live state between the pipeline, which publishes it, and serve, which shows it:
/// immutable snapshots, and what changed from one to the next.
namespace qw::board {

/// How far a run has come.
struct Progress {
  std::uint64_t octets_read = 0;
  std::uint64_t octets_to_read = 0;  // 0: not known
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;  // of frames, on the wire
  std::uint64_t conversations = 0;
  Stamp at;            // packet time reached
  bool ended = false;  // nothing will be published after this

  static constexpr auto fields() {
    using P = Progress;
    return std::tuple{field("octets_read", &P::octets_read, "octets"),
                      field("octets_to_read", &P::octets_to_read, "octets"),
                      field("frames", &P::frames, "frames"),
                      field("octets", &P::octets, "octets"),
                      field("conversations", &P::conversations),
                      field("at", &P::at),
                      field("ended", &P::ended)};
  }
};

/// All that is known at one moment of a run.
struct State {
  Progress progress;
  std::vector<Device> devices;
  std::vector<ConduitRow> conduits;
  std::vector<LedgerRow> ledger;
  std::vector<CoverageRow> coverage;
  std::vector<Finding> findings;
};

/// A record as others see it. Shared by all snapshots in which it is the same.
struct Row {
  std::string key;   // tells it from the others of its table, for as long as it exists
  std::string json;  // one object, as `write_record` writes it
};

struct Table {
  std::string_view name;
  std::vector<std::shared_ptr<Row const>> rows;  // in the order of the records
};

struct Snapshot {
  std::uint64_t version = 0;  // 1, 2, ...; 0: nothing was published yet
  Progress progress;
  std::vector<Table> tables;
};

/// The JSON object of what is new in `latest` for who knows `known`:
///
///   {"version":7, "since":5, "progress":{...},
///    "tables":{"devices":{"count":12, "changed":[{"key":"...", "row":{...}}], "gone":["..."]}}}
///
/// Without `known`, `since` is 0 and every row is new.
std::string delta_json(Snapshot const* known, Snapshot const& latest);

/// Holds the latest snapshot and a few before it. One thread publishes, others read.
class Board {
 public:
  /// Who is this far behind gets the whole state anew.
  static constexpr std::size_t kept_snapshots = 16;

  explicit Board(Names names);

  void publish(State const& state);

  [[nodiscard]] std::shared_ptr<Snapshot const> latest() const;
  /// What changed since that version; everything if it is no longer held.
  [[nodiscard]] std::string since(std::uint64_t version) const;

 private:
  Names names_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Snapshot const>> snapshots_;  // never empty; latest last
};

}  // namespace qw::board
