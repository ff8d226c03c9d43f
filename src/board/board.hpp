// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/dossier.hpp"
#include "vocabulary/names.hpp"

/// Live state between the pipeline, which publishes it, and serve, which shows it: the latest
/// snapshot, in which each row carries the number of its last change.
namespace qw::board {

/// A record as others see it. Shared by all snapshots in which it is the same.
struct Row {
  std::string key;   // by the members that the record names: tells it from others of its table
  std::string json;  // one object, as `write_record` writes it
  std::uint64_t changed = 0;  // version of the snapshot that first had it so
};

/// A row that is no longer there.
struct GoneRow {
  std::string key;
  std::uint64_t changed = 0;  // version of the first snapshot without it
};

struct RecordRows {
  /// Of the rows that went, the latest so many are kept.
  static constexpr std::size_t most_gone = 1024;

  std::string_view name;
  std::vector<std::shared_ptr<Row const>> rows;  // in the order of the records
  std::vector<GoneRow> gone;                     // since long, earliest first; none is back
  std::uint64_t forgotten = 0;                   // latest change of what `gone` had no room for
};

/// Immutable once it is published.
struct Snapshot {
  std::uint64_t version = 0;  // 1, 2, ...; 0: nothing was published yet
  Progress progress;
  std::vector<RecordRows> tables;
};

/// Holds the latest snapshot. One thread publishes, others read.
class Board {
 public:
  /// `run` tells this board from others that used the same address before: letters and digits.
  Board(Names names, std::string run);

  void publish(Dossier const& dossier);

  [[nodiscard]] std::shared_ptr<Snapshot const> latest() const;

  /// The JSON object of what changed for who knows version `since` of the run `run`:
  ///
  ///   {"run":"18ab", "version":7, "since":5, "progress":{...},
  ///    "tables":{"devices":{"count":12, "changed":[{"key":"...", "row":{...}}], "gone":["..."]}}}
  ///
  /// With a version that is not known, of another run, or too long ago, `since` is 0 and every row
  /// is new.
  [[nodiscard]] std::string changes_since(std::uint64_t since, std::string_view run) const;

 private:
  Names names_;
  std::string run_;
  mutable std::mutex mutex_;
  std::shared_ptr<Snapshot const> latest_;  // never null
};

}  // namespace qw::board
