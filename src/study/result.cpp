// SPDX-License-Identifier: Apache-2.0
#include "study/result.hpp"

namespace qw::study {

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
