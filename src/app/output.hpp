// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace qw::app {

/// Writes a whole file. It gets its name last, so that what bears the name is whole; but
/// what is there and is no file (a pipe, a device) is written as it is.
Status write_file(std::string const& path, std::string_view text);

/// Writes to standard output. What could not be written is told by `finish_output`.
void write_output(std::string_view text);
template <class... Words>
void say(fmt::format_string<Words...> format, Words&&... words) {
  write_output(fmt::format(format, std::forward<Words>(words)...));
}
/// Has everything come out that was written to standard output?
Status finish_output();

}  // namespace qw::app
