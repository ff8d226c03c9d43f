// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "study/report_cells.hpp"
#include "study/views.hpp"

namespace qw::study {

std::string offset_text(Nanoseconds time) {
  if (time.count == 0) return "0 s";
  auto const size = Nanoseconds{std::abs(time.count)};
  return (time.count < 0 ? "\u2212" : "+") + lasting(size);
}

void put_attributes(Page const& page, std::vector<KnownAttribute> const& attributes) {
  page.html.put("<ul>");
  for (auto const& known : attributes) {
    page.html.put("<li><span class=\"attribute\">", name_of(known.attribute), "</span> ",
                  known.value);
    if (known.conflicting) page.html.put(" <span class=\"tag\">contradicted</span>");
    page.html.put("<span class=\"how\">", name_of(known.basis));
    if (!known.source.empty()) page.html.put(", ", known.source);
    if (known.evidence.frames.first != 0) page.html.put(", ");
    put_evidence(page, known.evidence);
    page.html.put("</span></li>");
  }
  page.html.put("</ul>");
  if (attributes.empty()) page.html.put("<span class=\"quiet\">nothing known</span>");
}

namespace {

/// In the order in which they are to be read, if there is one; else as they came.
template <class Record>
std::vector<Record const*> ordered(std::vector<Record> const& rows) {
  if constexpr (requires { in_reading_order(rows); }) return in_reading_order(rows);
  std::vector<Record const*> order;
  for (auto const& row : rows) order.push_back(&row);
  return order;
}

template <class Record>
void put_one(Page const& page, View const& view) {
  auto& html = page.html;
  auto const& rows = page.result.of<Record>();
  if (rows.empty()) {
    if (!view.empty.empty()) html.put("<p class=\"empty\">", view.empty, "</p>\n");
    return;
  }
  if (!view.heading.empty()) html.put("<h3 class=\"divide\">", view.heading, "</h3>\n");
  if (!view.note.empty()) html.put("<p class=\"note\">", view.note, "</p>\n");
  put_view(page, view, ordered(rows));
}

}  // namespace

void put_views(Page const& page, std::string_view section) {
  for_each_view([&]<class Record>(View const& view) {
    if (view.section == section) put_one<Record>(page, view);
  });
}

}  // namespace qw::study
