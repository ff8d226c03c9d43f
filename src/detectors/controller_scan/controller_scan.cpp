// SPDX-License-Identifier: Apache-2.0
#include "detectors/controller_scan/controller_scan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detectors/common/shared.hpp"

namespace qw::detectors::controller_scan {
namespace {

constexpr double claimed_at = 99;
constexpr double rests_at = 0.01;
constexpr std::size_t most_proofs = Findings::most_evidence;

}  // namespace

Detector::Detector(Context const& context) : context_{context} {
  for (auto const* each : context.protocols)
    if (each->traits.has(Trait::steers_machines))
      ports_.insert(ports_.end(), each->tcp_ports.begin(), each->tcp_ports.end());
  std::ranges::sort(ports_);
}

bool Detector::is_controller_port(std::uint16_t port) const {
  return std::ranges::binary_search(ports_, port);
}

void Detector::Progress::add(Conversation const& conversation) {
  sent |= conversation.payload_out != 0;
  answered |= conversation.frames_in != 0;
  served |= conversation.payload_in != 0;
}

Detector::Contact Detector::contact_of(Progress const& progress, CloseCause close) {
  if (progress.served) return Contact::succeeded;
  // Data without any frame back means that the tap sees one direction only.
  if (!progress.answered) return progress.sent ? Contact::unclear : Contact::failed;
  bool const refused = close == CloseCause::reset && !progress.sent;
  return refused ? Contact::failed : Contact::unclear;
}

void Detector::on(Conversation const& conversation, Findings& findings) {
  auto const& moment = conversation.said.moment;
  if (conversation.transport != transport::tcp || !is_controller_port(moment.listener.port)) return;
  auto const id = moment.conversation.value;
  Progress progress;
  auto const held = open_.find(id);
  if (held != open_.end()) progress = held->second;
  progress.add(conversation);
  if (conversation.phase == Phase::closed) {
    // Beyond the limit the earlier part of the conversation may be what was forgotten.
    if (held == open_.end() && overflowed_) return;
    if (held != open_.end()) open_.erase(held);
    judge(contact_of(progress, conversation.close), conversation, findings);
    return;
  }
  if (held != open_.end())
    held->second = progress;
  else if (open_.size() < most_contacts)
    open_.emplace(id, progress);
  else
    overflowed_ = true;
}

void Detector::judge(Contact contact, Conversation const& conversation, Findings& findings) {
  auto const& moment = conversation.said.moment;
  if (contact == Contact::unclear) return;
  if (contacts_.size() >= most_contacts || suspects_.size() >= most_hosts) {
    overflowed_ = true;
    return;
  }
  if (!contacts_.insert(Pair{moment.speaker.host, moment.listener}).second) return;

  auto& suspect = suspects_[moment.speaker.host];
  if (contact == Contact::succeeded) {
    suspect.ratio = std::max(rests_at, suspect.ratio / 4);
    return;
  }
  suspect.ratio *= 4;
  ++suspect.failed;
  if (suspect.proofs.size() < most_proofs) suspect.proofs.push_back(conversation.said);
  if (suspect.ratio >= claimed_at) claim(suspect, conversation, findings);
}

void Detector::claim(Suspect& suspect, Conversation const& conversation, Findings& findings) const {
  auto const& moment = conversation.said.moment;
  bool const maintained = is_maintained(context_, moment);
  Claim const claim{about, "search", moment.speaker.host, with_plan(maintained)};
  for (auto const& proof : suspect.proofs)
    findings.add(claim, proof, [&](Finding& finding) {
      finding.grade = Grade::likely;
      finding.severity = maintained ? Severity::note : Severity::page;
    });
  suspect.proofs.clear();  // each proof counts once
}

void Detector::at(Tick const& tick, Standing& standing) const {
  if (overflowed_) add_not_judged(standing, about, "not all judged", tick);
}

FindingWords words(Finding const& finding, Names const& names) {
  if (finding.grade == Grade::not_observable)
    return {"every host",
            "Not every host was judged: more first contacts were seen than the detector can "
            "track."};
  auto const from = name_of(subject_as<Host>(finding), names);
  return {from, fmt::format("{} searched for controllers: its connections to controller ports at "
                            "several addresses failed.",
                            from)};
}

}  // namespace qw::detectors::controller_scan
