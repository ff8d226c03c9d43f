// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "study/html.hpp"
#include "study/overview.hpp"
#include "study/result.hpp"
#include "study/view.hpp"

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

/// Each writes what its section has beside its views; false if the views are not to follow.
bool write_answers(Page const& page);
bool write_findings(Page const& page);
bool write_map(Page const& page);
bool write_commands(Page const& page);
bool write_ledger(Page const& page);
bool write_goods(Page const& page);
bool write_coverage(Page const& page);
bool write_run(Page const& page);

/// The tables of views.def that belong to a section.
void put_views(Page const& page, std::string_view section);

/// Octets from inside through services to the outside, as a flow diagram.
void draw_ledger(Page const& page);

/// "crane1.pcapng, frames 120–124, answered in 125": the capture only where there are
/// several, nothing without frames.
void put_evidence(Page const& page, Evidence const& evidence);
/// "PLC crane 1", and the address beside it where the name is another.
void put_host(Page const& page, Host const& host);

/// A table, without its rows.
struct HtmlTable {
  std::string_view label;  // for who cannot see it
  std::span<Column const> columns;
  std::string_view box = "scroll";  // scrolls by itself where the page is narrow, and by keyboard
  std::string_view form = "wide";
};
void open_table(Page const& page, HtmlTable const& table);
/// Ends it, with a row that says how many of `rows` were not shown.
void close_table(Page const& page, HtmlTable const& table, std::size_t rows);

/// A whole table; `put_row` writes each of the first `most_rows` rows.
template <class Rows, class PutRow>
void put_table(Page const& page, HtmlTable const& table, Rows const& rows, PutRow put_row) {
  open_table(page, table);
  std::size_t shown = 0;
  for (auto const& row : rows) {
    if (shown++ == most_rows) break;
    put_row(page, row);
  }
  close_table(page, table, rows.size());
}

}  // namespace qw::study
