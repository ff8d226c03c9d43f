// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace qw::app {

/// Writes a whole file. It gets its name last, so that what bears the name is whole.
Status write_file(std::string const& path, std::string_view text);

}  // namespace qw::app
