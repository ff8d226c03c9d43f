// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "detectors/common/detector.hpp"

/// What several detectors do the same way.
namespace qw::detectors {

/// Does a vouched conduit let the speaker give this command, by its protocol or by the port
/// of who is commanded?
bool is_allowed(Context const& context, Command const& command);

/// Is the moment in a maintenance window of the site file, and are its two hosts those
/// of which the window speaks, whoever of them spoke?
bool is_maintained(Context const& context, Moment const& moment);

/// Names of parts that several detectors use.
namespace part {
inline constexpr Term operation{"operation"};
inline constexpr Term protocol{"protocol"};
inline constexpr Term object{"object"};
/// In a maintenance window. It tells a finding apart, for what was planned work in a window does
/// not cover what comes after it.
inline constexpr Term planned{"planned"};
}  // namespace part

/// The parts, and `planned` if it was in a maintenance window.
FindingParts with_plan(bool maintained, FindingParts parts = {});

/// A finding of grade "not observable" about what was captured: the detector could not judge. The
/// kind's `bound` says what would settle it.
void add_not_judged(Standing& standing, About const& about, std::string_view kind, Tick const& tick,
                    FindingParts const& parts = {});

/// Who may act on a crane, and that it must be safe first. Begins every list of steps
/// for findings about controllers.
inline constexpr std::string_view crane_safe_step =
    "Crane operations: land the load and bring the crane to its parked state before anything "
    "else is touched; do not cut a connection while a load is in the air.";

}  // namespace qw::detectors
