// SPDX-License-Identifier: Apache-2.0
#include "study/result.hpp"

#include <algorithm>

namespace qw::study {

std::uint64_t StudyResult::frames() const {
  std::uint64_t sum = 0;
  for (auto const& source : accounts.sources) sum += source.read.frames;
  return sum;
}

std::uint64_t StudyResult::octets() const {
  std::uint64_t sum = 0;
  for (auto const& source : accounts.sources) sum += source.read.octets;
  return sum;
}

Stamp StudyResult::first() const {
  Stamp first{INT64_MAX};
  for (auto const& source : accounts.sources)
    if (source.read.frames != 0) first = std::min(first, source.first);
  return first;
}

Stamp StudyResult::last() const {
  Stamp last{INT64_MIN};
  for (auto const& source : accounts.sources)
    if (source.read.frames != 0) last = std::max(last, source.last);
  return last;
}

analyses::LedgerTotal StudyResult::boundary() const {
  analyses::LedgerTotal sum;
  for (auto const& each : boundaries) {
    sum.boundary_octets += each.boundary_octets;
    sum.rows_octets += each.rows_octets;
    sum.unexplained_octets += each.unexplained_octets;
  }
  return sum;
}

}  // namespace qw::study
