// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::controller_changed {

inline constexpr About about{
    .name = "controller_changed",
    .claim =
        "A controller was stopped, started, reprogrammed, reconfigured, given firmware, "
        "or had its clock set or a value forced.",
    .technique = "T0858, T0843, T0889, T0836, T0857, T0835",
    .sensitivity =
        "Not measured on cranes. In the tests each kind of command is injected once for "
        "each protocol that has it, and is found.",
};

/// Claims each such command that was seen on the wire. What was refused is claimed as an
/// attempt. In a maintenance window of the site file it is a note, else for the queue,
/// and a page if nobody allows the host to do it.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void on(Command const& command, Findings& findings);

 private:
  [[nodiscard]] Severity severity_of(Command const& command) const;

  Context const& context_;
};

}  // namespace qw::detectors::controller_changed
