// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "detectors/common/detector.hpp"

/// Words that several detectors put the same way.
namespace qw::detectors {

/// The address; sister cranes share addresses, so one in a realm of its own begins with
/// the realm's name: "sts2/10.0.0.5".
std::string address_of(Host const& host, Context const& context);

/// The address, with the name that the site file gives it: "screen 2 (10.0.0.5)".
std::string name_of(Host const& host, Context const& context);

/// Does a vouched conduit let the speaker give this command, by its protocol or by the port
/// of who is commanded?
bool is_allowed(Context const& context, Command const& command);

/// "modbus holding-register at 107, 2 long"; the protocol alone if no object is named.
std::string object_text(Command const& command);

/// Is the moment in a maintenance window of the site file, and are its two hosts those
/// of which the window speaks, whoever of them spoke? The window's name, else empty.
std::string_view maintenance_at(Context const& context, Moment const& moment);

/// A finding of grade "not observable": the detector could not judge, and what would
/// settle it.
void add_not_judged(Findings& findings, Results const& results, std::string_view detector,
                    std::string_view subject, std::string_view claim, std::string_view settled_by);

/// Who may act on a crane, and that it must be safe first. Begins every list of steps
/// for findings about controllers.
inline constexpr std::string_view crane_safe_step =
    "Crane operations: land the load and bring the crane to its parked state before anything "
    "else is touched; do not cut a connection while a load is in the air.";

}  // namespace qw::detectors
