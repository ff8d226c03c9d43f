// SPDX-License-Identifier: Apache-2.0
#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

constexpr Column boundary_columns[] = {
    {"Boundary"}, {"Crossed", number}, {"Sum of rows", number}, {"Without a rule", number}};
constexpr Column ledger_columns[] = {{"Inside"},        {"Outside"},    {"Service"},
                                     {"Out", number},   {"In", number}, {"Rule"},
                                     {"First", number}, {"Evidence"}};
constexpr Column goods_columns[] = {{"What"},          {"Named by"},          {"To"},    {"Where"},
                                    {"Times", number}, {"Different", number}, {"Leaves"}};
constexpr Column device_columns[] = {{"Device"},
                                     {"Role"},
                                     {"Zone"},
                                     {"What is known, and how"},
                                     {"Answers"},
                                     {"Sent", number},
                                     {"Received", number}};
constexpr Column conduit_columns[] = {
    {"From"},           {"To"},   {"Service"}, {"Commands"}, {"Conversations", number},
    {"Octets", number}, {"Rule"}, {"Evidence"}};

void put_attributes(Page const& page, Device const& device) {
  page.html.put("<td class=\"known\"><ul>");
  for (auto const& known : device.attributes) {
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
  if (device.attributes.empty()) page.html.put("<span class=\"quiet\">nothing known</span>");
  page.html.put("</td>");
}

void put_device(Page const& page, Device const& device) {
  auto& html = page.html;
  html.put("<tr><th scope=\"row\"><span class=\"host\">", device.name, "</span>");
  for (auto const& host : device.hosts) {
    auto const address = page.hosts.address(host);
    if (address != device.name) html.put("<br><span class=\"address\">", address, "</span>");
  }
  if (!device.joined_by.empty())
    html.put("<span class=\"how\">one device: ", device.joined_by, "</span>");
  html.put("</th><td>", device.role);
  if (!device.role_basis.empty()) html.put("<span class=\"how\">", device.role_basis, "</span>");
  if (page.result.has_site && !device.declared)
    html.put("<br><span class=\"tag strong\">undeclared</span>");
  html.put("</td><td>", device.zone, "</td>");
  put_attributes(page, device);
  html.put("<td>");
  for (auto const& service : device.services) {
    if (&service != &device.services.front()) html.put(", ");
    html.put(service);
  }
  html.put("</td><td class=\"number\">", sized(device.octets_sent), "</td><td class=\"number\">",
           sized(device.octets_received), "</td></tr>\n");
}

void put_boundaries(Page const& page) {
  auto& html = page.html;
  put_table(page, {"Boundaries", boundary_columns, "scroll fits", "totals"},
            page.result.of<LedgerTotal>(), [](Page const& at, LedgerTotal const& each) {
              at.html.put("<tr><th scope=\"row\">", each.boundary, "</th><td class=\"number\">",
                          grouped(each.boundary_octets), "</td><td class=\"number\">",
                          grouped(each.rows_octets), "</td><td class=\"number\">",
                          grouped(each.unexplained_octets), "</td></tr>\n");
            });
  html.put("<p class=\"note\">Octets of frames on the wire. ");
  auto const total = page.result.boundary();
  if (total.boundary_octets == total.rows_octets)
    html.put("The total and the sum of the rows are equal.</p>\n");
  else
    html.put(
        "The total and the sum of the rows differ, which is a bug in quaywatch: "
        "please report it.</p>\n");
}

/// Of a row of the ledger or of the conduits.
template <class Row>
void put_service(Html html, Row const& row) {
  html.put("<span class=\"service\">", row.service, "</span>");
  if (!row.port.empty()) html.put("<span class=\"how\">on ", row.port, "</span>");
  if (row.only_named) html.put("<span class=\"how\">named, not understood</span>");
}

void put_ledger_row(Page const& page, LedgerRow const& row) {
  auto& html = page.html;
  html.put("<tr class=\"", row.explained ? Markup{"explained"} : Markup{"unexplained"},
           "\"><th scope=\"row\">");
  put_host(page, row.inside);
  html.put("</th><td class=\"who\">");
  put_host(page, row.outside);
  if (!row.country.empty() || !row.network.empty())
    html.put("<span class=\"how\">", row.country,
             std::string_view{row.country.empty() || row.network.empty() ? "" : ", "}, row.network,
             "</span>");
  html.put("</td><td>");
  put_service(html, row);
  if (row.encryption == Encryption::encrypted) html.put("<span class=\"how\">encrypted</span>");
  html.put("</td><td class=\"number\">", sized(row.octets_out), "</td><td class=\"number\">",
           sized(row.octets_in), "</td><td>");
  if (!row.rule.empty()) html.put(row.rule);
  if (!row.explained)
    html.put("<span class=\"tag strong\">",
             std::string_view{row.rule.empty() ? "no rule" : "seen only"}, "</span>");
  html.put("</td><td class=\"number\">", moment_of_day(row.first, page.result.first()),
           "</td><td>");
  put_evidence(page, row.evidence);
  html.put("</td></tr>\n");
}

void put_goods(Page const& page, GoodsRow const& cargo) {
  auto& html = page.html;
  html.put("<tr><th scope=\"row\">", name_of(cargo.what), "</th><td>");
  put_host(page, cargo.from);
  html.put("</td><td>");
  put_host(page, cargo.to);
  html.put("</td><td>", cargo.context, "</td><td class=\"number\">", grouped(cargo.count),
           "</td><td class=\"number\">", grouped(cargo.different), "</td><td>",
           cargo.leaves ? Markup{"<span class=\"tag strong\">leaves the boundary</span>"}
                        : Markup{"stays inside"},
           "</td></tr>\n");
}

void put_conduit(Page const& page, ConduitRow const& row) {
  auto& html = page.html;
  html.put("<tr><th scope=\"row\">");
  put_host(page, row.from);
  html.put("</th><td class=\"who\">");
  put_host(page, row.to);
  html.put("</td><td>");
  put_service(html, row);
  html.put("</td><td>", row.verbs, "</td><td class=\"number\">", grouped(row.conversations),
           "</td><td class=\"number\">", sized(row.octets), "</td><td>", row.rule);
  if (!row.rule.empty() && !row.vouched) html.put(" <span class=\"tag\">seen only</span>");
  if (row.doubt != Doubt::none) html.put(" <span class=\"tag\">not proven</span>");
  html.put("</td><td>");
  put_evidence(page, row.evidence);
  html.put("</td></tr>\n");
}

}  // namespace

void put_host(Page const& page, Host const& host) {
  auto const name = page.hosts.name(host);
  auto const address = page.hosts.address(host);
  page.html.put("<span class=\"host\">", name, "</span>");
  if (name != address && !host.address.empty())
    page.html.put(" <span class=\"address\">", address, "</span>");
}

void open_table(Page const& page, Table const& table) {
  page.html.put("<div class=\"", table.box, "\" tabindex=\"0\" role=\"region\" aria-label=\"",
                table.label, "\"><table class=\"", table.form, "\">\n<thead><tr>");
  for (auto const& column : table.columns) {
    page.html.put("<th scope=\"col\"");
    if (!column.form.text().empty()) page.html.put(" class=\"", column.form, "\"");
    page.html.put(">", column.title, "</th>");
  }
  page.html.put("</tr></thead>\n<tbody>\n");
}

void close_table(Page const& page, Table const& table, std::size_t rows) {
  if (rows > most_rows)
    page.html.put("<tr><td class=\"rest\" colspan=\"", table.columns.size(), "\">and ",
                  grouped(rows - most_rows), " more in study.duckdb</td></tr>\n");
  page.html.put("</tbody></table></div>\n");
}

void write_ledger(Page const& page) {
  if (page.result.of<LedgerRow>().empty()) {
    page.html.put("<p class=\"empty\">Nothing crossed the boundary in these captures.</p>\n");
    return;
  }
  put_boundaries(page);
  draw_ledger(page);
  put_table(page, {"Ledger", ledger_columns}, page.result.of<LedgerRow>(), put_ledger_row);
}

void write_goods(Page const& page) {
  auto& html = page.html;
  if (!page.result.cargo_sought) {
    html.put("<p class=\"empty\">This version does not look for goods.</p>\n");
    return;
  }
  if (page.result.of<GoodsRow>().empty()) {
    html.put(
        "<p class=\"empty\">No goods were named in what could be parsed. Encrypted and unknown "
        "payload "
        "may name some; <a href=\"#coverage\">How sure</a> says how much there "
        "is.</p>\n");
    return;
  }
  put_table(page, {"Goods", goods_columns}, page.result.of<GoodsRow>(), put_goods);
  html.put("<p class=\"note\">This page does not show the identifiers themselves.</p>\n");
}

void write_devices(Page const& page) {
  if (page.result.of<Device>().empty()) {
    page.html.put("<p class=\"empty\">No device was seen.</p>\n");
    return;
  }
  put_table(page, {"Devices", device_columns}, page.result.of<Device>(), put_device);
}

void write_conduits(Page const& page) {
  if (page.result.of<ConduitRow>().empty()) {
    page.html.put("<p class=\"empty\">No conversation was seen.</p>\n");
    return;
  }
  put_table(page, {"Conduits", conduit_columns}, in_reading_order(page.result.of<ConduitRow>()),
            [](Page const& at, ConduitRow const* row) { put_conduit(at, *row); });
}

}  // namespace qw::study
