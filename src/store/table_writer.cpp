// SPDX-License-Identifier: Apache-2.0
#include "store/table_writer.hpp"

#include <cstring>

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
      words_{words} {
  QW_CHECK(coding == Coding::none || words != nullptr);
  create();
}

TableWriter::~TableWriter() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

void TableWriter::create() {
  std::string sql = "CREATE TABLE " + sql_identifier(name_) + " (";
  for (auto const& column : columns_) {
    if (&column != &columns_.front()) sql += ", ";
    sql.append(sql_identifier(column.name)).append(" ").append(sql_name(stored_type(column.type)));
  }
  if (auto const made = database_.run(sql + ")"); !made.ok()) failure_ = made.error().text;
}

void TableWriter::start_appending() {
  if (duckdb_appender_create(database_.connection(), nullptr, name_.c_str(), &appender_) ==
      DuckDBError)
    return fail();

  std::vector<duckdb_logical_type> types;
  for (auto const& column : columns_)
    types.push_back(duckdb_create_logical_type(duckdb_type_of(stored_type(column.type))));
  chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  begin_chunk();
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
  if (chunk_ == nullptr && !failed()) start_appending();
  if (failed()) return;
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
  } else if (auto const* truth = std::get_if<bool>(&cell)) {
    set(place, row_, *truth);
  } else {
    put_absent();
  }
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
  auto*& present = present_[column_];
  if (present == nullptr) {
    duckdb_vector_ensure_validity_writable(vectors_[column_]);
    present = duckdb_vector_get_validity(vectors_[column_]);
  }
  present[row_ / 64] &= ~(std::uint64_t{1} << row_ % 64);
}

void TableWriter::send() {
  if (row_ == 0) return;
  duckdb_data_chunk_set_size(chunk_, row_);
  if (duckdb_append_data_chunk(appender_, chunk_) == DuckDBError) return fail();
  duckdb_data_chunk_reset(chunk_);
  begin_chunk();
  if ((rows_ - rows_flushed_) * columns_.size() < cells_held) return;
  rows_flushed_ = rows_;
  if (duckdb_appender_flush(appender_) == DuckDBError) fail();
}

void TableWriter::fail() {
  auto const* text = appender_ == nullptr ? nullptr : duckdb_appender_error(appender_);
  failure_ = text == nullptr ? "cannot append to " + name_ : text;
}

Status TableWriter::finish() {
  QW_CHECK(column_ == 0 || failed());
  if (!failed()) send();
  if (!failed() && appender_ != nullptr && duckdb_appender_close(appender_) == DuckDBError) fail();
  if (failed()) return Error{failure_};
  return Nothing{};
}

}  // namespace qw::store
