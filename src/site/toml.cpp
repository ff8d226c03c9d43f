// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdint>
#include <tuple>

#include "core/stamp.hpp"
#include "site/tree.hpp"

// toml++ 3.3 asserts that a key begins well before it looks whether it does: a mistake
// in the file would stop the program, or, with NDEBUG, be assumed away. Without either
// the look that follows reports it like any other mistake.
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

namespace qw::site {
namespace {

Spot spot_of(toml::source_position const& position) {
  return {static_cast<std::uint32_t>(position.line), static_cast<std::uint32_t>(position.column)};
}

/// A date that no Stamp can hold is the first or the last moment of packet time.
DateTime date_time_of(toml::date_time const& value) {
  std::int64_t const minutes = value.offset ? value.offset->minutes : 0;
  auto const& [date, time] = std::tie(value.date, value.time);
  auto const local =
      stamp_of({date.year, date.month, date.day, time.hour, time.minute, time.second});
  if (!local) return {Stamp{date.year < 1970 ? INT64_MIN : INT64_MAX}, !value.offset};
  return {*local + Nanoseconds{time.nanosecond} + seconds(-60 * minutes), !value.offset};
}

Node node_of(toml::node const& from);

Table table_of(toml::table const& from) {
  Table table;
  for (auto const& [key, value] : from)
    table.push_back({std::string{key.str()}, spot_of(key.source().begin), node_of(value)});
  return table;
}

Node node_of(toml::node const& from) {
  Node node;
  node.spot = spot_of(from.source().begin);
  if (auto const* table = from.as_table()) {
    node.value = table_of(*table);
  } else if (auto const* array = from.as_array()) {
    List list;
    for (auto const& each : *array) list.push_back(node_of(each));
    node.value = std::move(list);
  } else if (auto const* text = from.as_string()) {
    node.value = text->get();
  } else if (auto const* integer = from.as_integer()) {
    node.value = integer->get();
  } else if (auto const* number = from.as_floating_point()) {
    node.value = number->get();
  } else if (auto const* flag = from.as_boolean()) {
    node.value = flag->get();
  } else if (auto const* when = from.as_date_time()) {
    node.value = date_time_of(when->get());
  } else if (auto const* date = from.as_date()) {
    node.value = date_time_of(toml::date_time{date->get(), toml::time{}});
  } else {
    node.value = std::string{};  // a time without a date: no key takes one
  }
  return node;
}

}  // namespace

std::string to_text(Mistake const& mistake) {
  if (mistake.spot.line == 0) return fmt::format("{}: {}", mistake.file, mistake.text);
  return fmt::format("{}:{}:{}: {}", mistake.file, mistake.spot.line, mistake.spot.column,
                     mistake.text);
}

std::string_view kind_of(Node const& node) {
  constexpr std::string_view names[] = {"text",          "a whole number",  "a number",
                                        "true or false", "a date and time", "a list",
                                        "a table"};
  return names[node.value.index()];
}

std::variant<Node, Mistake> parse_toml(std::string_view text, std::string_view file) {
  try {
    return node_of(toml::parse(text, file));
  } catch (toml::parse_error const& error) {
    return Mistake{std::string{file}, spot_of(error.source().begin),
                   std::string{error.description()}};
  }
}

}  // namespace qw::site
