// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace qw::serve {

/// The page that shows a board, and the script that keeps it up to date: it asks for
/// what changed once a second and stops when the run has ended.
std::string_view live_page();
std::string_view live_script();

}  // namespace qw::serve
