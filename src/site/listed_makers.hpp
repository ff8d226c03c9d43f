// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace qw::site {

/// A maker to look out for, and why.
struct ListedMaker {
  enum class Kind : std::uint8_t { listed, modem };
  std::string pattern;  // words in lower case, blanks between and around them
  bool whole = false;   // the pattern is the whole name
  Kind kind = Kind::listed;
  std::string list;    // "Section 889"; empty for a modem's maker
  std::string since;   // as far as it is known: "2025-01"
  std::string source;  // where it is written
};

/// The lists of makers that are shipped in `data/listed_makers.tsv`, whose head says how
/// it is written, and those that the site adds.
class ListedMakers {
 public:
  /// Adds a file's entries; none of them if one is wrong.
  Status add_file(std::string const& path);
  Status add(std::string_view text, std::string_view file);

  /// Entries that a maker's name matches, in the order of their files. Valid until the
  /// next `add`.
  [[nodiscard]] std::vector<ListedMaker const*> matching(std::string_view maker) const;
  [[nodiscard]] std::size_t size() const { return makers_.size(); }

 private:
  std::vector<ListedMaker> makers_;
};

}  // namespace qw::site
