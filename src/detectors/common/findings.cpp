// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/findings.hpp"

#include <algorithm>
#include <tuple>

#include "core/words.hpp"

namespace qw::detectors {

std::string Findings::key_of(std::string_view claim_key, std::string_view subject) {
  return std::string{claim_key} + '\n' + std::string{subject};
}

Finding* Findings::find(OfDetector& of_detector, std::string_view key) {
  auto const found = of_detector.by_key.find(key);
  return found == of_detector.by_key.end() ? nullptr : &found->second;
}

Finding* Findings::keep(OfDetector& of_detector, std::string key, Finding finding) {
  if (finding.grade != Grade::not_observable) {
    auto& kept = of_detector.kept[static_cast<std::size_t>(finding.severity)];
    if (kept >= most_each) {
      ++of_detector.left_out;
      return nullptr;
    }
    ++kept;
  }
  return &of_detector.by_key.emplace(std::move(key), std::move(finding)).first->second;
}

void Findings::note(Finding& finding, Said const& said) {
  ++finding.count;
  finding.last = std::max(finding.last, said.moment.at);
  if (finding.evidence.size() < most_evidence)
    finding.evidence.push_back({said.moment.source, said.moment.frames, said.reply});
}

void Findings::add(Finding finding) {
  auto& of_detector = detectors_[finding.detector];
  auto key = key_of(finding.claim, finding.subject);
  auto* const held = find(of_detector, key);
  if (held == nullptr) {
    keep(of_detector, std::move(key), std::move(finding));
    return;
  }
  held->count += finding.count;
  held->first = std::min(held->first, finding.first);
  held->last = std::max(held->last, finding.last);
  for (auto const& each : finding.evidence)
    if (held->evidence.size() < most_evidence) held->evidence.push_back(each);
}

bool Findings::leaves_out(std::string_view detector, Severity severity) {
  auto const found = detectors_.find(detector);
  if (found == detectors_.end()) return false;
  auto& of_detector = found->second;
  if (of_detector.kept[static_cast<std::size_t>(severity)] < most_each) return false;
  ++of_detector.left_out;
  return true;
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
    last->claim += " (" + counted(found.left_out, "more sighting") +
                   " by this detector were counted but not listed)";
  }
  return all;
}

std::uint64_t Findings::left_out() const {
  std::uint64_t sum = 0;
  for (auto const& [detector, found] : detectors_) sum += found.left_out;
  return sum;
}

}  // namespace qw::detectors
