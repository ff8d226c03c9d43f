// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

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

  /// Blocks, classes, addresses that one claim names; of more it says that there are.
  static constexpr std::size_t most_named = 4;

 private:
  /// What was changed, in the order in which it was: seven blocks are no block seven times.
  struct Objects {
    std::vector<std::string> names;
    bool more = false;
  };

  [[nodiscard]] Severity severity_of(Command const& command) const;
  /// The objects of the finding `key` as words, if `command` adds to them; else empty.
  std::string objects_with(std::string const& key, Command const& command);

  Context const& context_;
  std::map<std::string, Objects> objects_;  // by finding; of those that are listed only
};

}  // namespace qw::detectors::controller_changed
