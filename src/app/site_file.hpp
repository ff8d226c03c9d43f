// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/arguments.hpp"
#include "site/site.hpp"

namespace qw::app {

/// The site that `--site` names; an empty one without it. The error lists every mistake
/// with its line and column.
Result<site::Site> site_of(Arguments const& arguments);

/// Reads what switches counted from these files and from those that the site file names.
/// A line that is not understood is an error: half of a counter proves nothing.
Status add_counters(std::vector<std::string> const& files, site::Site& site);

}  // namespace qw::app
