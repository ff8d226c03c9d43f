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
///
/// A table with coding is read through a view, so it has only the columns that some row fills:
/// most protocols leave many empty, and each costs DuckDB a segment to analyse and write.
class TableWriter {
 public:
  /// Which cells are stored as numbers of words.
  enum class Coding : std::uint8_t { none, words, words_and_json };

  /// `database` and `words` must outlive this; without coding there need not be words.
  TableWriter(Database& database, std::string_view name, std::vector<Column> columns,
              Coding coding = Coding::none, Dictionary* words = nullptr);
  TableWriter(TableWriter const&) = delete;
  TableWriter& operator=(TableWriter const&) = delete;
  ~TableWriter();

  /// A sink of cells: one row is as many as there are columns, in their order.
  void put(std::string_view, std::string_view, std::string_view, ColumnType, Cell const& cell) {
    put(cell);
  }
  void put(Cell const& cell) {
    if (next_ == nullptr && !begin_row()) return;
    if (!std::holds_alternative<std::monostate>(cell))
      put_present(cell);
    else if (next_->filled != Filled::never)
      mark_absent(*next_, row_);
    if (++next_ == slots_.data() + slots_.size()) end_row();
  }

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
  /// Is the column in the table? Final once `finish` was called.
  [[nodiscard]] bool is_stored(Column const& column) const {
    return slots_[static_cast<std::size_t>(&column - columns_.data())].filled == Filled::stored;
  }
  [[nodiscard]] bool is_coded(ColumnType type) const {
    if (type == ColumnType::word) return coding_ != Coding::none;
    return type == ColumnType::json && coding_ == Coding::words_and_json;
  }

 private:
  /// `fresh`: by a row of this chunk for the first time.
  enum class Filled : std::uint8_t { never, fresh, stored };

  /// Where the cells of a column go, in the chunk.
  struct Slot {
    ColumnType stored = ColumnType::text;
    bool coded = false;
    Filled filled = Filled::never;
    void* place = nullptr;             // data of its vector
    std::uint64_t* present = nullptr;  // a bit for each row, from the first absent cell on
    duckdb_vector vector = nullptr;
    std::string word{};  // the last one that was coded, and its number
    std::uint32_t number = 0;
  };

  void create();
  /// Gives the table the columns that were filled since, or makes it.
  void store_filled();
  [[nodiscard]] std::string definition(Column const& column) const;
  [[nodiscard]] duckdb_data_chunk new_chunk(std::vector<std::size_t> const& columns) const;
  void run(std::string const& sql);
  [[nodiscard]] ColumnType stored_type(ColumnType type) const {
    return is_coded(type) ? ColumnType::u32 : type;
  }
  void start_appending();
  void begin_chunk();
  /// False if nothing can be put any more.
  bool begin_row();
  void end_row();
  void put_present(Cell const& cell);
  void put_text(Slot& slot, std::string_view text);
  void put_word(Slot& slot, std::string_view word);
  static void mark_absent(Slot& slot, idx_t row) {
    if (slot.present == nullptr) {
      duckdb_vector_ensure_validity_writable(slot.vector);
      slot.present = duckdb_vector_get_validity(slot.vector);
    }
    slot.present[row / 64] &= ~(std::uint64_t{1} << row % 64);
  }
  void begin_filling(Slot& slot);
  void send();
  void fail();
  /// What rows were gathered in.
  void give_back();

  Database& database_;
  std::string name_;
  std::vector<Column> columns_;
  Coding coding_;
  Dictionary* words_;
  std::vector<Slot> slots_;          // of each column
  std::vector<std::size_t> stored_;  // columns, in the order of the table
  bool is_created_ = false;
  bool has_fresh_ = false;
  duckdb_appender appender_ = nullptr;  // from the first chunk on
  duckdb_data_chunk chunk_ = nullptr;   // of all columns, from the first cell on: it is large
  duckdb_data_chunk sent_ = nullptr;    // of those that are stored, with the same memory
  idx_t row_ = 0;                       // within the chunk
  Slot* next_ = nullptr;                // of the next cell; null between rows
  std::uint64_t rows_ = 0;
  std::uint64_t rows_flushed_ = 0;  // of these, no longer with the appender
  std::string scratch_;
  std::string failure_;
};

}  // namespace qw::store
