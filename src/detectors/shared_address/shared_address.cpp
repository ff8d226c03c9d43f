// SPDX-License-Identifier: Apache-2.0
#include "detectors/shared_address/shared_address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detectors/common/words.hpp"

namespace qw::detectors::shared_address {

/// What is known of the conversation with this report.
Detector::Talk Detector::note(Conversation const& conversation) {
  Id const id{conversation.said.moment.conversation.value};
  auto* talk = talks_.find(id);
  if (talk == nullptr)
    talk = &talks_.insert(id,
                          {conversation.said.moment.source, conversation.first, conversation.last});
  talk->last = std::max(talk->last, conversation.last);
  talk->has_data |= conversation.payload_out + conversation.payload_in != 0;
  return *talk;
}

void Detector::on(Conversation const& conversation, Findings& findings) {
  if (conversation.transport != transport::tcp) return;
  auto const& moment = conversation.said.moment;
  Id const id{moment.conversation.value};
  auto const talk = note(conversation);
  Ends const ends{moment.speaker, moment.listener};
  auto* const holder = holders_.find(ends);
  if (holder == nullptr) {
    holders_.insert(ends, id);
    return;
  }
  if (*holder == id) return;
  auto const* const other = talks_.find(*holder);
  bool const together = other != nullptr && other->source != talk.source &&
                        other->first <= talk.last && talk.first <= other->last;
  if (!together) {  // the ports were used anew
    *holder = id;
    return;
  }
  if (!talk.has_data || talk.claimed) return;
  claim(conversation, findings);
  if (auto* const kept = talks_.find(id)) kept->claimed = true;
}

void Detector::claim(Conversation const& conversation, Findings& findings) const {
  auto const& moment = conversation.said.moment;
  auto const realm = static_cast<std::size_t>(moment.speaker.host.realm);
  auto const& subject = context_.site.realms[realm].name;
  findings.add("shared_address", "", subject, conversation.said, [&](Finding& finding) {
    finding.grade = Grade::likely;
    finding.severity = Severity::queue;
    finding.claim = fmt::format(
        "Machines in different captures use the same addresses, {} and {} first: at the same time "
        "and with the same ports they hold connections that cannot be one. What is told of such "
        "an address mixes several machines.",
        address_of(moment.speaker.host, context_), address_of(moment.listener.host, context_));
    finding.innocent =
        "Sister cranes with one address plan behind NAT, or clocks of the captures that differ so "
        "much that one connection does not look like itself.";
    finding.technique = about.technique;
    finding.rules = {"IEC 62443-3-3 SR 7.8", "33 CFR 101.650(b)(3)"};
    finding.steps = {
        "Security engineer: name the capture points (ehouse1=FILE), give each a realm in the site "
        "file, and study again.",
        "If they are to be one network: crane maintenance, find both machines by their switch "
        "ports; touch nothing on a crane that is working."};
  });
}

}  // namespace qw::detectors::shared_address
