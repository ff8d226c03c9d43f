// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/columns.hpp"
#include "vocabulary/records/device.hpp"
#include "vocabulary/records/finding.hpp"

/// Rows that stand beside records: what is a list there is a table here.
namespace qw::store {

struct DeviceAttribute {
  std::string_view device;
  KnownAttribute const& attribute;
};

/// Findings are numbered from 1, as they are reported.
struct NumberedFinding {
  std::uint64_t number = 0;
  ToldFinding const& finding;
};
struct FindingEvidence {
  std::uint64_t number = 0;
  Evidence const& evidence;
};

/// A line of the table `store`, and one of `schema`.
struct Note {
  std::string_view key;
  std::string_view value;

  static constexpr auto fields() {
    return std::tuple{field("key", &Note::key), field("value", &Note::value)};
  }
};
struct ColumnNote {
  std::string_view table;
  std::string_view column;
  std::string_view type;
  std::string_view unit;

  static constexpr auto fields() {
    using C = ColumnNote;
    return std::tuple{field("table", &C::table), field("column", &C::column),
                      field("type", &C::type), field("unit", &C::unit)};
  }
};

template <class Sink>
void row_cells(Cells<Sink>& cells, DeviceAttribute const* row) {
  cells.member("device", {}, row == nullptr ? nullptr : &row->device);
  cells.members(row == nullptr ? nullptr : &row->attribute);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, NumberedFinding const* row) {
  cells.member("number", {}, row == nullptr ? nullptr : &row->number);
  cells.members(row == nullptr ? nullptr : &row->finding);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, FindingEvidence const* row) {
  cells.member("finding", {}, row == nullptr ? nullptr : &row->number);
  cells.member("evidence", {}, row == nullptr ? nullptr : &row->evidence);
}

}  // namespace qw::store
