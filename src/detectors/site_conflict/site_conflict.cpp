// SPDX-License-Identifier: Apache-2.0
#include "detectors/site_conflict/site_conflict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/devices.hpp"
#include "detectors/common/words.hpp"

namespace qw::detectors::site_conflict {
namespace {

using site::Conflict;

constexpr std::string_view name = "site_conflict";

/// "assets.csv" of "assets.csv, line 7".
std::string file_of(std::string const& document) {
  return document.substr(0, document.rfind(", line "));
}

void fill(Finding& finding) {
  finding.detector = name;
  finding.technique = about.technique;
  finding.rules = {"33 CFR 101.650(b)(3)", "IEC 62443-3-3 SR 7.8"};
}

}  // namespace

Detector::Detector(Context const& context)
    : context_{context}, claims_{site::claims_of(context.site)} {
  std::set<Address> listed_macs;
  for (auto const& claim : claims_) {
    for (auto const& address : claim.addresses)
      listed_.try_emplace({claim.realm, address}, Listed{claim.document, claim.macs});
    if (claim.switch_port.empty()) listed_macs.insert(claim.macs.begin(), claim.macs.end());
  }
  for (auto const& claim : claims_)
    for (auto const& mac : claim.macs)
      if (!claim.switch_port.empty() && !listed_macs.contains(mac)) met_[{claim.realm, mac}];
}

void Detector::on(Binding const& binding, Findings& findings) {
  bool const binds = binding.relation == Relation::address || binding.relation == Relation::lease;
  if (!binds || !binding.subject.is_ip() || !binding.object.is_mac()) return;
  auto const realm = binding.said.moment.speaker.host.realm;
  judge(context_.atlas.host_at(realm, binding.subject), binding.object,
        fmt::format("{} ties it to", binding.said.protocol.text()), Grade::observed, binding.said,
        findings);
  meet({realm, binding.object}, binding.said);
}

void Detector::on(Conversation const& conversation, Findings& findings) {
  if (listed_.empty() && met_.empty()) return;
  auto const side = [&](Host const& host, std::uint64_t frames, Address const& mac,
                        std::uint8_t hops) {
    if (frames == 0 || mac.empty()) return;
    meet({host.realm, mac}, conversation.said);
    // Behind a router all have the router's MAC, at a time to live that tells so.
    if (host.address.is_ip() && hops != 0 && analyses::routers_passed(hops) == 0)
      judge(host, mac, "its packets came from", Grade::likely, conversation.said, findings);
  };
  auto const& moment = conversation.said.moment;
  side(moment.speaker.host, conversation.frames_out, conversation.mac_out, conversation.hops_out);
  side(moment.listener.host, conversation.frames_in, conversation.mac_in, conversation.hops_in);
}

void Detector::judge(Host const& host, Address const& mac, std::string_view how, Grade grade,
                     Said const& said, Findings& findings) {
  auto const found = listed_.find(host);
  if (found == listed_.end() || found->second.macs.empty()) return;
  auto const& listed = found->second;
  if (std::ranges::find(listed.macs, mac) != listed.macs.end()) return;
  if (!strangers_.contains({host, mac})) {
    if (strangers_.size() == most_strangers) {
      overflowed_ = true;
      return;
    }
    strangers_.insert({host, mac});
  }
  auto const severity =
      maintenance_at(context_, said.moment).empty() ? Severity::queue : Severity::note;
  // What was planned work in a maintenance window does not cover what comes after it.
  auto const key = fmt::format("{} {} {}", to_text(mac), name_of(grade), name_of(severity));
  auto const subject = name_of(host, context_);
  findings.add("site_conflict", key, subject, said, [&](Finding& finding) {
    fill(finding);
    finding.grade = grade;
    finding.severity = severity;
    finding.claim = fmt::format("Of {}: {} has it at {}, but {} {}.", subject, listed.document,
                                to_text(listed.macs.front()), how, to_text(mac));
    finding.innocent =
        "A part that was replaced and not written into the list, a redundant pair that shares "
        "the address, or a router that answers for it.";
    finding.steps = {
        "Crane maintenance: find both MACs by their switch ports and read their plates when the "
        "crane is parked; touch nothing on a crane that is working.",
        "Security engineer: write what is there into the site file, and into the document."};
  });
}

void Detector::meet(Host const& host, Said const& said) {
  auto const found = met_.find(host);
  if (found == met_.end() || found->second.size() == Findings::most_evidence) return;
  found->second.push_back({said.moment.source, said.moment.frames, said.reply});
}

void Detector::at_end(Results const& results, Findings& findings) const {
  std::map<std::string, std::vector<Conflict const*>> unheard;
  auto const found = site::conflicts(claims_, results.devices);
  for (auto const& conflict : found) {
    switch (conflict.kind) {
      case Conflict::Kind::unlisted: break;  // undeclared_device claims it, with its frames
      case Conflict::Kind::unheard:          // coverage tells it of devices without a document
        if (conflict.document != site::the_site_file)
          unheard[file_of(conflict.document)].push_back(&conflict);
        break;
      case Conflict::Kind::learnt: claim_learnt(conflict, results, findings); break;
      case Conflict::Kind::mac: {
        auto const of_it = [&](auto const& each) { return each.first == conflict.subject; };
        bool const seen = std::ranges::any_of(strangers_, of_it);
        if (!conflict.by_traffic || !seen) claim_documents(conflict, results, findings);
        break;
      }
      case Conflict::Kind::name:
      case Conflict::Kind::maker: claim_documents(conflict, results, findings); break;
    }
  }
  for (auto const& [document, of] : unheard) claim_unheard(document, of, results, findings);
  if (overflowed_)
    add_not_judged(findings, results, about.name, "every listed address",
                   "Not every MAC could be compared: more listed addresses were heard at other "
                   "MACs than can be remembered.",
                   "Study shorter captures, or one zone at a time.");
}

/// What two documents say of one address, or one document and what the device says of itself.
void Detector::claim_documents(Conflict const& conflict, Results const& results,
                               Findings& findings) const {
  Finding finding;
  fill(finding);
  bool const framed = conflict.evidence.frames.first != 0;
  finding.subject = name_of(conflict.subject, context_);
  finding.grade = framed ? Grade::observed : Grade::likely;
  finding.severity = conflict.kind == Conflict::Kind::name ? Severity::note : Severity::queue;
  finding.claim = fmt::format("Of {}: {}", finding.subject, conflict.text);
  finding.count = 1;
  finding.first = results.first;
  finding.last = results.last;
  if (framed) finding.evidence.push_back(conflict.evidence);
  finding.innocent = "One of the documents is older than the other, or has a slip of the pen.";
  finding.steps = {
      "Owner of the documents: say which is right, and put the other right.",
      "Security engineer: then take the [[claim]] out of the site file, or change its [[device]]."};
  findings.add(std::move(finding));
}

void Detector::claim_learnt(Conflict const& conflict, Results const& results,
                            Findings& findings) const {
  Finding finding;
  fill(finding);
  auto const met = met_.find(conflict.subject);
  if (met != met_.end()) finding.evidence = met->second;
  bool const heard = !finding.evidence.empty();
  finding.subject = address_of(conflict.subject, context_);
  finding.grade = heard ? Grade::observed : Grade::likely;
  finding.severity = Severity::queue;
  finding.claim = fmt::format("Of {}: {}", finding.subject, conflict.text);
  if (!heard) finding.claim += " It was not heard here.";
  finding.count = 1;
  finding.first = results.first;
  finding.last = results.last;
  finding.innocent =
      "A second port of a listed device, a service laptop that was gone before the list was made, "
      "or a list that leaves out switches.";
  finding.steps = {
      "Crane maintenance: follow the cable of that switch port; touch nothing on a crane that is "
      "working.",
      "Security engineer: add the device to the site file, or plan its removal."};
  findings.add(std::move(finding));
}

/// All of one document together: a list of a whole port says little of one tap.
void Detector::claim_unheard(std::string const& document, std::vector<Conflict const*> const& of,
                             Results const& results, Findings& findings) const {
  std::string names;
  for (std::size_t i = 0; i < std::min(of.size(), most_listed); ++i)
    names += (i == 0 ? "" : ", ") + name_of(of[i]->subject, context_);
  if (of.size() > most_listed) names += fmt::format(" and {} more", of.size() - most_listed);
  Finding finding;
  fill(finding);
  finding.subject = document;
  finding.grade = Grade::not_observed;
  finding.severity = Severity::note;
  finding.claim = fmt::format("Not heard, though {} lists it: {}.", document, names);
  finding.count = of.size();
  finding.first = results.first;
  finding.last = results.last;
  finding.innocent = "It is switched off or gone, or it stands where this tap does not hear it.";
  finding.bound =
      "Not one frame of it in the time of this capture, as far as the mirror copies its port.";
  finding.steps = {"Crane maintenance: see whether it is there, and whether it is powered.",
                   "Security engineer: if it is gone, take it out of the list and the site file."};
  findings.add(std::move(finding));
}

}  // namespace qw::detectors::site_conflict
