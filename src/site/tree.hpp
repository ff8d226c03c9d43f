// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/stamp.hpp"

/// A configuration document with the place of each key and value, so that a mistake
/// in it can be shown where it stands. Free of the library that read it.
namespace qw::site {

/// From 1, as editors count; 0 if there is no place.
struct Spot {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend constexpr auto operator<=>(Spot, Spot) = default;
};

/// What is wrong, where, and what was expected.
struct Mistake {
  std::string file;
  Spot spot;
  std::string text;
};
/// "site.toml:12:5: conduit: unknown key ..."
std::string to_text(Mistake const& mistake);

/// A date and time as written; `local` if no offset from UTC stood with it.
struct DateTime {
  Stamp at;
  bool local = false;
};

struct Node;
struct Entry;
using List = std::vector<Node>;
using Table = std::vector<Entry>;  // keys in alphabetical order, each once

struct Node {
  Spot spot;
  std::variant<std::string, std::int64_t, double, bool, DateTime, List, Table> value;
};
struct Entry {
  std::string key;
  Spot spot;
  Node node;
};

/// "text", "number", "list", ... for messages.
std::string_view kind_of(Node const& node);

/// The document, or the first place where it is no TOML.
/// Nested deeper than the library's own limit is such a place.
std::variant<Node, Mistake> parse_toml(std::string_view text, std::string_view file);

}  // namespace qw::site
