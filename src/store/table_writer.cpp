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
      words_{words} {
  QW_CHECK(coding == Coding::none || words != nullptr);
  auto const filled = coding == Coding::none ? Filled::fresh : Filled::never;
  for (auto const& column : columns_)
    slots_.push_back(
        {.stored = stored_type(column.type), .coded = is_coded(column.type), .filled = filled});
  slots_.front().filled = Filled::fresh;  // a table has a column
  if (coding == Coding::none) store_filled();
}

TableWriter::~TableWriter() { give_back(); }

void TableWriter::give_back() {
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
    if (slots_[i].filled != Filled::fresh) continue;
    slots_[i].filled = Filled::stored;
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
    types.push_back(duckdb_create_logical_type(duckdb_type_of(slots_[each].stored)));
  auto* const chunk = duckdb_create_data_chunk(types.data(), types.size());
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  return chunk;
}

void TableWriter::begin_chunk() {
  for (idx_t i = 0; i < slots_.size(); ++i) {
    auto& slot = slots_[i];
    slot.vector = duckdb_data_chunk_get_vector(chunk_, i);
    slot.place = duckdb_vector_get_data(slot.vector);
    slot.present = nullptr;
  }
  row_ = 0;
}

bool TableWriter::begin_row() {
  if (failed()) return false;
  if (chunk_ == nullptr) {
    std::vector<std::size_t> all(columns_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    chunk_ = new_chunk(all);
    begin_chunk();
  }
  next_ = slots_.data();
  return true;
}

void TableWriter::end_row() {
  next_ = nullptr;
  ++rows_;
  if (++row_ == duckdb_vector_size()) send();
}

void TableWriter::put_present(Cell const& cell) {
  auto& slot = *next_;
  if (slot.filled == Filled::never) begin_filling(slot);
  if (auto const* number = std::get_if<std::uint64_t>(&cell))
    set_number(slot.place, row_, slot.stored, *number);
  else if (auto const* text = std::get_if<std::string_view>(&cell))
    put_text(slot, *text);
  else if (auto const* stamp = std::get_if<Stamp>(&cell))
    set(slot.place, row_, stamp->ns);
  else if (auto const* signed_number = std::get_if<std::int64_t>(&cell))
    set(slot.place, row_, *signed_number);
  else if (auto const* real = std::get_if<double>(&cell))
    set(slot.place, row_, *real);
  else
    set(slot.place, row_, std::get<bool>(cell));
}

/// A column mostly says again what it said in the row before.
void TableWriter::put_word(Slot& slot, std::string_view word) {
  if (slot.number == 0 || slot.word != word) {
    slot.number = words_->number_of(word);
    slot.word = word;
  }
  set(slot.place, row_, slot.number);
}

void TableWriter::put_text(Slot& slot, std::string_view text) {
  if (slot.coded) return put_word(slot, text);
  auto const valid = valid_utf8(text, scratch_);
  duckdb_string_t inlined{};
  if (valid.size() > sizeof inlined.value.inlined.inlined)
    return duckdb_vector_assign_string_element_len(slot.vector, row_, valid.data(), valid.size());
  inlined.value.inlined.length = static_cast<std::uint32_t>(valid.size());
  std::memcpy(inlined.value.inlined.inlined, valid.data(), valid.size());
  set(slot.place, row_, inlined);
}

/// Rows before this one have nothing there.
void TableWriter::begin_filling(Slot& slot) {
  slot.filled = Filled::fresh;
  has_fresh_ = true;
  for (idx_t row = 0; row < row_; ++row) mark_absent(slot, row);
}

void TableWriter::send() {
  if (row_ == 0) return;
  if (appender_ == nullptr || has_fresh_) start_appending();
  if (failed()) return;
  for (std::size_t i = 0; i < stored_.size(); ++i)
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(sent_, i),
                                   slots_[stored_[i]].vector);
  duckdb_data_chunk_set_size(sent_, row_);
  if (duckdb_append_data_chunk(appender_, sent_) == DuckDBError) return fail();
  duckdb_data_chunk_reset(chunk_);
  begin_chunk();
  if ((rows_ - rows_flushed_) * columns_.size() < cells_held) return;
  rows_flushed_ = rows_;
  if (duckdb_appender_flush(appender_) == DuckDBError) fail();
}

void TableWriter::run(std::string const& sql) {
  if (auto const done = database_.execute(sql); !done.ok() && !failed())
    failure_ = done.error().text;
}

void TableWriter::fail() {
  auto const* text = appender_ == nullptr ? nullptr : duckdb_appender_error(appender_);
  failure_ = text == nullptr ? "cannot append to " + name_ : text;
}

Status TableWriter::finish() {
  QW_CHECK(next_ == nullptr || failed());
  if (!failed()) send();
  if (!failed() && !is_created_) store_filled();
  if (!failed() && appender_ != nullptr && duckdb_appender_close(appender_) == DuckDBError) fail();
  give_back();
  if (failed()) return Error{failure_};
  return Nothing{};
}

}  // namespace qw::store
