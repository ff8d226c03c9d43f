// SPDX-License-Identifier: Apache-2.0
#include "detectors/new_writer/new_writer.hpp"

#include <fmt/format.h>

#include "detectors/common/words.hpp"

namespace qw::detectors::new_writer {

/// Learning counts from the first that was heard of the run, so that the first write
/// of a capture that was quiet for days is news.
void Detector::begin(Stamp at) {
  if (!learnt_at_) learnt_at_ = at + context_.learning;
}

void Detector::on(Conversation const& conversation, Findings&) {
  begin(conversation.said.moment.at);
}

void Detector::on(Command const& command, Findings& findings) {
  auto const& moment = command.said.moment;
  begin(moment.at);
  if (command.verb != Verb::write) return;
  Pair const pair{moment.speaker.host, moment.listener.host};
  if (known_.contains(pair)) return;
  if (known_.size() >= most_pairs) {
    overflowed_ = true;
    return;
  }
  known_.insert(pair);
  if (moment.at < *learnt_at_ || is_allowed(context_, command)) return;

  auto const from = name_of(pair.writer, context_);
  auto const to = name_of(pair.controller, context_);
  findings.add("new_writer", from, to, command.said, [&](Finding& finding) {
    finding.grade = Grade::observed;
    finding.severity = maintenance_at(context_, moment).empty() ? Severity::page : Severity::note;
    finding.claim = fmt::format("{} wrote to {} for the first time ({}, {}).", from, to,
                                command.operation.text(), object_text(command));
    finding.innocent = "A replaced or newly commissioned screen, server or engineering station.";
    finding.technique = "T0855 Unauthorized Command Message";
    finding.rules = {"IEC 62443-3-3 SR 2.1", "IEC 62443-3-3 SR 5.1"};
    finding.steps = {
        std::string{crane_safe_step},
        "Crane maintenance: say whether the host is meant to write to this controller.",
        "If it is: security engineer, add a conduit with that command to the site file."};
  });
}

void Detector::at_end(Results const& results, Findings& findings) const {
  bool const never_judged =
      learnt_at_ ? results.last < *learnt_at_ : results.last - results.first < context_.learning;
  if (!never_judged && !overflowed_) return;
  add_not_judged(
      findings, results, about.name, "all controllers",
      never_judged
          ? "Whether a write was a host's first could not be judged: the capture is shorter than "
            "the learning time, so every writer counts as known."
          : "Not every first write could be judged: more pairs of writer and controller were seen "
            "than can be remembered.",
      fmt::format("Give a capture longer than {} hours, a shorter --learning, or a site file that "
                  "says who may write.",
                  context_.learning.count / seconds(3600).count));
}

}  // namespace qw::detectors::new_writer
