// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <vector>

#include "study/report_parts.hpp"
#include "study/words.hpp"

namespace qw::study {
namespace {

constexpr std::size_t most_in_matrix = 14;  // hosts of either side

struct Side {
  Host host;
  std::uint64_t changing = 0;
  std::uint64_t count = 0;
};

struct Cell {
  std::uint64_t changing = 0;
  std::uint64_t other = 0;
  std::uint64_t failed = 0;  // refused or unanswered
};

/// Hosts of one side, those with changing commands first.
std::vector<Side> sides(std::vector<CommandRow> const& commands, Host CommandRow::*member) {
  std::map<Host, Side> by_host;
  for (auto const& command : commands) {
    auto& side = by_host[command.*member];
    side.host = command.*member;
    side.count += command.count;
    if (changes_state(command.verb)) side.changing += command.count;
  }
  std::vector<Side> order;
  for (auto const& [host, side] : by_host) order.push_back(side);
  std::ranges::stable_sort(order, [](Side const& a, Side const& b) {
    return a.changing != b.changing ? a.changing > b.changing : a.count > b.count;
  });
  if (order.size() > most_in_matrix) order.resize(most_in_matrix);
  return order;
}

void put_cell(Page const& page, Cell const* cell) {
  auto& html = page.html;
  if (cell == nullptr)
    return void(html.put("<td class=\"none\"><span class=\"unseen\">none</span></td>"));
  html.put(cell->changing != 0 ? Markup{"<td class=\"changes\">"} : Markup{"<td class=\"reads\">"});
  if (cell->changing != 0)
    html.put("<p><strong>", grouped(cell->changing), "</strong> changing</p>");
  if (cell->other != 0) html.put("<p>", grouped(cell->other), " other</p>");
  if (cell->failed != 0)
    html.put("<span class=\"how\">", grouped(cell->failed), " refused or unanswered</span>");
  html.put("</td>");
}

void put_matrix(Page const& page) {
  auto& html = page.html;
  auto const& commands = page.result.of<CommandRow>();
  auto const from = sides(commands, &CommandRow::from);
  auto const to = sides(commands, &CommandRow::to);
  std::map<std::pair<Host, Host>, Cell> cells;
  for (auto const& command : commands) {
    auto& cell = cells[{command.from, command.to}];
    (changes_state(command.verb) ? cell.changing : cell.other) += command.count;
    cell.failed += command.refused + command.unanswered;
  }
  html.put(
      "<div class=\"scroll fits\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of commands\">"
      "<table class=\"matrix\">\n<thead><tr><th scope=\"col\" class=\"corner\">commanded ↓ "
      "by →</th>");
  for (auto const& side : from) html.put("<th scope=\"col\">", page.hosts.name(side.host), "</th>");
  html.put("</tr></thead>\n<tbody>\n");
  for (auto const& row : to) {
    html.put("<tr><th scope=\"row\">", page.hosts.name(row.host), "</th>");
    for (auto const& column : from) {
      auto const found = cells.find({column.host, row.host});
      put_cell(page, found == cells.end() ? nullptr : &found->second);
    }
    html.put("</tr>\n");
  }
  html.put("</tbody></table></div>\n");
}

}  // namespace

bool write_commands(Page const& page) {
  auto& html = page.html;
  if (page.result.of<CommandRow>().empty()) {
    html.put("<p class=\"empty\">No command was seen in a protocol that is parsed.</p>\n");
    return true;
  }
  html.put(
      "<p class=\"note\">Changing: writes, starts, stops, programs, firmware, settings, "
      "clocks, forced values. Hosts with the most changing commands come first.</p>\n");
  put_matrix(page);
  return true;
}

}  // namespace qw::study
