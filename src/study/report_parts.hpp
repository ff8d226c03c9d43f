// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "study/html.hpp"
#include "study/overview.hpp"
#include "study/result.hpp"

/// The sections of the report, each without its heading, and what they are made of.
namespace qw::study {

/// What every section draws on.
struct Page {
  StudyResult const& result;
  Overview const& overview;
  HostNames const& hosts;
  Html& html;
};

/// Rows of one table at most; the store has them all.
inline constexpr std::size_t most_rows = 400;

void write_answers(Page const& page);
void write_findings(Page const& page);
void write_map(Page const& page);
void write_commands(Page const& page);
/// What commands changed, and what moved: the end of the section on commands.
void write_deeds(Page const& page);
void write_ledger(Page const& page);
void write_goods(Page const& page);
void write_devices(Page const& page);
void write_clocks(Page const& page);
void write_conduits(Page const& page);
void write_coverage(Page const& page);
void write_run(Page const& page);

/// Octets from inside through services to the outside, as a flow diagram.
void draw_ledger(Page const& page);

/// "crane1.pcapng, frames 120–124, answered in 125": the capture only where there are
/// several, nothing without frames.
void put_evidence(Page const& page, Evidence const& evidence);
/// "PLC crane 1", and the address beside it where the name is another.
void put_host(Page const& page, Host const& host);

/// One column of a table: its heading, and `number` where it stands to the right.
struct Column {
  Markup title;
  Markup form;
};
inline constexpr Markup number{"number"};

/// A table, without its rows.
struct Table {
  Markup label;  // for who cannot see it
  std::span<Column const> columns;
  Markup box = "scroll";  // scrolls by itself where the page is narrow, and by keyboard
  Markup form = "wide";
};
void open_table(Page const& page, Table const& table);
/// Ends it, with a row that says how many of `rows` were not shown.
void close_table(Page const& page, Table const& table, std::size_t rows);

/// A whole table; `put_row` writes each of the first `most_rows` rows.
template <class Rows, class PutRow>
void put_table(Page const& page, Table const& table, Rows const& rows, PutRow put_row) {
  open_table(page, table);
  std::size_t shown = 0;
  for (auto const& row : rows) {
    if (shown++ == most_rows) break;
    put_row(page, row);
  }
  close_table(page, table, rows.size());
}

}  // namespace qw::study
