// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "study/report_cells.hpp"
#include "study/views.hpp"

namespace qw::study {
namespace {

constexpr std::size_t most_in_matrix = 14;  // hosts of either side

struct Side {
  Host host;
  std::uint64_t changing = 0;
  std::uint64_t count = 0;
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

void put_cell(Page const& page, MatrixCell const& cell) {
  auto column = matrix_cells.columns[0];
  column.style = cell.changing != 0 ? "changes" : cell.any ? "reads" : "none";
  RowWriter<MatrixCell>{page, cell}.put_cell(column, false);
}

void put_matrix(Page const& page) {
  auto& html = page.html;
  auto const& commands = page.result.of<CommandRow>();
  auto const from = sides(commands, &CommandRow::from);
  auto const to = sides(commands, &CommandRow::to);
  std::map<std::pair<Host, Host>, MatrixCell> cells;
  for (auto const& command : commands) {
    auto& cell = cells[{command.from, command.to}];
    cell.any = true;
    (changes_state(command.verb) ? cell.changing : cell.other) += command.count;
    cell.failed += command.refused + command.unanswered;
  }
  // Its columns are hosts, so only the cells are declared.
  std::vector<std::string> names;
  for (auto const& side : from) names.push_back(page.hosts.name(side.host));
  std::vector<Column> columns{{"commanded ↓ by →", "corner"}};
  for (auto const& name : names) columns.push_back({name, {}});
  HtmlTable const table{matrix_cells.label, columns, matrix_cells.box, matrix_cells.form};
  open_table(page, table);
  for (auto const& row : to) {
    html.put("<tr><th scope=\"row\">", page.hosts.name(row.host), "</th>");
    for (auto const& column : from) put_cell(page, cells[{column.host, row.host}]);
    html.put("</tr>\n");
  }
  close_table(page, table, to.size());
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
