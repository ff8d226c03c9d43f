// SPDX-License-Identifier: Apache-2.0
#include "study/result.hpp"

#include "core/words.hpp"

namespace qw::study {

std::string going_on(RunLine const& run) {
  if (run.frames_before == 0) return {};
  return "This study goes on from " + counted(run.frames_before, "frame") +
         " that were read before: all that is known of them is here, but the store has no rows of "
         "their events.";
}

LedgerTotal StudyResult::boundary() const {
  LedgerTotal sum;
  for (auto const& each : of<LedgerTotal>()) {
    sum.boundary_octets += each.boundary_octets;
    sum.rows_octets += each.rows_octets;
    sum.unexplained_octets += each.unexplained_octets;
  }
  return sum;
}

}  // namespace qw::study
