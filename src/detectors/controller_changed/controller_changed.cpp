// SPDX-License-Identifier: Apache-2.0
#include "detectors/controller_changed/controller_changed.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "vocabulary/text.hpp"

namespace qw::detectors::controller_changed {
namespace {

constexpr Term outcome{"outcome"};
constexpr Term severity_part{"severity"};
constexpr Term others{"others"};  // objects beyond those that are named

/// How the sentence goes on behind who did it.
struct Phrase {
  Verb verb;
  std::string_view done;
  std::string_view attempted;
};
constexpr Phrase phrases[] = {
    {Verb::stop, "stopped", "tried to stop"},
    {Verb::start, "started or restarted", "tried to start or restart"},
    {Verb::load_program, "loaded a program into", "tried to load a program into"},
    {Verb::configure, "reconfigured", "tried to reconfigure"},
    {Verb::firmware, "changed the firmware of", "tried to change the firmware of"},
    {Verb::set_clock, "set the clock of", "tried to set the clock of"},
    {Verb::force, "forced values in", "tried to force values in"},
};

Phrase const& phrase_of(std::string_view kind) {
  auto const named = [&](Phrase const& each) { return name_of(each.verb) == kind; };
  return *std::ranges::find_if(phrases, named);
}

bool is_claimed(Verb verb) {
  return std::ranges::find(phrases, verb, &Phrase::verb) != std::end(phrases);
}

/// What came of it: done, refused, or neither was seen.
std::string_view outcome_of(Command const& command) {
  switch (command.outcome.state) {
    case Outcome::State::accepted:
    case Outcome::State::none: return "done";
    case Outcome::State::refused: return "refused";
    default: return "open";
  }
}

/// What was changed, in the order in which it was: seven blocks are no block seven times.
void add_object(FindingParts& parts, Object const& object) {
  auto const name = to_words(object);
  auto const known = parts.texts(part::object);
  if (std::ranges::find(known, name) != known.end()) return;
  if (known.size() == Detector::most_named)
    parts.set(others, 1);
  else
    parts.add(part::object, name);
}

std::string objects_text(FindingParts const& parts) {
  auto const names = parts.texts(part::object);
  return fmt::format("{}{}{}{}", parts.text(part::protocol), names.front().empty() ? "" : " ",
                     fmt::join(names, ", "), parts.has(others) ? " and others" : "");
}

}  // namespace

Severity Detector::severity_of(Command const& command) const {
  if (is_maintained(context_, command.said.moment)) return Severity::note;
  // Screens set clocks every day; alone it stops nothing.
  if (command.verb == Verb::set_clock) return Severity::queue;
  if (command.outcome.state == Outcome::State::refused) return Severity::queue;
  return is_allowed(context_, command) ? Severity::queue : Severity::page;
}

void Detector::on(Command const& command, Findings& findings) {
  if (!is_claimed(command.verb)) return;
  auto const& moment = command.said.moment;
  auto const came_of_it = outcome_of(command);
  auto const severity = severity_of(command);
  FindingParts const apart{{part::operation, std::string{command.operation.text()}},
                           {outcome, std::string{came_of_it}},
                           // What was planned work in a window does not cover what comes after it.
                           {severity_part, std::string{name_of(severity)}}};
  auto* const finding = findings.add(
      {about, name_of(command.verb), HostPair{moment.speaker.host, moment.listener.host}, apart},
      command.said, [&](Finding& made) {
        made.severity = severity;
        made.grade = came_of_it == "open" ? Grade::possible : Grade::observed;
        made.parts.add(part::protocol, command.said.protocol.text());
      });
  if (finding != nullptr) add_object(finding->parts, command.object);
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  auto const& [from, controller] = subject_as<HostPair>(finding);
  auto const& phrase = phrase_of(finding.kind->name);
  auto const came_of_it = parts.text(outcome);
  auto const to = name_of(controller, names);
  auto claim = fmt::format("{} {} {} ({}, {}).", name_of(from, names),
                           came_of_it == "done" ? phrase.done : phrase.attempted, to,
                           parts.text(part::operation), objects_text(parts));
  if (came_of_it == "refused") claim += " The controller refused it.";
  if (came_of_it == "open")
    claim += " The capture does not show whether the controller carried it out.";
  return {to, std::move(claim)};
}

}  // namespace qw::detectors::controller_changed
