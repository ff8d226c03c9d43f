// SPDX-License-Identifier: Apache-2.0
#include "detectors/shared_address/shared_address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detectors/common/shared.hpp"

namespace qw::detectors::shared_address {
namespace {

constexpr Term realm_name{"realm"};
constexpr Term from{"from"};
constexpr Term to{"to"};

}  // namespace

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
  auto const realm = moment.speaker.host.realm;
  findings.add({about, "addresses", Observation{realm}, {}}, conversation.said,
               [&](Finding& finding) {
                 finding.grade = Grade::likely;
                 finding.severity = Severity::queue;
                 auto const& realms = context_.site.realms;
                 finding.parts.add(realm_name, realms[static_cast<std::size_t>(realm)].name);
                 finding.parts.add(from, moment.speaker.host);
                 finding.parts.add(to, moment.listener.host);
               });
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  return {std::string{parts.text(realm_name)},
          fmt::format("Different machines in different captures use the same addresses, first seen "
                      "with {} and {}: they hold different connections with the same ports at the "
                      "same time. What is reported of such an address mixes several machines.",
                      address_of(parts.host(from), names), address_of(parts.host(to), names))};
}

}  // namespace qw::detectors::shared_address
