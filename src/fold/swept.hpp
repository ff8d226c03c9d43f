// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "fold/folded.hpp"

namespace qw::fold {

/// Conversations that tell nothing alone: of a flood, each made room for the next before
/// anybody answered. They share a row for each endpoint that they went to, transport and
/// point, whose counters are the sums of all, and whose
/// repetition counts what was said of them, without periods. Whose speaker it is stays
/// empty where there were several. Beyond `most` rows one is shared by all others of a
/// transport and point, without a listener.
class Swept {
 public:
  static constexpr std::size_t most = 64;  // rows, the shared ones aside

  /// Does the conversation belong here? Asked of the sum of its events so far: evicted
  /// unanswered, or no more than opened when its row has to be closed for room.
  static bool takes(Conversation const& sum);

  void add(FoldedRow const& row);

  /// Hands over the rows and forgets them.
  void flush(FoldedBatch& closed);

  [[nodiscard]] std::size_t heap_octets() const {
    return rows_.size() * (sizeof(FoldedRow) + fold_slot_octets);
  }

 private:
  FoldedRow& row_for(FoldedRow const& row, bool& is_new);

  FoldTable index_;
  std::vector<FoldedRow> rows_;
};

}  // namespace qw::fold
