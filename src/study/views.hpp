// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "study/report_rows.hpp"
#include "study/view.hpp"
#include "vocabulary/records.hpp"

/// The views of views.def.
namespace qw::study {

#define QW_VIEW(...)
#define QW_REPORT_VIEW(name, Row, ...)      \
  inline constexpr View name = __VA_ARGS__; \
  static_assert(fits<Row>(name), "a view names what " #Row " has not");
#include "study/views.def"
#undef QW_REPORT_VIEW
#undef QW_VIEW

/// Calls `visit.operator()<Record>(view)` for each view of a record, in the order of the list.
template <class Visit>
void for_each_view(Visit const& visit){
#define QW_REPORT_VIEW(...)
#define QW_VIEW(Record, ...)                                                    \
  {                                                                             \
    static constexpr View view = __VA_ARGS__;                                   \
    static_assert(fits<Record>(view), "a view names what " #Record " has not"); \
    visit.template operator()<Record>(view);                                    \
  }
#include "study/views.def"
#undef QW_VIEW
#undef QW_REPORT_VIEW
}

/// The views as JSON for a page: an object by list of the board, each with `label` and `columns`
/// (`title`, `style`, `parts`); parts have the members of `Part` that say something.
std::string views_json();

}  // namespace qw::study
