// SPDX-License-Identifier: Apache-2.0
#include "study/readable.hpp"
#include "study/report_parts.hpp"

namespace qw::study {
namespace {

void put_sum(Page const& page) {
  auto& html = page.html;
  html.put("<p class=\"note\">Octets of frames on the wire. ");
  auto const total = page.result.boundary();
  if (total.boundary_octets == total.rows_octets)
    html.put("The total and the sum of the rows are equal.</p>\n");
  else
    html.put(
        "The total and the sum of the rows differ, which is a bug in quaywatch: "
        "please report it.</p>\n");
}

}  // namespace

void put_host(Page const& page, Host const& host) {
  auto const name = page.hosts.name(host);
  auto const address = page.hosts.address(host);
  page.html.put("<span class=\"host\">", name, "</span>");
  if (name != address && !host.address.empty())
    page.html.put(" <span class=\"address\">", address, "</span>");
}

void open_table(Page const& page, HtmlTable const& table) {
  page.html.put("<div class=\"", table.box, "\" tabindex=\"0\" role=\"region\" aria-label=\"",
                table.label, "\"><table class=\"", table.form, "\">\n<thead><tr>");
  for (auto const& column : table.columns) {
    page.html.put("<th scope=\"col\"");
    if (!column.style.empty()) page.html.put(" class=\"", column.style, "\"");
    page.html.put(">", column.title, "</th>");
  }
  page.html.put("</tr></thead>\n<tbody>\n");
}

void close_table(Page const& page, HtmlTable const& table, std::size_t rows) {
  if (rows > most_rows)
    page.html.put("<tr><td class=\"rest\" colspan=\"", table.columns.size(), "\">and ",
                  grouped(rows - most_rows), " more in study.duckdb</td></tr>\n");
  page.html.put("</tbody></table></div>\n");
}

bool write_ledger(Page const& page) {
  if (page.result.of<LedgerRow>().empty()) {
    page.html.put("<p class=\"empty\">Nothing crossed the boundary in these captures.</p>\n");
    return false;
  }
  put_sum(page);
  draw_ledger(page);
  return true;
}

bool write_goods(Page const& page) {
  auto& html = page.html;
  if (!page.result.cargo_sought) {
    html.put("<p class=\"empty\">This version does not look for goods.</p>\n");
    return false;
  }
  if (page.result.of<GoodsRow>().empty()) {
    html.put(
        "<p class=\"empty\">No goods were named in what could be parsed. Encrypted and unknown "
        "payload may name some; <a href=\"#coverage\">How sure</a> says how much there is.</p>\n");
    return false;
  }
  return true;
}

}  // namespace qw::study
