// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_conduit/undeclared_conduit.hpp"

#include <fmt/format.h>

#include "detectors/common/words.hpp"

namespace qw::detectors::undeclared_conduit {
namespace {

/// Rows between single hosts on IP; groups, link addresses and the folded rest are not
/// what a conduit of a site file speaks of.
bool is_judged(ConduitRow const& row) {
  auto const single = [](Host const& host) {
    return host.address.is_ip() && !site::is_local_only(host.address);
  };
  return single(row.from) && single(row.to);
}

std::string claim_of(ConduitRow const& row, std::string_view from, std::string_view to) {
  if (row.doubt == Doubt::opening)
    return fmt::format(
        "{} opened {} to {}; its first octets were lost to the capture, so its protocol is not "
        "proven. The conduit '{}' allows one that {} was seen to answer on this port.",
        from, row.service, to, row.rule, to);
  if (row.doubt == Doubt::opener)
    return fmt::format(
        "{} was heard first in {} with {}; the conduit '{}' allows the other way, and who opened "
        "it is not proven.",
        from, row.service, to, row.rule);
  if (row.rule.empty())
    return fmt::format("{} opened {} to {}, and no conduit of the site file allows it.", from,
                       row.service, to);
  return fmt::format("{} opened {} to {}; the conduit '{}' was only seen, nobody vouched for it.",
                     from, row.service, to, row.rule);
}

}  // namespace

void Detector::at_end(Results const& results, Findings& findings) const {
  if (context_.site.conduits.empty()) {
    add_not_judged(
        findings, results, about.name, "every conversation",
        "Whether a conversation is allowed could not be judged: there is no site file "
        "that names conduits.",
        "Let 'quaywatch learn' draft a site file, and let somebody who knows vouch for it.");
    return;
  }
  for (auto const& row : results.conduits) {
    if (row.from.address.empty() && row.conversations != 0) {
      add_not_judged(findings, results, about.name, "the rows beyond the limit",
                     "Not every conversation could be judged: more rows of who spoke to whom were "
                     "seen than can be kept apart.",
                     "Study shorter captures, or one zone at a time.");
      continue;
    }
    if (!is_judged(row) || (row.vouched && row.doubt == Doubt::none)) continue;
    auto const from = name_of(row.from, context_);
    auto const to = name_of(row.to, context_);
    Finding finding;
    finding.detector = about.name;
    finding.subject = fmt::format("{} to {}, {}", from, to, row.service);
    finding.grade = Grade::observed;
    finding.severity = row.rule.empty() ? Severity::queue : Severity::note;
    finding.claim = claim_of(row, from, to);
    finding.innocent = "A service that nobody thought of when the conduits were written.";
    finding.count = row.conversations;
    finding.first = row.first;
    finding.last = row.last;
    finding.evidence.push_back(row.evidence);
    finding.technique = about.technique;
    finding.rules = {"33 CFR 101.650(h)(1)", "IEC 62443-3-3 SR 5.1"};
    finding.steps = {"Owner of the two hosts: say what the conversation is for.",
                     "If it is needed: security engineer, add a conduit with a name behind it.",
                     "If not: close it at the firewall in a maintenance window, crane parked."};
    findings.add(std::move(finding));
  }
}

}  // namespace qw::detectors::undeclared_conduit
