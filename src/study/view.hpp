// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <tuple>

/// What a table of records shows, declared once for the report and the live page.
namespace qw::study {

/// How a member is written.
enum class Form : std::uint8_t {
  text,       // as it is; a list is joined by commas
  code,       // foreign text in letters of one width, shortened
  count,      // "1,234"
  size,       // "12.3 kB"
  offset,     // a length of time with its sign
  time,       // of day, where it is the first day of the captures
  host,       // its name and, where that is another, its address
  host_name,  // its name alone
  name,       // of a device
  addresses,  // of a device; each on a line of its own, without the one that is its name
  service,    // a text that stays in one piece
  verb,       // a tag, strong if the verb changes state
  evidence,   // frames
  first_evidence,
  attributes,  // of a device, each with how it is known
  lines,       // texts, each on a line of its own below
  word,        // not the member, but the words of the part
};
constexpr std::string_view name_of(Form form) {
  constexpr std::string_view names[] = {
      "text",     "code",           "count",      "size",      "offset",  "time",
      "host",     "host_name",      "name",       "addresses", "service", "verb",
      "evidence", "first_evidence", "attributes", "lines",     "word"};
  return names[static_cast<std::size_t>(form)];
}

/// Where in its cell a part stands.
enum class Place : std::uint8_t { line, below, tag, strong_tag, paragraph, strong, unseen };
constexpr std::string_view name_of(Place place) {
  constexpr std::string_view names[] = {"line",      "below",  "tag",   "strong_tag",
                                        "paragraph", "strong", "unseen"};
  return names[static_cast<std::size_t>(place)];
}

/// A member in a cell. Outside of its line it is shown only if it says something.
struct Part {
  std::string_view member;
  Form form = Form::text;
  Place place = Place::line;
  std::string_view words{};    // before the member, or with `Form::word` all there is
  std::string_view after{};    // behind the member
  std::string_view also{};     // another member, behind a comma
  std::string_view if_told{};  // shown only if this member says something, and is not 0
  std::string_view unless{};   // shown only if this member says nothing, or is 0
  std::string_view only{};     // shown only if the member is this word
  std::string_view several{};  // shown only if this count is more than 1
  bool with_site = false;      // shown only if a site file was given
};

inline constexpr std::size_t most_parts = 5;
inline constexpr std::size_t most_columns = 10;

struct Column {
  std::string_view title;
  std::string_view style;  // "number" stands to the right, "who" keeps room for a name
  std::array<Part, most_parts> parts{};
  std::size_t part_count = 0;
};

template <std::same_as<Part>... Parts>
constexpr Column column(std::string_view title, std::string_view style, Parts... part) {
  return {title, style, {part...}, sizeof...(part)};
}
constexpr Column counts(std::string_view title, std::string_view member) {
  return column(title, "number", Part{.member = member, .form = Form::count});
}
constexpr Column sizes(std::string_view title, std::string_view member) {
  return column(title, "number", Part{.member = member, .form = Form::size});
}
constexpr Column texts(std::string_view title, std::string_view member, Form form = Form::text,
                       std::string_view style = {}) {
  return column(title, style, Part{.member = member, .form = form});
}

/// A table of all rows of one record, or of rows that only the report has.
struct View {
  std::string_view section{};       // of the report; empty: only the live page shows it
  std::string_view label{};         // for who cannot see the table
  std::string_view heading{};       // above it, if it needs one of its own
  std::string_view note{};          // between heading and table
  std::string_view empty{};         // instead of all that, where there is no row; else nothing
  std::string_view box = "scroll";  // scrolls by itself where the page is narrow
  std::string_view form = "wide";
  std::string_view mark{};  // rows that say nothing of this member are marked
  std::array<Column, most_columns> columns{};
  std::size_t column_count = 0;
};

template <std::same_as<Column>... Columns>
constexpr View with_columns(View view, Columns const&... each) {
  view.columns = {each...};
  view.column_count = sizeof...(each);
  return view;
}

namespace detail {

template <class Record>
consteval bool has_member(std::string_view name) {
  return name.empty() ||
         std::apply([&](auto const&... field) { return ((field.name == name) || ...); },
                    Record::fields());
}

}  // namespace detail

/// Is every member that the view names one of the record's?
template <class Record>
consteval bool fits(View const& view) {
  using detail::has_member;
  if (!has_member<Record>(view.mark)) return false;
  for (std::size_t i = 0; i < view.column_count; ++i)
    for (std::size_t j = 0; j < view.columns[i].part_count; ++j) {
      auto const& part = view.columns[i].parts[j];
      for (auto const name : {part.member, part.also, part.if_told, part.unless, part.several})
        if (!has_member<Record>(name)) return false;
    }
  return true;
}

}  // namespace qw::study
