// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace qw::store {

/// Makes a rename in `folder` last beyond a loss of power. Without effect where it cannot.
void settle_folder(std::string const& folder);

}  // namespace qw::store
