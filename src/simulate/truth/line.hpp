// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "core/stamp.hpp"

namespace qw::simulate {

/// One JSON object on one line, put together field by field. RFC 8259.
class Line {
 public:
  /// `kind` says what the line is about; docs/simulator.md has one row a kind.
  explicit Line(std::string_view kind) { text("kind", kind); }
  /// An object within a line.
  Line() = default;

  Line& text(std::string_view name, std::string_view value);
  Line& stamp(std::string_view name, Stamp value) { return text(name, qw::to_text(value)); }
  Line& number(std::string_view name, double value);
  template <std::integral Whole>
  Line& number(std::string_view name, Whole value) {
    return raw(name, std::to_string(value));
  }
  Line& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
  Line& object(std::string_view name, Line const& value) { return raw(name, value.closed()); }
  /// `json` as it is; it must be whole.
  Line& raw(std::string_view name, std::string_view json);

  /// The whole object, without line end.
  [[nodiscard]] std::string closed() const { return json_.empty() ? "{}" : json_ + '}'; }

 private:
  std::string json_;
};

/// As a JSON string, with its quotes.
std::string quoted(std::string_view text);

}  // namespace qw::simulate
