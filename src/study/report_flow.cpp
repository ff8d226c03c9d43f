// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "study/readable.hpp"
#include "study/report_parts.hpp"

/// The ledger as ribbons: inside host, service, outside host, as wide as their octets.
namespace qw::study {
namespace {

constexpr std::array<std::size_t, 3> most_nodes = {10, 8, 12};  // the rest shares one node
constexpr double flow_width = 1080;
constexpr double bar = 12;
constexpr double room = 300;  // height that all octets of a column share
constexpr double gap = 18;    // between nodes: a line of text each
constexpr double least_height = 2;
constexpr double label_room = 250;
constexpr std::array<double, 3> column_x = {label_room, flow_width / 2 - bar / 2,
                                            flow_width - label_room - bar};

struct Box {
  std::string name;
  std::uint64_t octets = 0;
  double y = 0;
  double height = 0;
};

/// Octets from a node of one column to a node of the next.
struct Link {
  std::size_t from = 0;
  std::size_t to = 0;
  bool explained = false;
  friend auto operator<=>(Link const&, Link const&) = default;
};

struct Pillar {
  std::vector<Box> nodes;
  std::map<std::string, std::size_t> of_key;

  [[nodiscard]] std::size_t find(std::string const& key) const {
    auto const found = of_key.find(key);
    return found == of_key.end() ? nodes.size() - 1 : found->second;
  }
};

using Keys = std::array<std::string, 3>;

Keys keys_of(Page const& page, LedgerRow const& row) {
  return {page.hosts.name(row.inside), row.service.empty() ? "unknown" : row.service,
          page.hosts.name(row.outside)};
}

Pillar column_of(std::map<std::string, std::uint64_t> const& octets, std::size_t most) {
  std::vector<std::pair<std::string, std::uint64_t>> order{octets.begin(), octets.end()};
  std::ranges::stable_sort(order, [](auto const& a, auto const& b) { return a.second > b.second; });
  Pillar column;
  for (auto const& [key, sum] : order) {
    if (column.nodes.size() < most) {
      column.of_key.emplace(key, column.nodes.size());
      column.nodes.push_back({key, sum});
    } else if (column.nodes.size() == most) {
      column.nodes.push_back({"others", sum});
    } else {
      column.nodes.back().octets += sum;
    }
  }
  return column;
}

class Flow {
 public:
  explicit Flow(Page const& page) : page_{page} {
    std::array<std::map<std::string, std::uint64_t>, 3> sums;
    for (auto const& row : page.result.of<LedgerRow>()) {
      auto const octets = row.octets_out + row.octets_in;
      total_ += octets;
      auto const keys = keys_of(page, row);
      for (std::size_t i = 0; i < 3; ++i) sums[i][keys[i]] += octets;
    }
    for (std::size_t i = 0; i < 3; ++i) columns_[i] = column_of(sums[i], most_nodes[i]);
    for (auto const& row : page.result.of<LedgerRow>()) {
      auto const keys = keys_of(page, row);
      for (std::size_t i = 0; i < 2; ++i)
        links_[i][{columns_[i].find(keys[i]), columns_[i + 1].find(keys[i + 1]), row.explained}] +=
            row.octets_out + row.octets_in;
    }
    place();
  }

  void draw() const;

 private:
  void place() {
    for (auto& column : columns_) {
      double y = gap;
      for (auto& node : column.nodes) {
        node.y = y;
        node.height = std::max(least_height, thickness(node.octets));
        y += node.height + gap;
      }
      height_ = std::max(height_, y);
    }
  }
  [[nodiscard]] double thickness(std::uint64_t octets) const {
    return total_ == 0 ? 0 : room * static_cast<double>(octets) / static_cast<double>(total_);
  }
  void draw_links(std::size_t i) const;
  void draw_nodes(std::size_t i) const;

  Page const& page_;
  std::uint64_t total_ = 0;
  std::array<Pillar, 3> columns_;
  std::array<std::map<Link, std::uint64_t>, 2> links_;
  double height_ = 0;
};

void Flow::draw_links(std::size_t i) const {
  std::vector<double> left(columns_[i].nodes.size(), 0);
  std::vector<double> right(columns_[i + 1].nodes.size(), 0);
  for (auto const& [link, octets] : links_[i]) {
    auto const& from = columns_[i].nodes[link.from];
    auto const& to = columns_[i + 1].nodes[link.to];
    auto const thick = thickness(octets);
    auto const x1 = column_x[i] + bar;
    auto const x2 = column_x[i + 1];
    auto const middle = (x1 + x2) / 2;
    auto const y1 = from.y + left[link.from] + thick / 2;
    auto const y2 = to.y + right[link.to] + thick / 2;
    left[link.from] += thick;
    right[link.to] += thick;
    page_.html.put("<path class=\"ribbon", link.explained ? Markup{} : Markup{" unexplained"},
                   "\" stroke-width=\"", std::max(thick, 1.0), "\" d=\"M", x1, " ", y1, "C", middle,
                   " ", y1, " ", middle, " ", y2, " ", x2, " ", y2, "\"><title>", from.name, " – ",
                   to.name, ": ", sized(octets),
                   link.explained ? Markup{", allowed by a rule"} : Markup{", without a rule"},
                   "</title></path>\n");
  }
}

void Flow::draw_nodes(std::size_t i) const {
  constexpr std::array<Markup, 3> anchors = {"end", "middle", "start"};
  constexpr std::array<double, 3> offsets = {-8, bar / 2, bar + 8};
  for (auto const& node : columns_[i].nodes) {
    auto const text_y = i == 1 ? node.y - 5 : node.y + node.height / 2 + 4;
    page_.html.put("<rect class=\"post\" x=\"", column_x[i], "\" y=\"", node.y, "\" width=\"", bar,
                   "\" height=\"", node.height, "\" rx=\"2\"/><text x=\"", column_x[i] + offsets[i],
                   "\" y=\"", text_y, "\" text-anchor=\"", anchors[i], "\">",
                   printable(node.name, 26), " <tspan class=\"detail\">", sized(node.octets),
                   "</tspan></text>\n");
  }
}

void Flow::draw() const {
  page_.html.put(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Flow of octets\">\n"
      "<svg class=\"flow\" viewBox=\"0 0 ",
      flow_width, " ", height_ + 4,
      "\" role=\"img\" aria-label=\"Octets from inside hosts through services to "
      "outside hosts; the table below has the same data\">\n");
  for (std::size_t i = 0; i < 2; ++i) draw_links(i);
  for (std::size_t i = 0; i < 3; ++i) draw_nodes(i);
  page_.html.put(
      "</svg></div>\n<p class=\"legend\"><span><i class=\"area\"></i>allowed by a rule"
      "</span><span><i class=\"area unexplained\"></i>without a rule</span></p>\n");
}

}  // namespace

void draw_ledger(Page const& page) { Flow{page}.draw(); }

}  // namespace qw::study
