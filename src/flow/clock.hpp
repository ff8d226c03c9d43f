// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/stamp.hpp"

namespace qw::flow {

/// Deadlines of trackers, earliest first. Entries of flows that are gone are
/// recognised by the generation of their slot.
class DeadlineClock {
 public:
  struct Entry {
    Stamp at;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };

  void set(Entry const& entry) {
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  [[nodiscard]] bool due(Stamp now) const { return !heap_.empty() && heap_.front().at <= now; }
  /// The earliest deadline, or the end of time.
  [[nodiscard]] Stamp next() const { return heap_.empty() ? Stamp{INT64_MAX} : heap_.front().at; }

  Entry pop_earliest() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    auto const entry = heap_.back();
    heap_.pop_back();
    return entry;
  }

 private:
  /// Ties go by slot, so that order is the same everywhere.
  static bool later(Entry const& a, Entry const& b) {
    return a.at != b.at ? a.at > b.at : a.slot > b.slot;
  }
  std::vector<Entry> heap_;
};

}  // namespace qw::flow
