// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::unexplained_egress {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {{.name = "no rule"}, {.name = "no conduit named"}};
inline constexpr About about{
    .name = "unexplained_egress",
    .claim = "Data left a boundary without a vouched rule that allows it.",
    .technique = "T0882 Theft of Operational Information",
    .sensitivity =
        "Complete by construction for what the tap sees: every octet that crosses is in the "
        "ledger. In the tests one outbound frame without a rule is found.",
    .innocent = "Updates, DNS, time synchronization, or a maker's telemetry that was agreed on.",
    .rules = {{"33 CFR 101.650(e)(3)(v)", "IEC 62443-3-3 SR 5.2"}},
    .steps = {{"Owner of the host: explain what it sends there, and under which contract.",
               "If it is agreed: security engineer, add a conduit and name who vouches for it.",
               "If not: block it at the port's firewall; touch nothing on the crane itself."}},
    .kinds = kinds,
    .words = words};

/// Judges the rows of the egress ledger. Without a site file nothing is allowed, so each
/// row is told as a note; with one it is for the queue.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() { return std::tuple{}; }  // it remembers nothing

 private:
  Context const& context_;
};

}  // namespace qw::detectors::unexplained_egress
