// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

/// A table that scrolls by itself where the page is narrow, and by keyboard.
void open_table(Page const& page, std::string_view caption) {
  page.html.put("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", caption,
                "\"><table>\n");
}
void close_table(Page const& page) { page.html.put("</tbody></table></div>\n"); }

void put_host(Page const& page, Host const& host) {
  auto const name = page.hosts.name(host);
  auto const address = page.hosts.address(host);
  page.html.put("<span class=\"host\">", name, "</span>");
  if (name != address && !host.address.empty())
    page.html.put(" <span class=\"address\">", address, "</span>");
}

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
  if (device.attributes.empty())
    page.html.put("<span class=\"quiet\">says nothing of itself</span>");
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
  if (!page.result.site.empty() && !device.declared)
    html.put("<br><span class=\"tag strong\">not declared</span>");
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
  html.put(
      "<div class=\"scroll fits\" tabindex=\"0\" role=\"region\" aria-label=\"Boundaries\">"
      "<table class=\"totals\">\n<thead><tr><th scope=\"col\">Boundary</th>"
      "<th scope=\"col\" class=\"number\">Crossed</th>"
      "<th scope=\"col\" class=\"number\">Sum of the rows</th>"
      "<th scope=\"col\" class=\"number\">Without a rule</th></tr></thead>\n<tbody>\n");
  for (auto const& each : page.result.boundaries)
    html.put("<tr><th scope=\"row\">", each.boundary, "</th><td class=\"number\">",
             grouped(each.boundary_octets), "</td><td class=\"number\">", grouped(each.rows_octets),
             "</td><td class=\"number\">", grouped(each.unexplained_octets), "</td></tr>\n");
  html.put("</tbody></table></div>\n<p class=\"note\">Octets of frames on the wire. ");
  auto const total = page.result.boundary();
  if (total.boundary_octets == total.rows_octets)
    html.put("What crossed and the sum of the rows agree to the octet.</p>\n");
  else
    html.put(
        "What crossed and the sum of the rows differ, which is a mistake of this program: "
        "please report it.</p>\n");
}

void put_ledger_row(Page const& page, LedgerRow const& row) {
  auto& html = page.html;
  html.put("<tr class=\"", row.explained ? Markup{"explained"} : Markup{"unexplained"},
           "\"><th scope=\"row\">");
  put_host(page, row.inside);
  html.put("</th><td>");
  put_host(page, row.outside);
  if (!row.country.empty() || !row.network.empty())
    html.put("<span class=\"how\">", row.country,
             std::string_view{row.country.empty() || row.network.empty() ? "" : ", "}, row.network,
             "</span>");
  html.put("</td><td>", row.service);
  if (row.only_named) html.put("<span class=\"how\">named, not understood</span>");
  if (row.encryption == Encryption::encrypted) html.put("<span class=\"how\">encrypted</span>");
  html.put("</td><td class=\"number\">", sized(row.octets_out), "</td><td class=\"number\">",
           sized(row.octets_in), "</td><td>");
  if (!row.rule.empty()) html.put(row.rule);
  if (!row.explained)
    html.put("<span class=\"tag strong\">",
             std::string_view{row.rule.empty() ? "no rule" : "only seen"}, "</span>");
  html.put("</td><td class=\"number\">", moment_of_day(row.first, page.result.first()),
           "</td><td>");
  put_evidence(page, row.evidence);
  html.put("</td></tr>\n");
}

}  // namespace

void write_ledger(Page const& page) {
  auto& html = page.html;
  html.put("<section id=\"ledger\">\n<h2>What leaves</h2>\n");
  if (page.result.ledger.empty()) {
    html.put(
        "<p class=\"empty\">Nothing crossed the boundary in these captures.</p>\n</section>\n");
    return;
  }
  put_boundaries(page);
  draw_ledger(page);
  open_table(page, "Ledger");
  html.put(
      "<thead><tr><th scope=\"col\">Inside</th><th scope=\"col\">Outside</th>"
      "<th scope=\"col\">Service</th><th scope=\"col\" class=\"number\">Out</th>"
      "<th scope=\"col\" class=\"number\">In</th><th scope=\"col\">Rule</th>"
      "<th scope=\"col\" class=\"number\">First</th><th "
      "scope=\"col\">Proof</th></tr></thead>\n<tbody>\n");
  auto const rows = std::min(page.result.ledger.size(), most_rows);
  for (std::size_t i = 0; i < rows; ++i) put_ledger_row(page, page.result.ledger[i]);
  put_rest(page, page.result.ledger.size(), 8);
  close_table(page);
  html.put("</section>\n");
}

void write_goods(Page const& page) {
  auto& html = page.html;
  html.put("<section id=\"goods\">\n<h2>Goods</h2>\n");
  if (!page.result.cargo_sought) {
    html.put(
        "<p class=\"empty\">This version does not look for goods in what it reads.</p>\n"
        "</section>\n");
    return;
  }
  if (page.result.cargo.empty()) {
    html.put(
        "<p class=\"empty\">No goods were named in what could be read. What was encrypted or "
        "not understood may name some; <a href=\"#coverage\">how sure</a> says how much that "
        "is.</p>\n</section>\n");
    return;
  }
  open_table(page, "Goods");
  html.put(
      "<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Told by</th><th scope=\"col\">"
      "To</th><th scope=\"col\">Where</th><th scope=\"col\" class=\"number\">Times</th>"
      "<th scope=\"col\" class=\"number\">Different</th><th scope=\"col\">Leaves</th></tr>"
      "</thead>\n<tbody>\n");
  std::size_t shown = 0;
  for (auto const& cargo : page.result.cargo) {
    if (shown++ == most_rows) break;
    html.put("<tr><th scope=\"row\">", name_of(cargo.what), "</th><td>");
    put_host(page, cargo.from);
    html.put("</td><td>");
    put_host(page, cargo.to);
    html.put("</td><td>", cargo.context, "</td><td class=\"number\">", grouped(cargo.count),
             "</td><td class=\"number\">", grouped(cargo.different), "</td><td>",
             cargo.leaves ? Markup{"<span class=\"tag strong\">beyond the boundary</span>"}
                          : Markup{"stays inside"},
             "</td></tr>\n");
  }
  put_rest(page, page.result.cargo.size(), 7);
  close_table(page);
  html.put(
      "<p class=\"note\">The identifiers themselves are left out of this page.</p>\n"
      "</section>\n");
}

void write_devices(Page const& page) {
  auto& html = page.html;
  html.put("<section id=\"devices\">\n<h2>Devices</h2>\n");
  if (page.result.devices.empty()) {
    html.put("<p class=\"empty\">No device was seen.</p>\n</section>\n");
    return;
  }
  open_table(page, "Devices");
  html.put(
      "<thead><tr><th scope=\"col\">Device</th><th scope=\"col\">Role</th>"
      "<th scope=\"col\">Zone</th><th scope=\"col\">What is known, and how</th>"
      "<th scope=\"col\">Answers</th><th scope=\"col\" class=\"number\">Sent</th>"
      "<th scope=\"col\" class=\"number\">Received</th></tr></thead>\n<tbody>\n");
  auto const rows = std::min(page.result.devices.size(), most_rows);
  for (std::size_t i = 0; i < rows; ++i) put_device(page, page.result.devices[i]);
  put_rest(page, page.result.devices.size(), 7);
  close_table(page);
  html.put("</section>\n");
}

void write_conduits(Page const& page) {
  auto& html = page.html;
  html.put("<section id=\"conduits\">\n<h2>Conduits</h2>\n");
  if (page.result.conduits.empty()) {
    html.put("<p class=\"empty\">Nobody spoke with anybody.</p>\n</section>\n");
    return;
  }
  open_table(page, "Conduits");
  html.put(
      "<thead><tr><th scope=\"col\">From</th><th scope=\"col\">To</th>"
      "<th scope=\"col\">Service</th><th scope=\"col\">Commands</th>"
      "<th scope=\"col\" class=\"number\">Conversations</th>"
      "<th scope=\"col\" class=\"number\">Octets</th><th scope=\"col\">Rule</th>"
      "<th scope=\"col\">Proof</th></tr></thead>\n<tbody>\n");
  std::size_t shown = 0;
  for (auto const& row : page.result.conduits) {
    if (shown++ == most_rows) break;
    html.put("<tr><th scope=\"row\">");
    put_host(page, row.from);
    html.put("</th><td>");
    put_host(page, row.to);
    html.put("</td><td>", row.service);
    if (row.only_named) html.put("<span class=\"how\">named, not understood</span>");
    html.put("</td><td>", row.verbs, "</td><td class=\"number\">", grouped(row.conversations),
             "</td><td class=\"number\">", sized(row.octets), "</td><td>", row.rule);
    if (!row.rule.empty() && !row.vouched) html.put(" <span class=\"tag\">only seen</span>");
    html.put("</td><td>");
    put_evidence(page, row.evidence);
    html.put("</td></tr>\n");
  }
  put_rest(page, page.result.conduits.size(), 8);
  close_table(page);
  html.put("</section>\n");
}

}  // namespace qw::study
