// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.hpp"
#include "site/site.hpp"

namespace qw::app {

/// The site that `--site` names; an empty one without it. The error lists every mistake
/// with its line and column.
Result<site::Site> site_of(Arguments const& arguments);

}  // namespace qw::app
