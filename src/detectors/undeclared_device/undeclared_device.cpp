// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_device/undeclared_device.hpp"

#include <fmt/format.h>

#include "detectors/common/shared.hpp"

namespace qw::detectors::undeclared_device {
namespace {

constexpr Term boundary{"boundary"};

}  // namespace

void Detector::on(Conversation const& conversation, Findings& findings) {
  if (context_.site.devices.empty()) return;
  auto const& moment = conversation.said.moment;
  if (conversation.frames_out != 0) judge(moment.speaker.host, conversation, findings);
  if (conversation.frames_in != 0) judge(moment.listener.host, conversation, findings);
}

void Detector::judge(Host const& host, Conversation const& conversation, Findings& findings) {
  if (!host.address.is_ip() || site::is_local_only(host.address) || judged_.contains(host)) return;
  if (judged_.size() >= most_hosts) {
    overflowed_ = true;
    return;
  }
  bool const maintained = is_maintained(context_, conversation.said.moment);
  // A device of the people at work may stay when they are gone: it is judged again then.
  if (!maintained) judged_.insert(host);
  auto const place = context_.atlas.place_of(host);
  bool const seen_only =
      place.device != site::none && context_.site.devices[place.device].seen_only;
  bool const vouched = place.device != site::none && !seen_only;
  if (vouched || place.boundary == site::none) return;
  findings.add({about, seen_only ? "seen only" : "not named", host, with_plan(maintained)},
               conversation.said, [&](Finding& finding) {
                 finding.grade = Grade::observed;
                 finding.severity = maintained || seen_only ? Severity::note : Severity::queue;
                 finding.parts.add(boundary, context_.atlas.boundaries()[place.boundary]);
               });
}

void Detector::at(Tick const& tick, Standing& standing) const {
  if (overflowed_)
    add_not_judged(standing, about, "not all judged", tick);
  else if (context_.site.devices.empty())
    add_not_judged(standing, about, "nothing named", tick);
}

FindingWords words(Finding const& finding, Names const& names) {
  if (finding.kind->name == "not all judged")
    return {"every device",
            "Not every device was judged: more hosts were seen than the detector can track."};
  if (finding.kind->name == "nothing named")
    return {"every device",
            "No device was judged: the site file names no devices, or there is none."};
  auto const& host = subject_as<Host>(finding);
  return {
      address_of(host, names),
      fmt::format("{} speaks inside {}; {}.", name_of(host, names), finding.parts.text(boundary),
                  finding.kind->name == "seen only"
                      ? "the site file marks it as seen_only: nobody vouches for it"
                      : "it is not in the site file")};
}

}  // namespace qw::detectors::undeclared_device
