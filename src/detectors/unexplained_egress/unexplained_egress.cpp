// SPDX-License-Identifier: Apache-2.0
#include "detectors/unexplained_egress/unexplained_egress.hpp"

#include <fmt/format.h>

#include "core/words.hpp"
#include "detectors/common/words.hpp"

namespace qw::detectors::unexplained_egress {
namespace {

std::string destination_of(LedgerRow const& row) {
  auto text = to_text(row.outside.address);  // none of what the ledger folded
  if (text.empty())
    text = row.outside_name;
  else if (!row.outside_name.empty())
    text = row.outside_name + " (" + text + ")";
  if (!row.country.empty()) text += ", registered in " + row.country;
  if (!row.network.empty()) text += ", network of " + row.network;
  return text;
}

std::string_view how_readable(Encryption encryption) {
  switch (encryption) {
    case Encryption::encrypted: return ", encrypted";
    case Encryption::clear: return ", in clear";
    case Encryption::unknown: break;
  }
  return "";
}

}  // namespace

void Detector::at_end(Results const& results, Findings& findings) const {
  bool const has_rules = !context_.site.conduits.empty();
  auto const severity = has_rules ? Severity::queue : Severity::note;
  for (auto const& row : results.ledger) {
    if (row.explained || row.octets_out == 0 || findings.leaves_out(about.name, severity)) continue;
    bool const folded = row.inside.address.empty();
    auto const from = folded ? std::string{"many hosts"} : name_of(row.inside, context_);
    auto const over =
        row.service.empty() ? std::string_view{"any service"} : std::string_view{row.service};
    Finding finding;
    finding.detector = about.name;
    finding.subject =
        fmt::format("{} to {}, {}", from,
                    folded ? destination_of(row) : address_of(row.outside, context_), over);
    finding.grade = Grade::observed;
    finding.severity = severity;
    finding.claim = fmt::format(
        "{} left {} from {} to {} over {}{}; {}.", counted(row.octets_out, "octet"), row.boundary,
        from, destination_of(row), over, how_readable(row.encryption),
        has_rules ? "no vouched rule allows it" : "there is no conduit that could allow it");
    finding.innocent =
        "Updates, name look-ups, time, or a maker's telemetry that somebody signed for.";
    finding.count = row.conversations;
    finding.first = row.first;
    finding.last = row.last;
    finding.evidence.push_back(row.evidence);
    finding.technique = about.technique;
    finding.rules = {"33 CFR 101.650(e)(3)(v)", "IEC 62443-3-3 SR 5.2"};
    finding.steps = {
        "Owner of the host: say what it sends there and under which contract.",
        "If it is agreed: security engineer, add a conduit that names who vouches for it.",
        "If not: block it at the port's firewall; the crane itself stays untouched."};
    findings.add(std::move(finding));
  }
}

}  // namespace qw::detectors::unexplained_egress
