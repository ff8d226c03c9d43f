// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analyses/geo.hpp"
#include "analyses/makers.hpp"

namespace qw::analyses {

/// Registries that the analyses look things up in. None need be installed.
struct Registries {
  Makers makers;
  Geo geo;
};

}  // namespace qw::analyses
