// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/html.hpp"
#include "study/overview.hpp"
#include "study/result.hpp"

/// The sections of the report. Each writes one whole section, heading included.
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
void write_ledger(Page const& page);
void write_goods(Page const& page);
void write_devices(Page const& page);
void write_conduits(Page const& page);
void write_coverage(Page const& page);
void write_run(Page const& page);

/// Octets from inside through services to the outside, as a flow diagram.
void draw_ledger(Page const& page);

/// "crane1.pcapng, frames 120–124, answered in 125": the capture only where there are
/// several, nothing without frames.
void put_evidence(Page const& page, Evidence const& evidence);
/// A last row that says how many more there are.
void put_rest(Page const& page, std::size_t rows, std::size_t columns);

}  // namespace qw::study
