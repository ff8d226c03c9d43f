// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_conduit/undeclared_conduit.hpp"

#include <fmt/format.h>

#include "detectors/common/shared.hpp"

namespace qw::detectors::undeclared_conduit {
namespace {

constexpr Term rule{"rule"};

/// Rows between single hosts on IP; groups, link addresses and the folded rest are not
/// what a conduit of a site file speaks of.
bool is_judged(ConduitRow const& row) {
  auto const single = [](Host const& host) {
    return host.address.is_ip() && !site::is_local_only(host.address);
  };
  return single(row.from) && single(row.to);
}

std::string_view kind_of(ConduitRow const& row) {
  if (row.doubt == Doubt::opening) return "protocol not proven";
  if (row.doubt == Doubt::opener) return "opener not proven";
  return row.rule.empty() ? "no conduit" : "seen only";
}

std::string claim_of(Finding const& finding, std::string const& from, std::string const& to) {
  auto const& service = subject_as<ConduitEnds>(finding).service;
  auto const conduit = finding.parts.text(rule);
  if (finding.kind->name == "protocol not proven")
    return fmt::format(
        "{} opened {} to {}; its first octets were lost in the capture, so its protocol is not "
        "proven. The conduit '{}' allows a protocol that {} speaks elsewhere on this port.",
        from, service, to, conduit, to);
  if (finding.kind->name == "opener not proven")
    return fmt::format(
        "{} sent the first packet seen in {} with {}; the conduit '{}' allows the other direction, "
        "and who opened the conversation is not proven.",
        from, service, to, conduit);
  if (finding.kind->name == "seen only")
    return fmt::format(
        "{} opened {} to {}; the conduit '{}' is marked seen_only: nobody vouched for it.", from,
        service, to, conduit);
  return fmt::format("{} opened {} to {}; no conduit in the site file allows it.", from, service,
                     to);
}

}  // namespace

void Detector::at(Tick const& tick, Standing& standing) const {
  if (context_.site.conduits.empty()) return add_not_judged(standing, about, "nothing named", tick);
  for (auto const& row : tick.of<ConduitRow>()) {
    if (row.from.address.empty() && row.conversations != 0) {
      add_not_judged(standing, about, "not all judged", tick);
      continue;
    }
    if (!is_judged(row) || (row.vouched && row.doubt == Doubt::none)) continue;
    FindingParts apart;
    if (!row.rule.empty()) apart.add(rule, row.rule);
    standing.add({about, kind_of(row), ConduitEnds{row.from, row.to, row.service}, apart},
                 [&](Finding& finding) {
                   finding.grade = Grade::observed;
                   finding.severity = row.rule.empty() ? Severity::queue : Severity::note;
                   finding.count = row.conversations;
                   finding.first = row.first;
                   finding.last = row.last;
                   finding.evidence.push_back(row.evidence);
                 });
  }
}

FindingWords words(Finding const& finding, Names const& names) {
  if (finding.kind->name == "nothing named")
    return {"every conversation",
            "No conversation was judged: the site file names no conduits, or there is none."};
  if (finding.kind->name == "not all judged")
    return {"the rows beyond the limit",
            "Not every conversation was judged: more conduits were seen than can be kept apart."};
  auto const& ends = subject_as<ConduitEnds>(finding);
  auto const from = name_of(ends.from, names);
  auto const to = name_of(ends.to, names);
  return {fmt::format("{} to {}, {}", from, to, ends.service), claim_of(finding, from, to)};
}

}  // namespace qw::detectors::undeclared_conduit
