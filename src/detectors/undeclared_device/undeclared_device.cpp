// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_device/undeclared_device.hpp"

#include <fmt/format.h>

#include "detectors/common/words.hpp"

namespace qw::detectors::undeclared_device {

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
  bool const maintained = !maintenance_at(context_, conversation.said.moment).empty();
  // A device of the people at work may stay when they are gone: it is judged again then.
  if (!maintained) judged_.insert(host);
  auto const place = context_.atlas.place_of(host);
  bool const seen_only =
      place.device != site::none && context_.site.devices[place.device].seen_only;
  bool const vouched = place.device != site::none && !seen_only;
  if (vouched || place.boundary == site::none) return;
  auto const address = address_of(host, context_);
  auto const key = maintained ? "in a maintenance window" : "";
  findings.add("undeclared_device", key, address, conversation.said, [&](Finding& finding) {
    finding.grade = Grade::observed;
    finding.severity = maintained || seen_only ? Severity::note : Severity::queue;
    finding.claim =
        fmt::format("{} speaks inside {}, and the site file {}.", name_of(host, context_),
                    context_.atlas.boundaries()[place.boundary],
                    seen_only ? "has it as seen only: nobody vouches for it" : "does not name it");
    finding.innocent = "A device that was replaced or added, and not written into the site file.";
    finding.technique = about.technique;
    finding.rules = {"33 CFR 101.650(b)(3)", "IEC 62443-3-3 SR 7.8"};
    finding.steps = {
        "Crane maintenance: find the device by its MAC and switch port; touch nothing on a crane "
        "that is working.",
        "If it belongs there: security engineer, add it to the site file.",
        "If nobody knows it: leave it running, keep a capture, and plan its removal with crane "
        "operations."};
  });
}

void Detector::at_end(Results const& results, Findings& findings) const {
  if (!context_.site.devices.empty() && !overflowed_) return;
  add_not_judged(
      findings, results, about.name, "every device",
      overflowed_ ? "Not every device could be judged: more hosts spoke than can be "
                    "remembered."
                  : "Whether a device belongs here could not be judged: there is no site "
                    "file that names the port's devices.",
      "Let 'quaywatch learn' draft a site file, and let somebody who knows vouch for it.");
}

}  // namespace qw::detectors::undeclared_device
