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
  /// The column of a table that stands in the FROM clause as `alias`.
  void column(TableWriter const& table, Column const& column_of, std::string_view alias) {
    auto const place = fmt::format("{}.{}", alias, sql_identifier(column_of.name));
    if (!table.is_coded(column_of.type)) return column(place, column_of.name);
    ++words_;
    from_ += fmt::format(" LEFT JOIN word w{0} ON w{0}.number = {1}", words_, place);
    column(fmt::format("w{}.text", words_), column_of.name);
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
  for (auto const& column : coded.columns()) select.column(coded, column, "r");
  return select.sql();
}

Column const* find(TableWriter const& table, std::string_view name) {
  auto const found = std::ranges::find(table.columns(), name, &Column::name);
  return found == table.columns().end() ? nullptr : &*found;
}

/// What the repetition of a command that was said once comes to.
std::string said_once(Column const& column) {
  auto const& name = column.name;
  if (name == "count") return fmt::format("CAST(1 AS {})", sql_name(column.type));
  if (name == "last_at") return "t.\"at\"";
  if (name.starts_with("last_frames")) return fmt::format("t.{}", name.substr(5));
  if (name.ends_with("_reply")) return "t.reply_after";
  return fmt::format("CAST(NULL AS {})", sql_name(column.type));
}

std::string select_single(TableWriter const& folded, TableWriter const& acts,
                          TableWriter const& times) {
  Select select{fmt::format("{} t JOIN {} a ON a.act = t.act", sql_identifier(times.name()),
                            sql_identifier(acts.name()))};
  for (auto const& column : folded.columns()) {
    if (auto const* of_time = find(times, column.name))
      select.column(times, *of_time, "t");
    else if (auto const* of_act = find(acts, column.name))
      select.column(acts, *of_act, "a");
    else
      select.column(said_once(column), column.name);
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
