// SPDX-License-Identifier: Apache-2.0
#include "detectors/controller_changed/controller_changed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "detectors/common/words.hpp"
#include "vocabulary/text.hpp"

namespace qw::detectors::controller_changed {
namespace {

/// What a verb means for a controller, and what else it could be.
struct Change {
  Verb verb;
  std::string_view done;  // "X did this to Y"
  std::string_view attempted;
  std::string_view technique;
  std::string_view innocent;
};

constexpr Change changes[] = {
    {Verb::stop, "stopped", "tried to stop", "T0858 Change Operating Mode",
     "An engineer stops a controller to load a program or to replace a part."},
    {Verb::start, "started or restarted", "tried to start or restart",
     "T0858 Change Operating Mode", "A controller is started after work on it."},
    {Verb::load_program, "loaded a program into", "tried to load a program into",
     "T0843 Program Download",
     "A planned change of the crane's program, or the restore of a back-up."},
    {Verb::configure, "reconfigured", "tried to reconfigure", "T0889 Modify Program",
     "Commissioning, or a device that restores its own settings after a restart."},
    {Verb::firmware, "changed firmware of", "tried to change firmware of", "T0857 System Firmware",
     "A planned update of firmware."},
    {Verb::set_clock, "set the clock of", "tried to set the clock of", "T0836 Modify Parameter",
     "A screen or server that keeps the controllers' clocks in step."},
    {Verb::force, "forced values in", "tried to force values in", "T0835 Manipulate I/O Image",
     "An engineer forces a signal while testing."},
};

Change const* change_of(Verb verb) {
  for (auto const& change : changes)
    if (change.verb == verb) return &change;
  return nullptr;
}

}  // namespace

Severity Detector::severity_of(Command const& command) const {
  auto const& moment = command.said.moment;
  if (!maintenance_at(context_, moment).empty()) return Severity::note;
  // Screens set clocks every day; alone it stops nothing.
  if (command.verb == Verb::set_clock) return Severity::queue;
  if (command.outcome.state == Outcome::State::refused) return Severity::queue;
  return is_allowed(context_, command) ? Severity::queue : Severity::page;
}

std::string Detector::objects_with(std::string const& key, Command const& command) {
  auto const [found, is_new] = objects_.try_emplace(key);
  auto& [names, more] = found->second;
  auto name = to_words(command.object);
  bool const known = std::ranges::find(names, name) != names.end();
  if (!is_new && (known || more)) return {};
  if (names.size() == most_named)
    more = true;
  else
    names.push_back(std::move(name));
  return fmt::format("{}{}{}{}", command.said.protocol.text(), names.front().empty() ? "" : " ",
                     fmt::join(names, ", "), more ? " and others" : "");
}

void Detector::on(Command const& command, Findings& findings) {
  auto const* change = change_of(command.verb);
  if (change == nullptr) return;
  auto const& moment = command.said.moment;
  bool const refused = command.outcome.state == Outcome::State::refused;
  bool const accepted = command.outcome.state == Outcome::State::accepted ||
                        command.outcome.state == Outcome::State::none;
  auto const from = name_of(moment.speaker.host, context_);
  auto const to = name_of(moment.listener.host, context_);
  auto const severity = severity_of(command);
  // What was planned work in a maintenance window does not cover what comes after it.
  auto const key = fmt::format("{}{}{} {} {}", from,
                               refused    ? " refused "
                               : accepted ? " "
                                          : " open ",
                               name_of(command.verb), command.operation.text(), name_of(severity));
  auto* const finding =
      findings.add("controller_changed", key, to, command.said, [&](Finding& made) {
        made.severity = severity;
        made.grade = accepted || refused ? Grade::observed : Grade::possible;
        made.innocent = change->innocent;
        made.technique = change->technique;
        made.rules = {"IEC 62443-3-3 SR 2.1", "33 CFR 101.650(h)(2)"};
        made.steps = {
            std::string{crane_safe_step},
            "Crane maintenance: say whether this was planned work, and by whom.",
            "If nobody knows of it: security engineer, take the host that sent it off the "
            "crane's network once the crane is parked, and compare the controller's program "
            "with the last approved back-up."};
      });
  if (finding == nullptr) return;
  auto const objects = objects_with(key + '\n' + to, command);
  if (objects.empty()) return;
  finding->claim =
      fmt::format("{} {} {} ({}, {}).", from, accepted ? change->done : change->attempted, to,
                  command.operation.text(), objects);
  if (refused) finding->claim += " The controller refused.";
  if (!accepted && !refused)
    finding->claim += " The capture does not show whether the controller obeyed.";
}

}  // namespace qw::detectors::controller_changed
