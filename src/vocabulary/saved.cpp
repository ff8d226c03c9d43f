// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/saved.hpp"

#include <algorithm>

namespace qw {
namespace {

constexpr std::tuple parts_of_finding{&Finding::id,    &Finding::subject,  &Finding::parts,
                                      &Finding::grade, &Finding::severity, &Finding::count,
                                      &Finding::first, &Finding::last,     &Finding::evidence};

}  // namespace

void save(StateWriter& out, Finding const& finding) {
  out.text(finding.detector->name);
  out.text(finding.kind->name);
  std::apply([&](auto... part) { (save(out, finding.*part), ...); }, parts_of_finding);
}

void load(StateReader& in, Finding& finding) {
  auto const& detectors = in.bounds().detectors;
  auto const detector = std::ranges::find(detectors, in.text(), &DetectorDescription::name);
  if (detector == detectors.end()) return in.fail();
  auto const& kinds = (*detector)->kinds;
  auto const kind = std::ranges::find(kinds, in.text(), &FindingKind::name);
  if (kind == kinds.end()) return in.fail();
  finding.detector = *detector;
  finding.kind = &*kind;
  std::apply([&](auto... part) { (load(in, finding.*part), ...); }, parts_of_finding);
}

}  // namespace qw
