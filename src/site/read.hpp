// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "site/site.hpp"
#include "site/tree.hpp"

namespace qw::site {

/// A whole site, or everything that is wrong with its file, in the order of the file.
using Reading = std::variant<Site, std::vector<Mistake>>;

/// Reads the text of a `site.toml`. `file` names it in messages.
Reading read(std::string_view text, std::string_view file);

/// The same from disk; a file that cannot be read is a mistake too.
Reading read_file(std::string const& path);

/// "mon-fri 06:00-22:00", "06:00-22:00", "sat,sun 00:00-24:00". For the reader and tests.
std::optional<Hours> parse_hours(std::string_view text);
/// As `parse_hours` reads it.
std::string to_text(Hours const& hours);

}  // namespace qw::site
