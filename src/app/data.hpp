// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "analyses/analyses.hpp"

namespace qw::app {

/// The registries that come with the program, and that a user may replace: from
/// `folder`; if empty, from share/quaywatch beside the program, else below /usr. What is
/// missing stays empty, and coverage says so.
analyses::Registries load_registries(std::string const& folder);

}  // namespace qw::app
