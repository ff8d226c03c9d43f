// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

constexpr std::size_t most_text = 120;  // characters of an object, values or a name

constexpr Column deed_columns[] = {
    {"From"},         {"To"},          {"Verb"},          {"Object"},
    {"First values"}, {"Last values"}, {"Times", number}, {"Refused", number},
    {"First"},        {"Evidence"}};
constexpr Column moved_columns[] = {
    {"From"},           {"To"},    {"What"},    {"Name"}, {"Times", number}, {"Complete", number},
    {"Octets", number}, {"First"}, {"Evidence"}};

void put_code(Page const& page, std::string const& text) {
  if (text.empty()) return void(page.html.put("<td></td>"));
  page.html.put("<td><code>", printable(text, most_text), "</code></td>");
}

void put_number(Page const& page, std::uint64_t count) {
  page.html.put("<td class=\"number\">", grouped(count), "</td>");
}

template <class Row>
void put_end(Page const& page, Row const& row) {
  page.html.put("<td class=\"time\">", moment_of_day(row.first, page.result.first()), "</td><td>");
  put_evidence(page, row.evidence);
  page.html.put("</td></tr>\n");
}

template <class Row>
void put_hosts(Page const& page, Row const& row) {
  page.html.put("<tr><th scope=\"row\">", page.hosts.name(row.from), "</th><td class=\"who\">",
                page.hosts.name(row.to), "</td><td>");
}

void put_deed(Page const& page, DeedRow const* deed) {
  auto const& row = *deed;
  put_hosts(page, row);
  page.html.put(changes_state(row.verb) ? Markup{"<span class=\"tag strong\">"}
                                        : Markup{"<span class=\"tag\">"},
                name_of(row.verb), "</span><span class=\"how\">", row.service, ", ", row.operation,
                "</span></td>");
  put_code(page, row.object);
  put_code(page, row.first_values);
  put_code(page, row.count == 1 ? std::string{} : row.last_values);
  put_number(page, row.count);
  put_number(page, row.refused);
  put_end(page, row);
}

void put_moved(Page const& page, MovedRow const& row) {
  put_hosts(page, row);
  page.html.put(name_of(row.what), "<span class=\"how\">", row.service, "</span></td>");
  put_code(page, row.name);
  put_number(page, row.count);
  put_number(page, row.complete);
  put_number(page, row.octets);
  put_end(page, row);
}

/// What changes a device first, else as they came.
std::vector<DeedRow const*> in_reading_order(std::vector<DeedRow> const& deeds) {
  std::vector<DeedRow const*> order;
  for (auto const& row : deeds) order.push_back(&row);
  std::ranges::stable_partition(order, [](DeedRow const* row) { return changes_state(row->verb); });
  return order;
}

}  // namespace

void write_deeds(Page const& page) {
  auto& html = page.html;
  auto const& result = page.result;
  if (!result.of<DeedRow>().empty()) {
    html.put(
        "<h3 class=\"divide\">Objects of commands</h3>\n<p class=\"note\">Each object of commands "
        "that change a device, read out its program or name a file, with the values sent. Octets "
        "are hexadecimal. A last value is shown if there was more than one command.</p>\n");
    put_table(page, {"Objects of commands", deed_columns}, in_reading_order(result.of<DeedRow>()),
              put_deed);
  }
  if (result.of<MovedRow>().empty()) return;
  html.put(
      "<h3 class=\"divide\">Transfers</h3>\n<p class=\"note\">Files, messages and program blocks, "
      "by sender. Complete: how often it was seen from beginning to end.</p>\n");
  put_table(page, {"Transfers", moved_columns}, result.of<MovedRow>(), put_moved);
}

}  // namespace qw::study
