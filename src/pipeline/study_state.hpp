// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "pipeline/investigation.hpp"

namespace qw::pipeline {

/// All that a study knows, for one that goes on with it. From within `Run::before_the_end`.
std::vector<std::byte> state_of(Investigation const& investigation, Run const& run);

/// What a state of such a study may refer to.
StateBounds state_bounds(Background const& background, std::size_t sources);

/// Lets both know what is in the state, before anything is heard. If it fails they must not be
/// used any more, nor the sources of the run. The error is the end of a sentence about the state.
Status go_on_from(Bytes state, StateBounds const& bounds, Investigation& investigation, Run& run);

}  // namespace qw::pipeline
