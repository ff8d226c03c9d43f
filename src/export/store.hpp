// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "store/reader.hpp"

namespace qw::exports {

enum class TableFormat : std::uint8_t { jsonl, csv };

struct ExportedTable {
  std::string name;
  std::string path;
  std::uint64_t rows = 0;
};

/// Writes every table of a store that has rows to a file of its own in `folder`:
/// "command.jsonl", "ledger.csv". What repeats is one row there as in the store.
///
/// - jsonl: one object a line, empty cells left out; cells that hold JSON are nested.
/// - csv: RFC 4180 with a header line; empty cells are empty. Foreign text that a
///   spreadsheet would take for a formula (= + - @, tab, return first) gets a ' before it.
Result<std::vector<ExportedTable>> export_store(store::Reader& reader, TableFormat format,
                                                std::string const& folder);

}  // namespace qw::exports
