// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "fold/folded.hpp"
#include "fold/same_event.hpp"

/// When two folds that heard the same gave the same rows.
namespace qw::fuzz {

inline bool same(fold::Repetition const& a, fold::Repetition const& b) {
  return a.count == b.count && a.last == b.last && a.last_frames.last == b.last_frames.last &&
         a.shortest_period == b.shortest_period && a.longest_period == b.longest_period &&
         a.shortest_reply == b.shortest_reply && a.longest_reply == b.longest_reply &&
         a.mean_reply == b.mean_reply;
}

inline bool same(fold::FoldedRow const& a, fold::FoldedRow const& b) {
  if (a.order != b.order || !same(a.repetition, b.repetition)) return false;
  return std::visit(
      [&]<class Kind>(Kind const& kind) {
        auto const* other = std::get_if<Kind>(&b.event);
        return other != nullptr && fold::same_event(kind, *other);
      },
      a.event);
}

inline bool same(fold::FoldedSample const& a, fold::FoldedSample const& b) {
  return same(a.row, b.row) && a.changes == b.changes &&
         text_of(a.last_values.raw) == text_of(b.last_values.raw);
}

inline bool same(fold::SampleMinute const& a, fold::SampleMinute const& b) {
  return a.order == b.order && a.minute == b.minute && a.count == b.count;
}

inline bool same(fold::FoldedBatch const& a, fold::FoldedBatch const& b) {
  auto const alike = [](auto const& left, auto const& right) { return same(left, right); };
  return std::ranges::equal(a.rows, b.rows, alike) &&
         std::ranges::equal(a.samples, b.samples, alike) &&
         std::ranges::equal(a.minutes, b.minutes, alike);
}

}  // namespace qw::fuzz
