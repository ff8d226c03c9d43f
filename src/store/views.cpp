// SPDX-License-Identifier: Apache-2.0
#include "store/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace qw::store {
namespace {

/// Builds one SELECT: its columns, and a join for each that holds the number of a word.
class Select {
 public:
  explicit Select(std::string from) : from_{std::move(from)} {}

  void column(std::string_view expression, std::string_view name) {
    columns_ +=
        fmt::format("{}{} AS {}", columns_.empty() ? "" : ", ", expression, sql_identifier(name));
  }
  void absent(Column const& shown) {
    column(fmt::format("CAST(NULL AS {})", sql_name(shown.type)), shown.name);
  }
  /// The column of a table that is `alias` in the FROM clause, under the name of `shown`.
  void column(TableWriter const& table, Column const& column_of, std::string_view alias,
              Column const& shown) {
    if (!table.is_stored(column_of)) return absent(shown);
    auto const place = fmt::format("{}.{}", alias, sql_identifier(column_of.name));
    if (!table.is_coded(column_of.type)) return column(place, shown.name);
    ++words_;
    from_ += fmt::format(" LEFT JOIN word w{0} ON w{0}.number = {1}", words_, place);
    column(fmt::format("w{}.text", words_), shown.name);
  }
  [[nodiscard]] std::string sql() const {
    return fmt::format("SELECT {} FROM {}", columns_, from_);
  }

 private:
  std::string columns_;
  std::string from_;
  int words_ = 0;
};

std::string select_from(TableWriter const& coded) {
  Select select{sql_identifier(coded.name()) + " r"};
  for (auto const& column : coded.columns()) select.column(coded, column, "r", column);
  return select.sql();
}

Column const* find(TableWriter const& table, std::string_view name) {
  auto const found = std::ranges::find(table.columns(), name, &Column::name);
  return found == table.columns().end() ? nullptr : &*found;
}

/// The column of a command's time that says what the repetition of one that was said once comes
/// to; empty if none does.
std::string_view said_once(std::string_view name) {
  if (name == "last_at") return "at";
  if (name.starts_with("last_frames")) return name.substr(5);
  if (name.ends_with("_reply")) return "reply_after";
  return {};
}

std::string select_single(TableWriter const& folded, TableWriter const& acts,
                          TableWriter const& times) {
  Select select{fmt::format("{} t JOIN {} a ON a.act = t.act", sql_identifier(times.name()),
                            sql_identifier(acts.name()))};
  for (auto const& column : folded.columns()) {
    if (auto const* of_time = find(times, column.name))
      select.column(times, *of_time, "t", column);
    else if (auto const* of_act = find(acts, column.name))
      select.column(acts, *of_act, "a", column);
    else if (column.name == "count")
      select.column(fmt::format("CAST(1 AS {})", sql_name(column.type)), column.name);
    else if (auto const* same = find(times, said_once(column.name)))
      select.column(times, *same, "t", column);
    else
      select.absent(column);
  }
  return select.sql();
}

}  // namespace

std::string view_of(TableWriter const& coded, std::string_view name) {
  return fmt::format("CREATE VIEW {} AS {}", sql_identifier(name), select_from(coded));
}

std::string view_of_commands(TableWriter const& folded, TableWriter const& acts,
                             TableWriter const& times, std::string_view name) {
  return fmt::format("{} UNION ALL {}", view_of(folded, name), select_single(folded, acts, times));
}

}  // namespace qw::store
