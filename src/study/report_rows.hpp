// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "vocabulary/field.hpp"

/// Rows of tables that only the report has; none is a record.
namespace qw::study {

/// Commands of one host to another.
struct MatrixCell {
  std::uint64_t changing = 0;
  std::uint64_t other = 0;
  std::uint64_t failed = 0;  // refused or unanswered
  bool any = false;

  static constexpr auto fields() {
    using M = MatrixCell;
    return std::tuple{field("changing", &M::changing), field("other", &M::other),
                      field("failed", &M::failed), field("any", &M::any)};
  }
};

/// What became of the frames of one capture.
struct CaptureRow {
  std::string name;
  std::string format;
  std::string point;
  std::uint64_t read = 0;
  std::uint64_t unique = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t undecoded = 0;
  std::vector<std::string> causes;  // of that
  std::uint64_t cut = 0;
  std::uint64_t dropped = 0;
  bool drops_known = false;
  std::vector<std::string> damage;

  static constexpr auto fields() {
    using C = CaptureRow;
    return std::tuple{field("name", &C::name),
                      field("format", &C::format),
                      field("point", &C::point),
                      field("read", &C::read, "frames"),
                      field("unique", &C::unique, "frames"),
                      field("duplicates", &C::duplicates, "frames"),
                      field("undecoded", &C::undecoded, "frames"),
                      field("causes", &C::causes),
                      field("cut", &C::cut, "frames"),
                      field("dropped", &C::dropped, "frames"),
                      field("drops_known", &C::drops_known),
                      field("damage", &C::damage)};
  }
};

/// How many events of one kind there were.
struct EventCount {
  std::string kind;
  std::uint64_t count = 0;

  static constexpr auto fields() {
    return std::tuple{field("kind", &EventCount::kind), field("count", &EventCount::count)};
  }
};

}  // namespace qw::study
