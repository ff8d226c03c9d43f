// SPDX-License-Identifier: Apache-2.0
#include "export/store.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "export/output_file.hpp"
#include "vocabulary/json.hpp"
#include "vocabulary/text.hpp"

namespace qw::exports {
namespace {

using store::Cell;
using store::Column;
using store::ColumnType;

void append_json_cell(JsonWriter& json, ColumnType type, Cell const& cell) {
  std::visit(
      [&]<class Value>(Value const& value) {
        if constexpr (std::is_same_v<Value, std::string_view>)
          type == ColumnType::json ? json.raw(value) : json.value(value);
        else if constexpr (std::is_same_v<Value, Stamp>)
          json.plain_text([&](std::string& out) { append_text(out, value); });
        else if constexpr (!std::is_same_v<Value, std::monostate>)
          json.value(value);
      },
      cell);
}

void append_json_row(std::string& out, std::vector<Column> const& columns,
                     std::span<Cell const> cells) {
  JsonWriter json{out};
  json.begin_object();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].index() == 0) continue;
    json.key(columns[i].name);
    append_json_cell(json, columns[i].type, cells[i]);
  }
  json.end_object();
  out += '\n';
}

void append_csv_text(std::string& out, std::string_view text) {
  constexpr std::string_view formula_marks = "=+-@\t\r";
  bool const formula = !text.empty() && formula_marks.find(text[0]) != std::string_view::npos;
  if (!formula && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += formula ? "\"'" : "\"";
  for (char const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_row(std::string& out, std::span<Cell const> cells) {
  for (auto const& cell : cells) {
    if (&cell != &cells.front()) out += ',';
    std::visit(
        [&]<class Value>(Value const& value) {
          if constexpr (std::is_same_v<Value, std::string_view>)
            append_csv_text(out, value);
          else if constexpr (std::is_same_v<Value, bool>)
            out += value ? "true" : "false";
          else if constexpr (!std::is_same_v<Value, std::monostate>)
            append_text(out, value);
        },
        cell);
  }
  out += "\r\n";
}

void append_csv_header(std::string& out, std::vector<Column> const& columns) {
  for (auto const& column : columns) {
    if (&column != &columns.front()) out += ',';
    out += column.name;
  }
  out += "\r\n";
}

Result<ExportedTable> export_table(store::Reader& reader, store::Reader::Table const& table,
                                   TableFormat format, std::string const& folder) {
  bool const csv = format == TableFormat::csv;
  auto file =
      OutputFile::create(fmt::format("{}/{}.{}", folder, table.name, csv ? "csv" : "jsonl"));
  if (!file.ok()) return file.error();
  ExportedTable done{table.name, file->path(), 0};
  if (csv) append_csv_header(file->buffer(), table.columns);
  auto const read = reader.rows(table, [&](std::span<Cell const> cells) {
    if (csv)
      append_csv_row(file->buffer(), cells);
    else
      append_json_row(file->buffer(), table.columns, cells);
    file->settle();
    ++done.rows;
    return true;
  });
  if (!read.ok()) return read.error();
  if (auto const written = file->finish(); !written.ok()) return written.error();
  return done;
}

}  // namespace

Result<std::vector<ExportedTable>> export_store(store::Reader& reader, TableFormat format,
                                                std::string const& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return Error{fmt::format("{}: {}", folder, failure.message())};
  std::vector<ExportedTable> all;
  for (auto const& table : reader.tables()) {
    auto done = export_table(reader, table, format, folder);
    if (!done.ok()) return done.error();
    if (done->rows == 0)
      std::filesystem::remove(done->path, failure);
    else
      all.push_back(std::move(*done));
  }
  return all;
}

}  // namespace qw::exports
