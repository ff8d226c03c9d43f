// SPDX-License-Identifier: Apache-2.0
#include "detectors/listed_maker/listed_maker.hpp"

#include <fmt/format.h>

#include "detectors/common/words.hpp"

namespace qw::detectors::listed_maker {

void Detector::at_end(Results const& results, Findings& findings) const {
  for (auto const& device : results.devices)
    for (auto const& attribute : device.attributes)
      if (attribute.attribute == Attribute::maker) judge(device, attribute, findings);
  if (context_.listed_makers.size() == 0)
    add_not_judged(findings, results, about.name, "every device",
                   "No maker could be judged: the list of makers is not installed.",
                   "Install the program's data, or name the folder with --data.");
}

void Detector::judge(Device const& device, KnownAttribute const& maker, Findings& findings) const {
  auto const entries = context_.listed_makers.matching(maker.value);
  if (entries.empty()) return;
  std::string lists;
  bool modem = false;
  for (auto const* entry : entries) {
    modem |= entry->kind == site::ListedMaker::Kind::modem;
    if (entry->list.empty()) continue;
    auto const since = entry->since.empty() ? std::string{} : " since " + entry->since;
    lists +=
        fmt::format("{}{}{} ({})", lists.empty() ? "" : ", ", entry->list, since, entry->source);
  }
  bool const by_mac = maker.basis == Basis::mac;
  auto const how = by_mac ? std::string{"by its MAC"} : "as " + maker.source + " says";
  Finding finding;
  finding.detector = about.name;
  finding.subject = device.name;
  finding.grade = by_mac ? Grade::likely : Grade::observed;
  finding.severity = Severity::queue;
  finding.claim = fmt::format("{} is made by {}, {}", device.name, maker.value, how);
  if (!lists.empty()) finding.claim += fmt::format("; that maker is named by {}", lists);
  if (modem)
    finding.claim +=
        "; that maker makes cellular modems and routers, so it may be a "
        "second way out";
  finding.claim += '.';
  finding.innocent = modem
                         ? "A modem that the port ordered and knows, or a part without an antenna."
                         : "The device may be outside of what the list forbids: its date, its use, "
                           "or who bought it.";
  finding.count = 1;
  finding.first = device.first;
  finding.last = device.last;
  if (maker.evidence.frames.first != 0) finding.evidence.push_back(maker.evidence);
  finding.technique = about.technique;
  finding.rules = {"33 CFR 101.650(b)(3)", "33 CFR 101.650(f)(1)"};
  finding.steps = {"Port security: find out who ordered the device and for what.",
                   "Crane maintenance: look at it when the crane is parked; note its plate, its "
                   "antennas and its SIM."};
  findings.add(std::move(finding));
}

}  // namespace qw::detectors::listed_maker
