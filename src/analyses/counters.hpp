// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "site/site.hpp"
#include "vocabulary/accounts.hpp"
#include "vocabulary/records/coverage.hpp"

namespace qw::analyses {

/// What each tap recorded of what its switch counted over the same time: the share of frames
/// that the mirror and the capture let through. One row for the mirrored ports of a point
/// and one for the port behind which its tap hangs, as far as there are counters.
///
/// Compared are frames as the capture has them, copies included, for a mirror of two ports
/// copies what passes between them twice, and both ports count it. Snapshots are those next
/// before the first frame and next after the last, a hundredth of the capture and a second
/// allowed; where they span more than a twentieth longer, their count is taken in proportion
/// and the row says that it is an estimate. Where they do not span the capture, where a
/// counter ran back, and where there are no counters, the row says that the share is not
/// known, and its whole is 0.
std::vector<CoverageRow> counter_rows(std::vector<site::PortCounter> const& counters,
                                      Accounts const& accounts);

}  // namespace qw::analyses
