// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/columns.hpp"
#include "store/database.hpp"

namespace qw::store {

/// Gives texts numbers.
class Dictionary {
 public:
  virtual std::uint32_t number_of(std::string_view text) = 0;

 protected:
  ~Dictionary() = default;
};

/// Appends rows to one table, in chunks. The first failure is kept and final:
/// later rows are dropped, and `finish` says why.
class TableWriter {
 public:
  /// Which cells are stored as numbers of words.
  enum class Coding : std::uint8_t { none, words, words_and_json };

  /// Creates the table. `database` and `words` must outlive this; without coding there
  /// need not be words.
  TableWriter(Database& database, std::string_view name, std::vector<Column> columns,
              Coding coding = Coding::none, Dictionary* words = nullptr);
  TableWriter(TableWriter const&) = delete;
  TableWriter& operator=(TableWriter const&) = delete;
  ~TableWriter();

  /// A sink of cells: one row is as many as there are columns, in their order.
  void put(std::string_view, std::string_view, std::string_view, ColumnType, Cell const& cell) {
    put(cell);
  }
  void put(Cell const& cell);

  template <class Row>
  void add(Row const& row, Names const& names) {
    Cells cells{*this, names};
    row_cells(cells, &row);
  }

  /// Hands the last rows over. Nothing may be put afterwards.
  Status finish();
  [[nodiscard]] bool failed() const { return !failure_.empty(); }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::string const& name() const { return name_; }
  [[nodiscard]] std::vector<Column> const& columns() const { return columns_; }
  [[nodiscard]] bool is_coded(ColumnType type) const {
    if (type == ColumnType::word) return coding_ != Coding::none;
    return type == ColumnType::json && coding_ == Coding::words_and_json;
  }

 private:
  void create();
  [[nodiscard]] ColumnType stored_type(ColumnType type) const {
    return is_coded(type) ? ColumnType::u32 : type;
  }
  void start_appending();
  void begin_chunk();
  void put_text(void* place, ColumnType type, std::string_view text);
  void put_absent();
  void send();
  void fail();

  Database& database_;
  std::string name_;
  std::vector<Column> columns_;
  Coding coding_;
  Dictionary* words_;
  std::vector<duckdb_vector> vectors_;
  std::vector<void*> places_;            // data of each vector of the chunk
  std::vector<std::uint64_t*> present_;  // a bit for each row, from the first absent cell on
  duckdb_appender appender_ = nullptr;   // from the first cell on: chunks are large
  duckdb_data_chunk chunk_ = nullptr;
  idx_t row_ = 0;  // within the chunk
  std::size_t column_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t rows_flushed_ = 0;  // of these, no longer with the appender
  std::string scratch_;
  std::string failure_;
};

}  // namespace qw::store
