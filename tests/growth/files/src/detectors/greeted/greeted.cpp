// SPDX-License-Identifier: Apache-2.0
#include "detectors/greeted/greeted.hpp"

namespace qw::detectors::greeted {

void Detector::on(Identity const& identity, Findings& findings) {
  if (identity.said.protocol.text() != "greeting") return;
  findings.add({about, "greets", identity.subject, {}}, identity.said,
               [](Finding& finding) { finding.severity = Severity::note; });
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const host = name_of(std::get<Host>(finding.subject), names);
  return {host, host + " greets."};
}

}  // namespace qw::detectors::greeted
