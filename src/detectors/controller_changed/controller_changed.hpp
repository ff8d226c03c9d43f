// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/shared.hpp"

namespace qw::detectors::controller_changed {

FindingWords words(Finding const& finding, Names const& names);

/// By the name of the verb: what else it could be.
inline constexpr FindingKind kinds[] = {
    {.name = name_of(Verb::stop),
     .innocent = "An engineer stops a controller to load a program or to replace a part.",
     .technique = "T0858 Change Operating Mode"},
    {.name = name_of(Verb::start),
     .innocent = "A controller is started after maintenance.",
     .technique = "T0858 Change Operating Mode"},
    {.name = name_of(Verb::load_program),
     .innocent = "A planned program change, or a backup that is restored.",
     .technique = "T0843 Program Download"},
    {.name = name_of(Verb::configure),
     .innocent = "Commissioning, or a device that restores its own settings after a restart.",
     .technique = "T0889 Modify Program"},
    {.name = name_of(Verb::firmware),
     .innocent = "A planned firmware update.",
     .technique = "T0857 System Firmware"},
    {.name = name_of(Verb::set_clock),
     .innocent = "A screen or server that synchronizes the controllers' clocks.",
     .technique = "T0836 Modify Parameter"},
    {.name = name_of(Verb::force),
     .innocent = "An engineer forces a signal while testing.",
     .technique = "T0835 Manipulate I/O Image"},
};

inline constexpr About about{
    .name = "controller_changed",
    .claim =
        "A controller was stopped, started, reprogrammed or reconfigured, its firmware or clock "
        "was changed, or a value in it was forced.",
    .technique = "T0858, T0843, T0889, T0836, T0857, T0835",
    .sensitivity =
        "Not measured on cranes. In the tests each kind of command is injected once for "
        "each protocol that has it, and is found.",
    .rules = {{"IEC 62443-3-3 SR 2.1", "33 CFR 101.650(h)(2)"}},
    .steps = {{crane_safe_step,
               "Crane maintenance: confirm whether this was planned work, and who did it.",
               "If it was not planned: security engineer, disconnect the sending host from the "
               "crane's network once the crane is parked, and compare the controller's program "
               "with the last approved backup."}},
    .kinds = kinds,
    .words = words};

/// Claims each such command that was seen on the wire. What was refused is claimed as an
/// attempt. In a maintenance window of the site file it is a note, else for the queue,
/// and a page if nobody allows the host to do it.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void on(Command const& command, Findings& findings);

  /// Blocks, classes, addresses that one claim names; of more it says that there are.
  static constexpr std::size_t most_named = 4;

  static constexpr auto state() { return std::tuple{}; }  // it remembers nothing

 private:
  [[nodiscard]] Severity severity_of(Command const& command) const;

  Context const& context_;
};

}  // namespace qw::detectors::controller_changed
