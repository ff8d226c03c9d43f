// SPDX-License-Identifier: Apache-2.0
#include "detectors/site_conflict/site_conflict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/devices.hpp"
#include "detectors/common/shared.hpp"

namespace qw::detectors::site_conflict {
namespace {

using site::Conflict;

constexpr Term document_part{"document"};
constexpr Term value{"value"};              // that the document gives
constexpr Term other{"other document"};     // that disagrees
constexpr Term other_value{"other value"};  // that it, or the traffic, gives
constexpr Term source{"source"};            // message and field in which a device gives it
constexpr Term host_part{"host"};
constexpr Term more_hosts{"more hosts"};

/// "assets.csv" of "assets.csv, line 7".
std::string file_of(std::string const& document) {
  return document.substr(0, document.rfind(", line "));
}

/// The conflict that a finding on documents was made of, as far as its sentence needs it.
Conflict conflict_of(Finding const& finding) {
  Conflict conflict;
  for (auto const kind :
       {Conflict::Kind::name, Conflict::Kind::mac, Conflict::Kind::maker, Conflict::Kind::learnt})
    if (name_of(kind) == finding.kind->name) conflict.kind = kind;
  auto const& parts = finding.parts;
  conflict.document = parts.text(document_part);
  conflict.value = parts.text(value);
  conflict.other = parts.text(other);
  conflict.other_value = parts.text(other_value);
  conflict.source = parts.text(source);
  return conflict;
}

/// All of one document together: a list of a whole port says little of one tap.
std::string names_of_unheard(FindingParts const& parts, Names const& names) {
  std::string text;
  for (auto const& part : parts.all())
    if (auto const* host = std::get_if<Host>(&part.value))
      text += (text.empty() ? "" : ", ") + name_of(*host, names);
  if (parts.has(more_hosts)) text += fmt::format(" and {} more", parts.number(more_hosts));
  return text;
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
  judge(context_.atlas.host_at(realm, binding.subject), binding.object, binding.said.protocol,
        binding.said, findings);
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
      judge(host, mac, {}, conversation.said, findings);
  };
  auto const& moment = conversation.said.moment;
  side(moment.speaker.host, conversation.frames_out, conversation.mac_out, conversation.hops_out);
  side(moment.listener.host, conversation.frames_in, conversation.mac_in, conversation.hops_in);
}

void Detector::judge(Host const& host, Address const& mac, Protocol protocol, Said const& said,
                     Findings& findings) {
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
  bool const maintained = is_maintained(context_, said.moment);
  bool const bound = !protocol.empty();
  auto apart = with_plan(maintained, {{other_value, to_text(mac)}});
  findings.add({about, bound ? "bound to another MAC" : "sent by another MAC", host, apart}, said,
               [&](Finding& finding) {
                 finding.grade = bound ? Grade::observed : Grade::likely;
                 finding.severity = maintained ? Severity::note : Severity::queue;
                 finding.parts.add(document_part, listed.document);
                 finding.parts.add(value, to_text(listed.macs.front()));
                 if (bound) finding.parts.add(part::protocol, protocol.text());
               });
}

void Detector::meet(Host const& host, Said const& said) {
  auto const found = met_.find(host);
  if (found == met_.end() || found->second.size() == Findings::most_evidence) return;
  found->second.push_back({said.moment.source, said.moment.frames, said.reply});
}

bool Detector::restored() const {
  auto const fits = [](auto const& met) { return met.second.size() <= Findings::most_evidence; };
  return strangers_.size() <= most_strangers && std::ranges::all_of(met_, fits);
}

bool Detector::has_stranger(Host const& host) const {
  return std::ranges::any_of(strangers_, [&](auto const& each) { return each.first == host; });
}

void Detector::at(Tick const& tick, Standing& standing) const {
  if (claims_.empty()) return;
  std::map<std::string, std::vector<Conflict const*>> unheard;
  auto const found = site::conflicts(claims_, tick.of<Device>());
  for (auto const& conflict : found) {
    switch (conflict.kind) {
      case Conflict::Kind::unlisted: break;  // undeclared_device claims it, with its frames
      case Conflict::Kind::unheard:          // coverage tells it of devices without a document
        if (conflict.document != site::the_site_file)
          unheard[file_of(conflict.document)].push_back(&conflict);
        break;
      case Conflict::Kind::learnt: claim_learnt(conflict, tick, standing); break;
      case Conflict::Kind::mac:
        if (!conflict.by_traffic || !has_stranger(conflict.subject))
          claim_documents(conflict, tick, standing);
        break;
      case Conflict::Kind::name:
      case Conflict::Kind::maker: claim_documents(conflict, tick, standing); break;
    }
  }
  for (auto const& [document, of] : unheard) claim_unheard(document, of, tick, standing);
  if (overflowed_) add_not_judged(standing, about, "not all judged", tick);
}

/// What two documents say of one address, or one document and what the device says of itself.
void Detector::claim_documents(Conflict const& conflict, Tick const& tick, Standing& standing) {
  bool const framed = conflict.evidence.frames.first != 0;
  FindingParts apart{{document_part, conflict.document}, {value, conflict.value}};
  if (!conflict.other.empty()) {  // what the traffic gives may change while it runs
    apart.add(other, conflict.other);
    apart.add(other_value, conflict.other_value);
  }
  standing.add({about, name_of(conflict.kind), conflict.subject, apart}, [&](Finding& finding) {
    finding.grade = framed ? Grade::observed : Grade::likely;
    finding.severity = conflict.kind == Conflict::Kind::name ? Severity::note : Severity::queue;
    finding.count = 1;
    finding.first = tick.first;
    finding.last = tick.now;
    if (framed) finding.evidence.push_back(conflict.evidence);
    if (conflict.other.empty()) finding.parts.add(other_value, conflict.other_value);
    if (!conflict.source.empty()) finding.parts.add(source, conflict.source);
  });
}

void Detector::claim_learnt(Conflict const& conflict, Tick const& tick, Standing& standing) const {
  FindingParts const apart{{document_part, conflict.document}, {value, conflict.value}};
  standing.add({about, name_of(conflict.kind), conflict.subject, apart}, [&](Finding& finding) {
    auto const met = met_.find(conflict.subject);
    if (met != met_.end()) finding.evidence = met->second;
    finding.grade = finding.evidence.empty() ? Grade::likely : Grade::observed;
    finding.severity = Severity::queue;
    finding.count = 1;
    finding.first = tick.first;
    finding.last = tick.now;
  });
}

void Detector::claim_unheard(std::string const& document, std::vector<Conflict const*> const& of,
                             Tick const& tick, Standing& standing) {
  standing.add({about, "unheard", PortDocument{document}, {}}, [&](Finding& finding) {
    finding.grade = Grade::not_observed;
    finding.severity = Severity::note;
    finding.count = of.size();
    finding.first = tick.first;
    finding.last = tick.now;
    for (std::size_t i = 0; i < std::min(of.size(), most_listed); ++i)
      finding.parts.add(host_part, of[i]->subject);
    if (of.size() > most_listed) finding.parts.add(more_hosts, of.size() - most_listed);
  });
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  auto const kind = finding.kind->name;
  if (kind == "not all judged")
    return {"every listed address",
            "Not every MAC was compared: more listed addresses were seen at other MACs than the "
            "detector can track."};
  if (auto const* document = std::get_if<PortDocument>(&finding.subject))
    return {document->name, fmt::format("Listed in {}, but not seen: {}.", document->name,
                                        names_of_unheard(parts, names))};
  auto const& host = subject_as<Host>(finding);
  if (kind == "learnt") {
    auto const subject = address_of(host, names);
    auto const unheard = finding.grade == Grade::likely ? " It was not seen in this capture." : "";
    return {subject, fmt::format("{}: {}{}", subject, to_text(conflict_of(finding)), unheard)};
  }
  auto const subject = name_of(host, names);
  if (kind == "bound to another MAC" || kind == "sent by another MAC") {
    auto const how = parts.has(part::protocol) ? fmt::format("{} gives", parts.text(part::protocol))
                                               : std::string{"its packets come from"};
    return {subject, fmt::format("{}: {} gives its MAC as {}, but {} {}.", subject,
                                 parts.text(document_part), parts.text(value), how,
                                 parts.text(other_value))};
  }
  return {subject, fmt::format("{}: {}", subject, to_text(conflict_of(finding)))};
}

}  // namespace qw::detectors::site_conflict
