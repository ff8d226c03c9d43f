// SPDX-License-Identifier: Apache-2.0
#include "store/reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <utility>

#include "store/database.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::store {
namespace {

ColumnType type_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN: return ColumnType::truth;
    case DUCKDB_TYPE_USMALLINT: return ColumnType::u16;
    case DUCKDB_TYPE_UINTEGER: return ColumnType::u32;
    case DUCKDB_TYPE_UBIGINT: return ColumnType::u64;
    case DUCKDB_TYPE_BIGINT: return ColumnType::s64;
    case DUCKDB_TYPE_DOUBLE: return ColumnType::real;
    case DUCKDB_TYPE_TIMESTAMP_NS: return ColumnType::stamp;
    default: return ColumnType::text;
  }
}

/// The column of a chunk that lies under `type`; only types that `type_of` names.
Cell cell_of(duckdb_vector vector, ColumnType type, idx_t row) {
  auto* const validity = duckdb_vector_get_validity(vector);
  if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) return absent;
  auto* const data = duckdb_vector_get_data(vector);
  switch (type) {
    case ColumnType::truth: return static_cast<bool const*>(data)[row];
    case ColumnType::u16: return std::uint64_t{static_cast<std::uint16_t const*>(data)[row]};
    case ColumnType::u32: return std::uint64_t{static_cast<std::uint32_t const*>(data)[row]};
    case ColumnType::u64: return static_cast<std::uint64_t const*>(data)[row];
    case ColumnType::s64: return static_cast<std::int64_t const*>(data)[row];
    case ColumnType::real: return static_cast<double const*>(data)[row];
    case ColumnType::stamp: return Stamp{static_cast<std::int64_t const*>(data)[row]};
    case ColumnType::text:
    case ColumnType::word:
    case ColumnType::json: break;
  }
  auto* const text = static_cast<duckdb_string_t*>(data) + row;
  return std::string_view{duckdb_string_t_data(text), duckdb_string_t_length(*text)};
}

/// A result and its statement, freed together.
struct Answer {
  Answer() = default;
  Answer(Answer const&) = delete;
  Answer& operator=(Answer const&) = delete;
  ~Answer() {
    duckdb_destroy_result(&result);
    duckdb_destroy_prepare(&statement);
  }
  duckdb_prepared_statement statement = nullptr;
  duckdb_result result{};
};

bool give_rows(duckdb_data_chunk chunk, std::vector<Column> const& columns,
               Reader::OnRow const& on_row) {
  std::vector<duckdb_vector> vectors;
  for (idx_t i = 0; i < columns.size(); ++i)
    vectors.push_back(duckdb_data_chunk_get_vector(chunk, i));
  std::vector<Cell> cells(columns.size());
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      cells[i] = cell_of(vectors[i], columns[i].type, row);
    if (!on_row(cells)) return false;
  }
  return true;
}

bool has_column(Reader::Table const& table, std::string_view name) {
  for (auto const& column : table.columns)
    if (column.name == name) return true;
  return false;
}

bool can_read(std::string_view version) {
  int number = 0;
  auto const [end, failed] =
      std::from_chars(version.data(), version.data() + version.size(), number);
  return failed == std::errc{} && end == version.data() + version.size() && number >= 1 &&
         number <= schema_version;
}

}  // namespace

struct Reader::State {
  std::string path;
  Database database;
  std::vector<Table> tables;
  std::string version;
};

Reader::Reader(std::unique_ptr<State> state) : state_{std::move(state)} {}
Reader::~Reader() = default;

std::vector<Reader::Table> const& Reader::tables() const { return state_->tables; }

Result<std::unique_ptr<Reader>> Reader::open(std::string const& folder, Limits const& limits) {
  auto const path = fmt::format("{}/{}", folder, file_name);
  if (!std::filesystem::exists(path))
    return Error{
        fmt::format("{}: contains no {}. Give the folder that --out named.", folder, file_name)};
  auto opened = Database::open(path, limits);
  if (!opened.ok()) return opened.error();
  std::unique_ptr<Reader> reader{
      new Reader{std::make_unique<State>(State{path, std::move(*opened), {}, {}})}};
  if (auto const loaded = reader->load_tables(); !loaded.ok())
    return Error{fmt::format("{}: is not a store of Quaywatch: {}", path, loaded.error().text)};
  // A store tells its own tables and columns, so that an older one is read as it is: members that
  // came later are absent.
  if (!can_read(reader->state_->version))
    return Error{
        fmt::format("{}: was written with schema version {}, this program reads 1 to {}. "
                    "Export it with the program that wrote it, or study the captures "
                    "again.",
                    path, reader->state_->version, schema_version)};
  return reader;
}

Status Reader::load_tables() {
  auto const ignore = [](std::vector<Column> const&) {};
  auto& state = *state_;
  auto const versioned = query("SELECT value FROM store WHERE key = 'schema_version'", ignore,
                               [&](std::span<Cell const> cells) {
                                 if (auto const* text = std::get_if<std::string_view>(&cells[0]))
                                   state.version = *text;
                                 return true;
                               });
  if (!versioned.ok()) return versioned;

  auto const add = [&](std::span<Cell const> cells) {
    auto const text = [&](std::size_t i) {
      auto const* found = std::get_if<std::string_view>(&cells[i]);
      return found == nullptr ? std::string{} : std::string{*found};
    };
    if (state.tables.empty() || state.tables.back().name != text(0))
      state.tables.push_back({text(0), {}});
    auto type = ColumnType::text;
    for (auto const each : {ColumnType::truth, ColumnType::u16, ColumnType::u32, ColumnType::u64,
                            ColumnType::s64, ColumnType::real, ColumnType::stamp})
      if (sql_name(each) == text(2)) type = each;
    if (text(2) == "JSON") type = ColumnType::json;
    state.tables.back().columns.push_back({text(1), type, {}});
    return true;
  };
  return query("SELECT \"table\", \"column\", type FROM schema ORDER BY rowid", ignore, add);
}

Status Reader::rows(Table const& table, OnRow const& on_row) {
  auto sql = "SELECT * FROM " + sql_identifier(table.name);
  // Shards hand their rows over as they close them; the run's own order is this. Only
  // numbers of one block share a place in it.
  if (!has_column(table, "ordinal"))
    sql += " ORDER BY rowid";
  else
    sql += has_column(table, "index") ? " ORDER BY step, shard, ordinal, \"index\""
                                      : " ORDER BY step, shard, ordinal";
  return query(
      sql, [](std::vector<Column> const&) {}, on_row);
}

Status Reader::query(std::string const& sql,
                     std::function<void(std::vector<Column> const&)> on_columns,
                     OnRow const& on_row) {
  Answer answer;
  if (duckdb_prepare(state_->database.connection(), sql.c_str(), &answer.statement) == DuckDBError)
    return explained(state_->path, duckdb_prepare_error(answer.statement));
  if (duckdb_execute_prepared_streaming(answer.statement, &answer.result) == DuckDBError)
    return explained(state_->path, duckdb_result_error(&answer.result));

  std::vector<Column> columns;
  for (idx_t i = 0; i < duckdb_column_count(&answer.result); ++i)
    columns.push_back({duckdb_column_name(&answer.result, i),
                       type_of(duckdb_column_type(&answer.result, i)),
                       {}});
  on_columns(columns);
  bool more = true;
  while (more) {
    auto chunk = duckdb_fetch_chunk(answer.result);
    if (chunk == nullptr) break;
    more = give_rows(chunk, columns, on_row);
    duckdb_destroy_data_chunk(&chunk);
  }
  if (auto const* failure = duckdb_result_error(&answer.result);
      failure != nullptr && *failure != 0)
    return explained(state_->path, failure);
  return Nothing{};
}

}  // namespace qw::store
