// SPDX-License-Identifier: Apache-2.0
#include "pipeline/investigation.hpp"

#include <algorithm>

namespace qw::pipeline {

Investigation::Investigation(Background const& background)
    : analyses_{background.site, background.point_names, background.registries, background.limits},
      detectors_{{.site = background.site,
                  .atlas = analyses_.atlas(),
                  .listed_makers = background.listed_makers,
                  .learning = background.learning}} {}

void Investigation::on_event(Ordered const& ordered) {
  count(ordered.event);
  analyses_.on(ordered.event);
  detectors_.on(ordered.event);
}

void Investigation::on_repeats(fold::Repeats const& repeats) {
  for (auto const& each : repeats.commands) {
    events_[Event{std::in_place_type<Command>}.index()] += each.times;
    tally_of(each.command.said.protocol).events += each.times;
    analyses_.on_repeat(each.command, each.times, each.last);
  }
  for (auto const& each : repeats.samples) {
    events_[Event{std::in_place_type<Sample>}.index()] += each.times;
    tally_of(each.sample.said.protocol).events += each.times;
  }
}

void Investigation::count(Event const& event) {
  ++events_[event.index()];
  auto const* conversation = std::get_if<Conversation>(&event);
  auto const protocol = conversation != nullptr ? conversation->service : said_of(event).protocol;
  if (protocol.empty()) return;
  auto& tally = tally_of(protocol);
  if (conversation == nullptr) {
    ++tally.events;
    return;
  }
  tally.octets += conversation->understood_octets;
  if (conversation->phase == Phase::closed) ++tally.conversations;
}

ProtocolTally& Investigation::tally_of(Term protocol) {
  if (last_tally_ == nullptr || protocol != last_protocol_) {
    auto found = protocols_.find(protocol.text());
    if (found == protocols_.end()) {
      found = protocols_.try_emplace(std::string{protocol.text()}).first;
      found->second.name = protocol.text();
    }
    last_protocol_ = protocol;
    last_tally_ = &found->second;
  }
  return *last_tally_;
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
  outcomes.deeds = analyses_.deeds();
  outcomes.moved = analyses_.moved();
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
  outcomes.left_out = detectors_.left_out();
  return outcomes;
}

}  // namespace qw::pipeline
