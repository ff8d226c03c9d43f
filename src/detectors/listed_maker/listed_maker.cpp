// SPDX-License-Identifier: Apache-2.0
#include "detectors/listed_maker/listed_maker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "detectors/common/shared.hpp"

namespace qw::detectors::listed_maker {
namespace {

constexpr Term device_name{"device"};
constexpr Term maker_part{"maker"};
constexpr Term source{"source"};  // message and field in which the device says it
constexpr Term list{"list"};      // that names the maker, with its own source

}  // namespace

std::vector<site::ListedMaker const*> const& Detector::entries_of(std::string const& maker) {
  if (auto const known = entries_.find(maker); known != entries_.end()) return known->second;
  if (entries_.size() == most_makers) entries_.clear();
  return entries_.emplace(maker, context_.listed_makers.matching(maker)).first->second;
}

void Detector::at(Tick const& tick, Standing& standing) {
  for (auto const& device : tick.of<Device>())
    for (auto const& attribute : device.attributes)
      if (attribute.attribute == Attribute::maker) judge(device, attribute, standing);
  if (context_.listed_makers.size() == 0) add_not_judged(standing, about, "no list", tick);
}

void Detector::judge(Device const& device, KnownAttribute const& maker, Standing& standing) {
  auto const& entries = entries_of(maker.value);
  if (entries.empty()) return;
  bool const modem = std::ranges::any_of(
      entries, [](auto const* each) { return each->kind == site::ListedMaker::Kind::modem; });
  bool const by_mac = maker.basis == Basis::mac;
  FindingParts apart{{maker_part, maker.value}};
  if (!by_mac) apart.add(source, maker.source);
  auto const host = device.hosts.empty() ? Host{} : device.hosts.front();
  standing.add({about, modem ? "modem" : "listed", host, apart}, [&](Finding& finding) {
    finding.grade = by_mac ? Grade::likely : Grade::observed;
    finding.severity = Severity::queue;
    finding.count = 1;
    finding.first = device.first;
    finding.last = device.last;
    if (maker.evidence.frames.first != 0) finding.evidence.push_back(maker.evidence);
    finding.parts.add(device_name, device.name);
    for (auto const* entry : entries)
      if (!entry->list.empty())
        finding.parts.add(
            list, fmt::format("{}{}{} ({})", entry->list, entry->since.empty() ? "" : " since ",
                              entry->since, entry->source));
  });
}

FindingWords words(Finding const& finding, Names const&) {
  if (finding.grade == Grade::not_observable)
    return {"every device", "No maker was judged: the list of makers is not installed."};
  auto const& parts = finding.parts;
  auto const how = parts.has(source) ? fmt::format("according to {}", parts.text(source))
                                     : std::string{"according to its MAC"};
  auto claim =
      fmt::format("{} is made by {}, {}", parts.text(device_name), parts.text(maker_part), how);
  if (auto const lists = parts.texts(list); !lists.empty())
    claim += fmt::format("; this maker is named by {}", fmt::join(lists, ", "));
  if (finding.kind->name == "modem")
    claim +=
        "; this maker sells cellular modems and routers, so the device may be a second way out of "
        "the network";
  return {std::string{parts.text(device_name)}, claim + '.'};
}

}  // namespace qw::detectors::listed_maker
