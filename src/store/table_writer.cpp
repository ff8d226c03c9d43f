// SPDX-License-Identifier: Apache-2.0
#include "store/table_writer.hpp"

#include <fmt/format.h>

#include <cstring>
#include <numeric>

#include "core/check.hpp"
#include "vocabulary/text.hpp"

namespace qw::store {
namespace {

/// An appender holds rows outside the memory limit until they are flushed.
constexpr std::size_t cells_held = 320 << 10;

duckdb_type duckdb_type_of(ColumnType type) {
  switch (type) {
    case ColumnType::truth: return DUCKDB_TYPE_BOOLEAN;
    case ColumnType::u16: return DUCKDB_TYPE_USMALLINT;
    case ColumnType::u32: return DUCKDB_TYPE_UINTEGER;
    case ColumnType::u64: return DUCKDB_TYPE_UBIGINT;
    case ColumnType::s64: return DUCKDB_TYPE_BIGINT;
    case ColumnType::real: return DUCKDB_TYPE_DOUBLE;
    case ColumnType::stamp: return DUCKDB_TYPE_TIMESTAMP_NS;
    case ColumnType::text:
    case ColumnType::word:
    case ColumnType::json: return DUCKDB_TYPE_VARCHAR;
  }
  return DUCKDB_TYPE_VARCHAR;
}

template <class Number>
void set(void* place, idx_t row, Number value) {
  static_cast<Number*>(place)[row] = value;
}

void set_number(void* place, idx_t row, ColumnType type, std::uint64_t value) {
  if (type == ColumnType::u16)
    set(place, row, static_cast<std::uint16_t>(value));
  else if (type == ColumnType::u32)
    set(place, row, static_cast<std::uint32_t>(value));
  else
    set(place, row, value);
}

}  // namespace

TableWriter::TableWriter(Database& database, std::string_view name, std::vector<Column> columns,
                         Coding coding, Dictionary* words)
    : database_{database},
      name_{name},
      columns_{std::move(columns)},
      coding_{coding},
      words_{words},
      filled_(columns_.size(), coding == Coding::none ? Filled::fresh : Filled::never) {
  QW_CHECK(coding == Coding::none || words != nullptr);
  filled_.front() = Filled::fresh;  // a table has a column
  if (coding == Coding::none) store_filled();
}

TableWriter::~TableWriter() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  if (sent_ != nullptr) duckdb_destroy_data_chunk(&sent_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

std::string TableWriter::definition(Column const& column) const {
  return fmt::format("{} {}", sql_identifier(column.name), sql_name(stored_type(column.type)));
}

void TableWriter::create() {
  std::string columns;
  for (auto const each : stored_)
    columns.append(columns.empty() ? "" : ", ").append(definition(columns_[each]));
  run(fmt::format("CREATE TABLE {} ({})", sql_identifier(name_), columns));
  is_created_ = true;
}

void TableWriter::store_filled() {
  has_fresh_ = false;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (filled_[i] != Filled::fresh) continue;
    filled_[i] = Filled::stored;
    stored_.push_back(i);
    if (is_created_)
      run(fmt::format("ALTER TABLE {} ADD COLUMN {}", sql_identifier(name_),
                      definition(columns_[i])));
  }
  if (!is_created_) create();
}

/// The appender knows the columns that the table had when it was made.
void TableWriter::start_appending() {
  if (appender_ != nullptr) {
    if (duckdb_appender_close(appender_) == DuckDBError) return fail();
    duckdb_appender_destroy(&appender_);
    rows_flushed_ = rows_ - row_;
  }
  store_filled();
  if (failed()) return;
  if (sent_ != nullptr) duckdb_destroy_data_chunk(&sent_);
  sent_ = new_chunk(stored_);
  if (duckdb_appender_create(database_.connection(), nullptr, name_.c_str(), &appender_) ==
      DuckDBError)
    fail();
}

duckdb_data_chunk TableWriter::new_chunk(std::vector<std::size_t> const& columns) const {
  std::vector<duckdb_logical_type> types;
  for (auto const each : columns)
    types.push_back(duckdb_create_logical_type(duckdb_type_of(stored_type(columns_[each].type))));
  auto* const chunk = duckdb_create_data_chunk(types.data(), types.size());
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  return chunk;
}

void TableWriter::begin_chunk() {
  vectors_.clear();
  places_.clear();
  present_.assign(columns_.size(), nullptr);
  for (idx_t i = 0; i < columns_.size(); ++i) {
    auto* const vector = duckdb_data_chunk_get_vector(chunk_, i);
    vectors_.push_back(vector);
    places_.push_back(duckdb_vector_get_data(vector));
  }
  row_ = 0;
}

void TableWriter::put(Cell const& cell) {
  if (failed()) return;
  if (chunk_ == nullptr) {
    std::vector<std::size_t> all(columns_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    chunk_ = new_chunk(all);
    begin_chunk();
  }
  if (std::holds_alternative<std::monostate>(cell)) return put_absent();
  if (filled_[column_] == Filled::never) begin_filling();
  auto* const place = places_[column_];
  auto const type = columns_[column_].type;
  if (auto const* number = std::get_if<std::uint64_t>(&cell)) {
    set_number(place, row_, type, *number);
  } else if (auto const* text = std::get_if<std::string_view>(&cell)) {
    put_text(place, type, *text);
  } else if (auto const* stamp = std::get_if<Stamp>(&cell)) {
    set(place, row_, stamp->ns);
  } else if (auto const* signed_number = std::get_if<std::int64_t>(&cell)) {
    set(place, row_, *signed_number);
  } else if (auto const* real = std::get_if<double>(&cell)) {
    set(place, row_, *real);
  } else {
    set(place, row_, std::get<bool>(cell));
  }
  go_on();
}

void TableWriter::go_on() {
  if (++column_ < columns_.size()) return;
  column_ = 0;
  ++rows_;
  if (++row_ == duckdb_vector_size()) send();
}

void TableWriter::put_text(void* place, ColumnType type, std::string_view text) {
  if (is_coded(type)) return set(place, row_, words_->number_of(text));
  auto const valid = valid_utf8(text, scratch_);
  duckdb_string_t inlined{};
  if (valid.size() > sizeof inlined.value.inlined.inlined)
    return duckdb_vector_assign_string_element_len(vectors_[column_], row_, valid.data(),
                                                   valid.size());
  inlined.value.inlined.length = static_cast<std::uint32_t>(valid.size());
  std::memcpy(inlined.value.inlined.inlined, valid.data(), valid.size());
  set(place, row_, inlined);
}

void TableWriter::put_absent() {
  if (filled_[column_] != Filled::never) mark_absent(row_);
  go_on();
}

void TableWriter::mark_absent(idx_t row) {
  auto*& present = present_[column_];
  if (present == nullptr) {
    duckdb_vector_ensure_validity_writable(vectors_[column_]);
    present = duckdb_vector_get_validity(vectors_[column_]);
  }
  present[row / 64] &= ~(std::uint64_t{1} << row % 64);
}

/// Rows before this one have nothing there.
void TableWriter::begin_filling() {
  filled_[column_] = Filled::fresh;
  has_fresh_ = true;
  for (idx_t row = 0; row < row_; ++row) mark_absent(row);
}

void TableWriter::send() {
  if (row_ == 0) return;
  if (appender_ == nullptr || has_fresh_) start_appending();
  if (failed()) return;
  for (std::size_t i = 0; i < stored_.size(); ++i)
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(sent_, i), vectors_[stored_[i]]);
  duckdb_data_chunk_set_size(sent_, row_);
  if (duckdb_append_data_chunk(appender_, sent_) == DuckDBError) return fail();
  duckdb_data_chunk_reset(chunk_);
  begin_chunk();
  if ((rows_ - rows_flushed_) * columns_.size() < cells_held) return;
  rows_flushed_ = rows_;
  if (duckdb_appender_flush(appender_) == DuckDBError) fail();
}

void TableWriter::run(std::string const& sql) {
  if (auto const done = database_.run(sql); !done.ok() && !failed()) failure_ = done.error().text;
}

void TableWriter::fail() {
  auto const* text = appender_ == nullptr ? nullptr : duckdb_appender_error(appender_);
  failure_ = text == nullptr ? "cannot append to " + name_ : text;
}

Status TableWriter::finish() {
  QW_CHECK(column_ == 0 || failed());
  if (!failed()) send();
  if (!failed() && !is_created_) store_filled();
  if (!failed() && appender_ != nullptr && duckdb_appender_close(appender_) == DuckDBError) fail();
  if (failed()) return Error{failure_};
  return Nothing{};
}

}  // namespace qw::store
