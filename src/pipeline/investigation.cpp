// SPDX-License-Identifier: Apache-2.0
#include "pipeline/investigation.hpp"

#include <algorithm>

namespace qw::pipeline {

Investigation::Investigation(Background const& background)
    : analyses_{background.site, background.point_names, background.registries},
      detectors_{{.site = background.site,
                  .atlas = analyses_.atlas(),
                  .listed_makers = background.listed_makers,
                  .learning = background.learning}} {}

void Investigation::on_event(Ordered const& ordered) {
  count(ordered.event);
  analyses_.on(ordered.event);
  detectors_.on(ordered.event);
}

void Investigation::count(Event const& event) {
  ++events_[event.index()];
  auto const* conversation = std::get_if<Conversation>(&event);
  auto const protocol = conversation != nullptr ? conversation->service : said_of(event).protocol;
  if (protocol.empty()) return;
  if (last_tally_ == nullptr || protocol != last_protocol_) {
    auto found = protocols_.find(protocol.text());
    if (found == protocols_.end()) {
      found = protocols_.try_emplace(std::string{protocol.text()}).first;
      found->second.name = protocol.text();
    }
    last_protocol_ = protocol;
    last_tally_ = &found->second;
  }
  if (conversation == nullptr) {
    ++last_tally_->events;
    return;
  }
  last_tally_->octets += conversation->understood_octets;
  if (conversation->phase == Phase::closed) ++last_tally_->conversations;
}

board::State Investigation::so_far(Accounts const& accounts) const {
  board::State state;
  for (auto const& source : accounts.sources) {
    state.progress.frames += source.read.frames;
    state.progress.octets += source.read.octets;
    state.progress.at = std::max(state.progress.at, source.last);
  }
  state.progress.conversations = accounts.conversations;
  state.devices = analyses_.devices();
  state.conduits = analyses_.conduits();
  state.ledger = analyses_.ledger();
  state.coverage = analyses_.coverage(accounts, state.devices);
  state.findings = detectors_.findings();
  return state;
}

Outcomes Investigation::conclude(Accounts const& accounts) {
  Outcomes outcomes;
  outcomes.events = events_;
  for (auto const& [name, tally] : protocols_) outcomes.protocols.push_back(tally);
  outcomes.devices = analyses_.devices();
  outcomes.conduits = analyses_.conduits();
  outcomes.commands = analyses_.commands();
  outcomes.clocks = analyses_.clocks();
  outcomes.ledger = analyses_.ledger();
  outcomes.totals = analyses_.ledger_totals();
  outcomes.coverage = analyses_.coverage(accounts, outcomes.devices);

  detectors::Results results{.devices = outcomes.devices,
                             .conduits = outcomes.conduits,
                             .ledger = outcomes.ledger,
                             .first = {},
                             .last = {}};
  for (auto const& source : accounts.sources) {
    if (source.read.frames == 0) continue;
    if (results.first.ns == 0 || source.first < results.first) results.first = source.first;
    results.last = std::max(results.last, source.last);
  }
  detectors_.at_end(results);
  outcomes.findings = detectors_.findings();
  return outcomes;
}

}  // namespace qw::pipeline
