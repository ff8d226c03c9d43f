// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/records/finding.hpp"
#include "core/words.hpp"
#include "vocabulary/text.hpp"

namespace qw {
namespace {

/// What the kind says, else what the detector says.
std::string own(std::string_view of_kind, std::string_view of_detector) {
  return std::string{of_kind.empty() ? of_detector : of_kind};
}

}  // namespace

std::vector<std::string> TextRow::list() const {
  std::vector<std::string> list;
  for (auto const text : texts)
    if (!text.empty()) list.emplace_back(text);
  return list;
}

ToldFinding told(Finding const& finding, Names const& names) {
  ToldFinding told{.id = finding.id,
                   .detector = {},
                   .kind = {},
                   .claim = {},
                   .subject = {},
                   .about = finding.subject,
                   .grade = finding.grade,
                   .severity = finding.severity,
                   .count = finding.count,
                   .first = finding.first,
                   .last = finding.last,
                   .evidence = finding.evidence,
                   .innocent = {},
                   .bound = {},
                   .technique = {},
                   .rules = {},
                   .steps = {},
                   .parts = finding.parts};
  if (finding.detector == nullptr || finding.kind == nullptr) return told;
  auto const& detector = *finding.detector;
  auto const& kind = *finding.kind;
  told.detector = detector.name;
  told.kind = kind.name;
  if (detector.words != nullptr) {
    auto words = detector.words(finding, names);
    told.subject = std::move(words.subject);
    told.claim = std::move(words.claim);
    told.bound = std::move(words.bound);
  }
  if (finding.left_out != 0)
    told.claim += " (" + counted(finding.left_out, "more sighting") +
                  " by this detector were counted but not listed)";
  if (told.bound.empty()) told.bound = kind.bound;
  if (finding.grade == Grade::not_observable) return told;  // nothing is claimed
  told.innocent = own(kind.innocent, detector.innocent);
  told.technique = own(kind.technique, detector.technique);
  told.rules = detector.rules.list();
  told.steps = (kind.steps.empty() ? detector.steps : kind.steps).list();
  return told;
}

bool alike(Finding const& a, Finding const& b) {
  return a.detector == b.detector && a.kind == b.kind && a.severity == b.severity &&
         a.grade == b.grade;
}

std::string address_of(Host const& host, Names const& names) {
  std::string out;
  append_text(out, host, names);
  return out;
}

std::string name_of(Host const& host, Names const& names) {
  auto const address = address_of(host, names);
  auto const name = names.host(host);
  return name.empty() || name == address ? address : std::string{name} + " (" + address + ")";
}

}  // namespace qw
