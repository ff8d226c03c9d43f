// SPDX-License-Identifier: Apache-2.0
#include "analyses/counters.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "analyses/coverage_text.hpp"
#include "core/words.hpp"

namespace qw::analyses {
namespace {

using site::PortCounter;
using Snapshots = std::vector<PortCounter const*>;  // by time

constexpr std::size_t most_named_ports = 4;

/// What was recorded at one point, by all of its captures.
struct Recorded {
  std::uint64_t frames = 0;
  Stamp first{INT64_MAX};
  Stamp last{INT64_MIN};
};

/// What one port counted around a capture, or why that is not known.
struct Counted {
  std::uint64_t frames = 0;
  std::int64_t span_ns = 0;
  std::string_view unknown;  // empty if it is known
};

std::string name_of(PortCounter const& counter) {
  return counter.switch_name.empty() ? counter.port : counter.switch_name + ' ' + counter.port;
}

/// From one snapshot to the next; nothing if the counter ran back.
std::optional<std::uint64_t> passed(std::optional<std::uint64_t> before,
                                    std::optional<std::uint64_t> after, bool wraps_at_32) {
  if (!before || !after) return 0;
  if (*after >= *before) return *after - *before;
  constexpr std::uint64_t wrap = std::uint64_t{1} << 32;
  if (wraps_at_32 && *after + wrap >= *before) return *after + wrap - *before;
  return std::nullopt;
}

Counted count_of(Snapshots const& snapshots, Recorded const& recorded) {
  auto const span = recorded.last - recorded.first;
  Nanoseconds const slack{span.count / 100 + seconds(1).count};
  auto begin = snapshots.end();
  auto end = snapshots.end();
  for (auto each = snapshots.begin(); each != snapshots.end(); ++each) {
    if ((*each)->at <= recorded.first + slack) begin = each;
    if (end == snapshots.end() && (*each)->at + slack >= recorded.last) end = each;
  }
  if (begin == snapshots.end() || end == snapshots.end() || begin >= end)
    return {.unknown = "its counters do not span the capture"};
  Counted sum;
  sum.span_ns = ((*end)->at - (*begin)->at).count;
  for (auto each = begin; each != end; ++each) {
    auto const& before = **each;
    auto const& after = **(each + 1);
    bool const mirrored = before.role == PortCounter::Role::mirrored;
    auto const in = mirrored ? passed(before.in_frames, after.in_frames, before.wraps_at_32) : 0;
    auto const out = passed(before.out_frames, after.out_frames, before.wraps_at_32);
    if (!in || !out) return {.unknown = "one of its counters ran back, as after a restart"};
    sum.frames += *in + *out;
  }
  return sum;
}

class PointRows {
 public:
  PointRows(std::string const& point, Recorded const& recorded, std::vector<CoverageRow>& rows)
      : point_{point}, recorded_{recorded}, rows_{rows} {}

  void add(std::map<std::string, Snapshots> const& ports, PortCounter::Role role) {
    if (ports.empty()) return;
    auto const span = (recorded_.last - recorded_.first).count;
    std::uint64_t frames = 0;
    std::int64_t longest = 0;
    double proportional = 0;
    for (auto const& [name, snapshots] : ports) {
      auto const port = count_of(snapshots, recorded_);
      if (!port.unknown.empty())
        return row(
            0, 0, fmt::format("Loss of the mirror is not known: port {}: {}.", name, port.unknown));
      frames += port.frames;
      longest = std::max(longest, port.span_ns);
      proportional += static_cast<double>(port.frames) * static_cast<double>(span) /
                      static_cast<double>(std::max<std::int64_t>(port.span_ns, 1));
    }
    bool const estimate = longest > span + span / 20 + seconds(2).count;
    auto const whole = estimate ? static_cast<std::uint64_t>(proportional) : frames;
    say(ports, role, whole, estimate ? longest : 0);
  }

 private:
  void say(std::map<std::string, Snapshots> const& ports, PortCounter::Role role,
           std::uint64_t whole, std::int64_t longer_ns) {
    auto const part = recorded_.frames;
    auto const did = role == PortCounter::Role::tap ? "sent to the tap at" : "counted at";
    auto text = fmt::format("The capture has {}; the switch {} {} {}: ", counted(part, "frame"),
                            did, names(ports), counted(whole, "frame"));
    if (part > whole)
      text += "fewer, so the counters miss a mirrored port.";
    else
      text += fmt::format("the capture holds {}.", percent(part, whole));
    if (longer_ns != 0)
      text += fmt::format(
          " This is an estimate: the counters span {} and the capture {}, and traffic is assumed "
          "to be "
          "even over that time.",
          duration(longer_ns), duration((recorded_.last - recorded_.first).count));
    row(part, whole, std::move(text));
  }

  static std::string names(std::map<std::string, Snapshots> const& ports) {
    std::string text;
    std::size_t count = 0;
    for (auto const& [name, snapshots] : ports)
      if (++count <= most_named_ports) text += (text.empty() ? "" : ", ") + name;
    if (count > most_named_ports) text += fmt::format(" and {} more", count - most_named_ports);
    return text;
  }

  void row(std::uint64_t part, std::uint64_t whole, std::string statement) {
    rows_.push_back({"switch", point_, part, whole, "frames", std::move(statement)});
  }

  std::string const& point_;
  Recorded const& recorded_;
  std::vector<CoverageRow>& rows_;
};

std::map<std::string, Snapshots> ports_of(std::vector<PortCounter> const& counters,
                                          std::string const& point, bool only_point,
                                          PortCounter::Role role) {
  std::map<std::string, Snapshots> ports;
  for (auto const& each : counters)
    if (each.role == role && (each.point == point || (each.point.empty() && only_point)))
      ports[name_of(each)].push_back(&each);
  for (auto& [name, snapshots] : ports)
    std::stable_sort(snapshots.begin(), snapshots.end(),
                     [](auto const* a, auto const* b) { return a->at < b->at; });
  return ports;
}

}  // namespace

std::vector<CoverageRow> counter_rows(std::vector<PortCounter> const& counters,
                                      Accounts const& accounts) {
  std::vector<CoverageRow> rows;
  if (counters.empty()) {
    rows.push_back({"switch", "", 0, 0, "frames",
                    "Loss of the mirror is not known: no switch counters are given (--counters)."});
    return rows;
  }
  std::map<std::string, Recorded> points;
  for (auto const& source : accounts.sources) {
    if (source.read.frames == 0) continue;
    auto& point = points[source.point_name];
    point.frames += source.read.frames;
    point.first = std::min(point.first, source.first);
    point.last = std::max(point.last, source.last);
  }
  for (auto const& [name, recorded] : points) {
    auto const before = rows.size();
    PointRows of_point{name, recorded, rows};
    for (auto const role : {PortCounter::Role::mirrored, PortCounter::Role::tap})
      of_point.add(ports_of(counters, name, points.size() == 1, role), role);
    if (rows.size() == before)
      rows.push_back({"switch", name, 0, 0, "frames",
                      "Loss of the mirror is not known: no switch counters name this point."});
  }
  return rows;
}

}  // namespace qw::analyses
