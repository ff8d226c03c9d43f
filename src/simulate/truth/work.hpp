// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulate/crane/site.hpp"
#include "simulate/port/port.hpp"
#include "simulate/truth/line.hpp"

namespace qw::simulate {

/// Lines of the truth about the work: which crane, for which ship, and each lift.
Line crane_line(CraneSite& crane, std::string_view terminal_name);
Line call_line(port::VesselCall const& call);
Line move_line(port::MoveRecord const& move, std::string_view crane);

}  // namespace qw::simulate
