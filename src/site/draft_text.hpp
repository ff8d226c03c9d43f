// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace qw::site {

/// A TOML basic string. Octets that are no printable ASCII become the characters of the
/// same number: names come from the wire, and need not be UTF-8.
std::string quoted(std::string_view text);

/// For a comment: one line, printable.
std::string plain(std::string_view text);

/// `["a", "b"]`, each as `text` gives it.
template <class List, class Text>
std::string list_of(List const& list, Text text) {
  std::string out;
  for (auto const& each : list) {
    if (!out.empty()) out += ", ";
    out += quoted(text(each));
  }
  return '[' + out + ']';
}

/// `key = "value"` as a line of its own; nothing without a value.
std::string key_line(std::string_view key, std::string_view value);

}  // namespace qw::site
