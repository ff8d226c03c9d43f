// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/dossier.hpp"
#include "vocabulary/names.hpp"

/// Live state between the pipeline, which publishes it, and serve, which shows it:
/// immutable snapshots, and what changed from one to the next.
namespace qw::board {

/// A record as others see it. Shared by all snapshots in which it is the same.
struct Row {
  std::string key;   // by the members that the record names: tells it from others of its table
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

  void publish(Dossier const& dossier);

  [[nodiscard]] std::shared_ptr<Snapshot const> latest() const;
  /// What changed since that version; everything if it is no longer held.
  [[nodiscard]] std::string since(std::uint64_t version) const;

 private:
  Names names_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Snapshot const>> snapshots_;  // never empty; latest last
};

}  // namespace qw::board
