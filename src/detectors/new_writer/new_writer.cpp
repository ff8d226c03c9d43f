// SPDX-License-Identifier: Apache-2.0
#include "detectors/new_writer/new_writer.hpp"

#include <fmt/format.h>

#include "vocabulary/text.hpp"

namespace qw::detectors::new_writer {
namespace {

constexpr Term hours{"hours"};  // of the learning time

}  // namespace

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

  findings.add({about, "first write", HostPair{pair.writer, pair.controller}, {}}, command.said,
               [&](Finding& finding) {
                 finding.grade = Grade::observed;
                 finding.severity =
                     is_maintained(context_, moment) ? Severity::note : Severity::page;
                 finding.parts.add(part::operation, command.operation.text());
                 finding.parts.add(part::protocol, command.said.protocol.text());
                 if (auto const name = to_words(command.object); !name.empty())
                   finding.parts.add(part::object, name);
               });
}

void Detector::at(Tick const& tick, Standing& standing) const {
  bool const never_judged =
      learnt_at_ ? tick.now < *learnt_at_ : tick.now - tick.first < context_.learning;
  if (!never_judged && !overflowed_) return;
  auto const learnt = context_.learning.count / seconds(3600).count;
  add_not_judged(standing, about, never_judged ? "still learning" : "not all judged", tick,
                 {{hours, static_cast<std::uint64_t>(learnt)}});
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  if (finding.grade == Grade::not_observable)
    return {
        "all controllers",
        finding.kind->name == "still learning"
            ? "No first write was judged: the capture is shorter than the learning time, so every "
              "writer counts as known."
            : "Not every first write was judged: more pairs of writer and controller were seen "
              "than the detector can track.",
        fmt::format("Use a capture longer than {} hours, a shorter --learning, or a site "
                    "file that says who may write.",
                    parts.number(hours))};
  auto const& [writer, controller] = subject_as<HostPair>(finding);
  auto const to = name_of(controller, names);
  return {to, fmt::format("{} wrote to {} for the first time ({}, {}{}{}).", name_of(writer, names),
                          to, parts.text(part::operation), parts.text(part::protocol),
                          parts.has(part::object) ? " " : "", parts.text(part::object))};
}

}  // namespace qw::detectors::new_writer
