// SPDX-License-Identifier: Apache-2.0
#include "detectors/greeted/greeted.hpp"

namespace qw::detectors::greeted {

void Detector::on(Identity const& identity, Findings& findings) {
  if (identity.said.protocol.text() != "greeting") return;
  findings.add("greeted", "greets", to_text(identity.subject.address), identity.said,
               [](Finding& finding) { finding.claim = "Somebody greets."; });
}

}  // namespace qw::detectors::greeted
