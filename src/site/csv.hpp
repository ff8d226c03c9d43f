// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.hpp"

namespace qw::site {

/// A table with a head line, parted by commas, semicolons or tabs, whichever the head has
/// most of. Quotes hold separators and line ends; two quotes are one (RFC 4180).
class Csv {
 public:
  struct Row {
    std::uint32_t line = 0;           // in which it begins
    std::vector<std::string> fields;  // without blanks around them
  };

  /// At most `most` rows behind the head.
  Csv(std::string_view text, std::size_t most);

  /// The column that is called by one of these names; letters alone count, in any case.
  [[nodiscard]] std::optional<std::size_t> column(
      std::initializer_list<std::string_view> names) const;
  [[nodiscard]] std::vector<Row> const& rows() const { return rows_; }
  [[nodiscard]] bool cut() const { return cut_; }
  /// The field, or empty text where the row or the table has none.
  [[nodiscard]] static std::string_view field(Row const& row, std::optional<std::size_t> column);

 private:
  std::vector<std::string> head_;
  std::vector<Row> rows_;
  bool cut_ = false;
};

/// A MAC in any of the usual writings: six pairs, three groups of four, twelve digits.
std::optional<Address> parse_any_mac(std::string_view text);

/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// The next line, without its end; `text` loses it.
std::string_view take_line(std::string_view& text);

}  // namespace qw::site
