// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "store/columns.hpp"
#include "store/store.hpp"

namespace qw::store {

/// Reads a finished store. Not thread-safe.
class Reader {
 public:
  /// Called for each row; its cells are borrowed during the call. False ends it.
  using OnRow = std::function<bool(std::span<Cell const>)>;

  static Result<std::unique_ptr<Reader>> open(std::string const& folder, Limits const& limits);
  ~Reader();

  /// The tables and their columns, in the order in which they were made.
  struct Table {
    std::string name;
    std::vector<Column> columns;
  };
  [[nodiscard]] std::vector<Table> const& tables() const;

  /// All rows of a table in the order of the run.
  Status rows(Table const& table, OnRow const& on_row);

  /// The answer to one statement, its columns first. Only for statements of ours.
  Status query(std::string const& sql, std::function<void(std::vector<Column> const&)> on_columns,
               OnRow const& on_row);

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  Status load_tables();

  std::unique_ptr<State> state_;
};

}  // namespace qw::store
