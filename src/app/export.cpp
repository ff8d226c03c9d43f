// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "app/command.hpp"
#include "app/output.hpp"
#include "core/words.hpp"
#include "export/store.hpp"

namespace qw::app {
namespace {

constexpr std::array export_options{
    Option{"--format", "FORMAT", "jsonl (default) or csv"},
    Option{"--out", "DIR", "folder for the tables (default: DIR/export)"},
};

int export_folder(Arguments const& arguments) {
  if (arguments.words().size() != 1)
    return fail("export", "expected one folder of a study: quaywatch export DIR", status::usage);
  auto const format = arguments.value("--format", "jsonl");
  if (format == "zeek" || format == "eve")
    return fail("export",
                fmt::format("--format: {} needs every single event; use quaywatch study CAPTURE "
                            "--events {} --events-format {}",
                            format, format == "zeek" ? "DIR" : "FILE", format),
                status::usage);
  constexpr std::string_view known[] = {"jsonl", "csv"};
  if (std::ranges::find(known, format) == std::end(known))
    return fail("export", unknown_word("--format", format, known), status::usage);
  auto const& folder = arguments.words()[0];
  auto reader = store::Reader::open(folder, {});
  if (!reader) return fail("export", reader.error().text, status::failed);
  auto const tables = exports::export_store(
      **reader, format == "csv" ? exports::TableFormat::csv : exports::TableFormat::jsonl,
      std::string{arguments.value("--out", folder + "/export")});
  if (!tables) return fail("export", tables.error().text, status::failed);
  for (auto const& table : *tables) say("{}: {}\n", table.path, counted(table.rows, "row"));
  say("Repeated events are one row with a count; 'quaywatch study --events' writes each one.\n");
  return status::done;
}

}  // namespace

Command const export_command{
    .name = "export",
    .usage = "export DIR [options]",
    .summary = "write the tables of a study for other programs",
    .help =
        "Reads DIR/study.duckdb and writes one file for each table that has rows. Repeated events\n"
        "are one row with a count.",
    .options = export_options,
    .run = export_folder,
};

}  // namespace qw::app
