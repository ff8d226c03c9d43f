// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/findings.hpp"

#include <algorithm>
#include <tuple>

namespace qw::detectors {

Finding* Findings::find_or_make(Term detector, std::string_view claim_key,
                                std::string_view subject) {
  auto& of_detector = detectors_[std::string{detector.text()}];
  auto key = std::string{claim_key} + '\n' + std::string{subject};
  auto const found = of_detector.by_key.find(key);
  if (found != of_detector.by_key.end()) return &found->second;
  if (of_detector.by_key.size() >= most_each) {
    ++of_detector.left_out;
    return nullptr;
  }
  auto& finding = of_detector.by_key[std::move(key)];
  finding.detector = detector.text();
  finding.subject = subject;
  return &finding;
}

void Findings::note(Finding& finding, Said const& said) {
  ++finding.count;
  finding.last = std::max(finding.last, said.moment.at);
  if (finding.evidence.size() < most_evidence)
    finding.evidence.push_back({said.moment.source, said.moment.frames, said.reply});
}

void Findings::add(Finding finding) {
  auto* place = find_or_make(Term::intern(finding.detector), finding.claim, finding.subject);
  if (place != nullptr) *place = std::move(finding);
}

std::vector<Finding> Findings::sorted() const {
  std::vector<Finding> all;
  for (auto const& [detector, found] : detectors_)
    for (auto const& [key, finding] : found.by_key) all.push_back(finding);
  auto const rank = [](Finding const& each) {
    return std::tie(each.severity, each.grade, each.detector, each.first, each.subject, each.claim);
  };
  std::ranges::sort(all, [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
  for (auto const& [detector, found] : detectors_) {
    if (found.left_out == 0) continue;
    auto const last = std::ranges::find(all.rbegin(), all.rend(), detector, &Finding::detector);
    last->claim += " (" + std::to_string(found.left_out) +
                   " more sightings by this detector were counted but not listed)";
  }
  return all;
}

}  // namespace qw::detectors
