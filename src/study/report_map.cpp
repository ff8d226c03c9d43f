// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

#include "study/readable.hpp"
#include "study/report_parts.hpp"

/// The network as lanes: one for each zone (or role, where there are no zones), the
/// outside at the right. Positions follow from the data alone.
namespace qw::study {
namespace {

constexpr std::size_t most_in_lane = 14;
constexpr std::size_t most_lanes = 5;       // beside the outside
constexpr std::size_t most_of_name = 18;    // characters that fit a node
constexpr std::size_t most_of_detail = 22;  // in smaller letters
constexpr double node_width = 162;
constexpr double node_height = 38;
constexpr double row_height = 54;
constexpr double lane_gap = 62;
constexpr double top = 44;

struct Node {
  Host host;
  std::string name;
  std::string detail;
  std::uint64_t octets = 0;
  bool alarmed = false;
  std::size_t lane = 0;
  std::size_t row = 0;
};

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  std::uint64_t octets = 0;
  std::uint64_t changing = 0;
  std::uint64_t commands = 0;
  bool unexplained = false;
  std::set<std::string> services;
};

struct Lane {
  std::string title;
  std::vector<std::size_t> nodes;
  std::size_t left_out = 0;
};

/// Of the strongest basis; empty if not known.
std::string maker_of(Device const& device) {
  auto const found =
      std::ranges::find(device.attributes, Attribute::maker, &KnownAttribute::attribute);
  return found == device.attributes.end() ? std::string{} : found->value;
}

class Map {
 public:
  explicit Map(Page const& page) : page_{page} {
    add_devices();
    add_outside();
    keep_the_busiest();
    add_edges();
    order_lanes();
    for (int sweep = 0; sweep < 6; ++sweep) untangle(sweep % 2 == 0);
    for (auto const& lane : lanes_)
      for (std::size_t row = 0; row < lane.nodes.size(); ++row) nodes_[lane.nodes[row]].row = row;
    for (auto const& lane : lanes_) rows_ = std::max(rows_, rows_of(lane));
  }

  void draw() const;
  [[nodiscard]] bool empty() const { return nodes_.empty(); }

 private:
  void add_devices();
  void add_outside();
  void add(Node node, std::size_t lane);
  void keep_the_busiest();
  void add_edges();
  Edge* edge(Host const& a, Host const& b);
  void order_lanes();
  void untangle(bool rightwards);
  [[nodiscard]] double x_of(Node const& node) const {
    return static_cast<double>(node.lane) * (node_width + lane_gap) + 12;
  }
  /// Lanes are centred, every second one half a row lower, so that what passes a lane
  /// passes between its devices.
  [[nodiscard]] double y_of(Node const& node) const {
    auto const spare = static_cast<double>(rows_ - rows_of(lanes_[node.lane]));
    auto const shift = spare / 2 + (node.lane % 2 == 0 ? 0.0 : 0.5);
    return top + (static_cast<double>(node.row) + shift) * row_height;
  }
  static std::size_t rows_of(Lane const& lane) {
    return lane.nodes.size() + (lane.left_out != 0 ? 1 : 0);
  }
  void draw_edge(Edge const& edge) const;
  void draw_node(Node const& node) const;

  Page const& page_;
  std::vector<Node> nodes_;
  std::vector<Lane> lanes_;
  std::vector<Edge> edges_;
  std::size_t rows_ = 1;
  bool has_outside_ = false;
  std::map<Host, std::size_t> of_host_;                                 // to nodes_
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> of_pair_;  // to edges_
};

void Map::add(Node node, std::size_t lane) {
  node.lane = lane;
  lanes_[lane].nodes.push_back(nodes_.size());
  nodes_.push_back(std::move(node));
}

void Map::add_devices() {
  auto const& devices = page_.result.of<Device>();
  bool const zoned =
      std::ranges::any_of(devices, [](Device const& each) { return !each.zone.empty(); });
  std::map<std::string, std::size_t> sizes;
  auto const lane_of = [&](Device const& device) {
    auto const& word = zoned ? device.zone : device.role;
    return word.empty() ? std::string{zoned ? "no zone" : "unknown role"} : word;
  };
  for (auto const& device : devices) ++sizes[lane_of(device)];
  std::vector<std::pair<std::string, std::size_t>> order{sizes.begin(), sizes.end()};
  std::ranges::stable_sort(order, [](auto const& a, auto const& b) { return a.second > b.second; });
  std::map<std::string, std::size_t> lane_index;
  for (auto const& [title, size] : order) {
    if (lanes_.size() < most_lanes)
      lanes_.push_back({title, {}, 0});
    else
      lanes_.back().title = "others";
    lane_index[title] = lanes_.size() - 1;
  }
  std::set<Host> alarmed;
  for (auto const& finding : page_.result.of<Finding>())
    if (claims(finding) && finding.severity != Severity::note)
      for (auto const& host : hosts_of(finding.subject)) alarmed.insert(host);

  for (auto const& device : devices) {
    if (device.hosts.empty()) continue;
    auto const address = page_.hosts.address(device.hosts.front());
    Node node{.host = device.hosts.front(),
              .name = device.name,
              .detail = device.name != address ? address
                        : zoned                ? device.role
                                               : maker_of(device),
              .octets = device.octets_sent + device.octets_received,
              .alarmed = std::ranges::any_of(
                  device.hosts, [&](Host const& host) { return alarmed.contains(host); })};
    for (auto const& host : device.hosts) of_host_.emplace(host, nodes_.size());
    add(std::move(node), lane_index[lane_of(device)]);
  }
}

void Map::add_outside() {
  std::map<Host, std::size_t> added;
  for (auto const& row : page_.result.of<LedgerRow>()) {
    if (row.outside.address.empty() || of_host_.contains(row.outside)) continue;
    if (added.empty()) lanes_.push_back({"outside", {}, 0});
    has_outside_ = true;
    if (auto const found = added.find(row.outside); found != added.end()) {
      nodes_[found->second].octets += row.octets_out + row.octets_in;
      continue;
    }
    added.emplace(row.outside, nodes_.size());
    auto const name = page_.hosts.name(row.outside);
    auto const address = page_.hosts.address(row.outside);
    std::string detail = name == address ? std::string{} : address;
    if (!row.country.empty()) detail += (detail.empty() ? "" : ", ") + row.country;
    add({.host = row.outside,
         .name = name,
         .detail = detail,
         .octets = row.octets_out + row.octets_in},
        lanes_.size() - 1);
  }
  for (auto const& [host, node] : added) of_host_.emplace(host, node);
}

void Map::keep_the_busiest() {
  for (auto& lane : lanes_) {
    if (lane.nodes.size() <= most_in_lane) continue;
    std::ranges::stable_sort(lane.nodes, [&](std::size_t a, std::size_t b) {
      return nodes_[a].octets > nodes_[b].octets;
    });
    lane.left_out = lane.nodes.size() - most_in_lane;
    lane.nodes.resize(most_in_lane);
    std::ranges::sort(lane.nodes);
  }
  std::set<std::size_t> kept;
  for (auto const& lane : lanes_) kept.insert(lane.nodes.begin(), lane.nodes.end());
  std::erase_if(of_host_, [&](auto const& each) { return !kept.contains(each.second); });
}

Edge* Map::edge(Host const& a, Host const& b) {
  auto const from = of_host_.find(a);
  auto const to = of_host_.find(b);
  if (from == of_host_.end() || to == of_host_.end() || from->second == to->second) return nullptr;
  auto const pair = std::minmax(from->second, to->second);
  auto const [found, is_new] = of_pair_.try_emplace({pair.first, pair.second}, edges_.size());
  if (is_new) edges_.push_back({.from = from->second, .to = to->second});
  return &edges_[found->second];
}

void Map::add_edges() {
  for (auto const& row : page_.result.of<ConduitRow>()) {
    auto* const found = edge(row.from, row.to);
    if (found == nullptr) continue;
    found->octets += row.octets;
    found->services.insert(row.service);
  }
  for (auto const& row : page_.result.of<LedgerRow>()) {
    auto* const found = edge(row.inside, row.outside);
    if (found == nullptr) continue;
    if (found->octets == 0) found->octets = row.octets_out + row.octets_in;
    found->unexplained |= !row.explained;
    found->services.insert(row.service);
  }
  for (auto const& row : page_.result.of<CommandRow>()) {
    auto* const found = edge(row.from, row.to);
    if (found == nullptr) continue;
    found->commands += row.count;
    if (changes_state(row.verb)) found->changing += row.count;
  }
}

/// Orders lanes so that lines pass over as few of them as can be; the outside stays at
/// the right. There are few lanes, so every order is tried.
void Map::order_lanes() {
  auto const count = lanes_.size();
  std::vector<std::vector<std::size_t>> lines(count, std::vector<std::size_t>(count, 0));
  for (auto const& each : edges_) ++lines[nodes_[each.from].lane][nodes_[each.to].lane];
  std::vector<std::size_t> place(count);
  std::iota(place.begin(), place.end(), std::size_t{0});
  auto const movable = place.end() - (has_outside_ ? 1 : 0);
  auto const passed_over = [&] {
    std::size_t sum = 0;
    for (std::size_t a = 0; a < count; ++a)
      for (std::size_t b = 0; b < count; ++b)
        if (a != b)
          sum += lines[a][b] * (std::max(place[a], place[b]) - std::min(place[a], place[b]));
    return sum;
  };
  auto best = place;
  auto least = passed_over();
  while (std::next_permutation(place.begin(), movable))
    if (auto const sum = passed_over(); sum < least) {
      least = sum;
      best = place;
    }
  std::vector<Lane> ordered(count);
  for (std::size_t lane = 0; lane < count; ++lane) {
    for (auto const node : lanes_[lane].nodes) nodes_[node].lane = best[lane];
    ordered[best[lane]] = std::move(lanes_[lane]);
  }
  lanes_ = std::move(ordered);
}

/// Puts each node beside the mean of its neighbours, lane by lane.
void Map::untangle(bool rightwards) {
  std::vector<double> place(nodes_.size(), 0);
  for (auto const& lane : lanes_)
    for (std::size_t row = 0; row < lane.nodes.size(); ++row)
      place[lane.nodes[row]] =
          (static_cast<double>(row) + 0.5) / static_cast<double>(lane.nodes.size());
  for (std::size_t step = 0; step < lanes_.size(); ++step) {
    auto& lane = lanes_[rightwards ? step : lanes_.size() - 1 - step];
    std::map<std::size_t, std::pair<double, int>> sums;
    for (auto const& each : edges_)
      for (auto const& [own, other] :
           {std::pair{each.from, each.to}, std::pair{each.to, each.from}})
        if (nodes_[other].lane != nodes_[own].lane) {
          sums[own].first += place[other];
          ++sums[own].second;
        }
    auto const mean = [&](std::size_t node) {
      auto const found = sums.find(node);
      return found == sums.end() ? place[node] : found->second.first / found->second.second;
    };
    std::ranges::stable_sort(lane.nodes, [&](auto a, auto b) { return mean(a) < mean(b); });
    for (std::size_t row = 0; row < lane.nodes.size(); ++row)
      place[lane.nodes[row]] =
          (static_cast<double>(row) + 0.5) / static_cast<double>(lane.nodes.size());
  }
}

void Map::draw_edge(Edge const& edge) const {
  auto const* left = &nodes_[edge.from];
  auto const* right = &nodes_[edge.to];
  if (left->lane > right->lane) std::swap(left, right);
  bool const same = left->lane == right->lane;
  if (same && left->row > right->row) std::swap(left, right);
  auto const x1 = x_of(*left) + node_width;
  auto const y1 = y_of(*left) + node_height / 2;
  auto const x2 = same ? x1 : x_of(*right);
  auto const y2 = y_of(*right) + node_height / 2;
  auto const bend = same ? 20 + std::min(36.0, std::abs(y2 - y1) / 8) : (x2 - x1) / 2;
  auto const width = std::clamp(std::log10(static_cast<double>(edge.octets) + 1) - 2, 1.0, 6.0);
  auto& html = page_.html;
  html.put("<path class=\"edge",
           edge.changing != 0   ? Markup{" changes"}
           : edge.commands != 0 ? Markup{" reads"}
                                : Markup{},
           edge.unexplained ? Markup{" unexplained"} : Markup{}, "\" stroke-width=\"", width,
           "\" d=\"M", x1, " ", y1, "C", x1 + bend, " ", y1, " ", same ? x2 + bend : x2 - bend, " ",
           y2, " ", x2, " ", y2, "\"><title>", nodes_[edge.from].name, " – ", nodes_[edge.to].name,
           ": ");
  for (auto const& service : edge.services) html.put(service, ", ");
  html.put(sized(edge.octets));
  if (edge.commands != 0) html.put(", ", counted(edge.commands, "command"));
  if (edge.changing != 0) html.put(", ", grouped(edge.changing), " of them changing");
  html.put("</title></path>\n");
}

void Map::draw_node(Node const& node) const {
  auto& html = page_.html;
  auto const x = x_of(node);
  auto const y = y_of(node);
  html.put("<g class=\"node", node.alarmed ? Markup{" alarmed"} : Markup{}, "\"><title>", node.name,
           node.detail.empty() ? Markup{} : Markup{", "}, node.detail, "</title><rect x=\"", x,
           "\" y=\"", y, "\" width=\"", node_width, "\" height=\"", node_height,
           "\" rx=\"6\"/><text x=\"", x + 10, "\" y=\"", node.detail.empty() ? y + 24 : y + 16,
           "\">", printable(node.name, most_of_name), "</text>");
  if (!node.detail.empty())
    html.put("<text class=\"detail\" x=\"", x + 10, "\" y=\"", y + 30, "\">",
             printable(node.detail, most_of_detail), "</text>");
  if (node.alarmed)
    html.put("<circle cx=\"", x + node_width - 12, "\" cy=\"", y + 12,
             "\" r=\"5\"><title>has a finding</title></circle>");
  html.put("</g>\n");
}

void Map::draw() const {
  auto& html = page_.html;
  auto const width = static_cast<double>(lanes_.size()) * (node_width + lane_gap) - lane_gap + 48;
  auto const height = top + (static_cast<double>(rows_) + 0.5) * row_height;
  html.put(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">\n<svg "
      "class=\"map\" viewBox=\"-12 0 ",
      width, " ", height, "\" style=\"min-width:", width * 0.72, "px;max-width:", width,
      "px\" role=\"img\" aria-label=\"Devices by zone and who "
      "talks to whom; the table of conduits has the same data\">\n");
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    auto const x = static_cast<double>(i) * (node_width + lane_gap);
    html.put("<rect class=\"lane\" x=\"", x, "\" y=\"4\" width=\"", node_width + 24, "\" height=\"",
             height - 8, "\" rx=\"10\"/><text class=\"lane-title\" x=\"", x + 14, "\" y=\"28\">",
             printable(lanes_[i].title, 22), "</text>\n");
    if (lanes_[i].left_out != 0)
      html.put("<text class=\"detail\" x=\"", x + 22, "\" y=\"",
               y_of(nodes_[lanes_[i].nodes.back()]) + row_height + 16, "\">and ",
               grouped(lanes_[i].left_out), " more with less traffic</text>\n");
  }
  for (auto const& each : edges_) draw_edge(each);
  for (auto const& lane : lanes_)
    for (auto const node : lane.nodes) draw_node(nodes_[node]);
  html.put("</svg></div>\n");
}

}  // namespace

bool write_map(Page const& page) {
  auto& html = page.html;
  Map const map{page};
  if (map.empty()) {
    html.put("<p class=\"empty\">No device was seen.</p>\n");
    return true;
  }
  map.draw();
  html.put(
      "<p class=\"legend\"><span><i class=\"line changes\"></i>changing commands</span>"
      "<span><i class=\"line reads\"></i>other commands</span><span><i class=\"line\"></i>"
      "no command seen</span><span><i class=\"line unexplained\"></i>leaves without a rule"
      "</span><span><i class=\"dot\"></i>has a finding</span></p>\n");
  return true;
}

}  // namespace qw::study
