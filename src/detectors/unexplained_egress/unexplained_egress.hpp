// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::unexplained_egress {

inline constexpr About about{
    .name = "unexplained_egress",
    .claim = "Octets left a boundary, and no vouched rule allows it.",
    .technique = "T0882 Theft of Operational Information",
    .sensitivity =
        "Complete by construction for what the tap sees: every octet that crosses stands "
        "in the ledger. In the tests one frame out without a rule is found."};

/// Judges the rows of the egress ledger. Without a site file nothing is allowed, so each
/// row is told as a note; with one it is for the queue.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at_end(Results const& results, Findings& findings) const;

 private:
  Context const& context_;
};

}  // namespace qw::detectors::unexplained_egress
