// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <variant>
#include <vector>

#include "detectors/common/detector.hpp"
#include "site/read.hpp"
#include "support/events.hpp"

namespace qw::test {

/// A port with this site file, for detectors. One with a mistake fails the test.
class Port {
  site::Site site_;
  site::Atlas atlas_;
  site::ListedMakers makers_;

 public:
  explicit Port(std::string_view site_toml = {}, std::string_view makers_tsv = {})
      : site_{read(site_toml)}, atlas_{site_} {
    if (!makers_tsv.empty()) {
      EXPECT_TRUE(makers_.add(makers_tsv, "makers.tsv").ok());
    }
  }

  detectors::Context context{.site = site_,
                             .atlas = atlas_,
                             .listed_makers = makers_,
                             .protocols = known_protocols(),
                             .learning = seconds(3600)};
  Names names = site::names_of(site_);

 private:
  static site::Site read(std::string_view text) {
    auto reading = site::read(text, "site.toml");
    if (auto const* mistakes = std::get_if<std::vector<site::Mistake>>(&reading))
      for (auto const& each : *mistakes) ADD_FAILURE() << site::to_text(each);
    auto* const site = std::get_if<site::Site>(&reading);
    return site == nullptr ? site::Site{} : std::move(*site);
  }
};

/// A moment so many seconds after `start`, at which this is known.
inline detectors::Tick tick(std::int64_t second, Dossier const& known) {
  return {start, start + seconds(second), known};
}

/// What a detector finds at so many seconds after `start`, where the analyses know this.
template <class Detector>
void judge(Detector&& detector, std::int64_t second, detectors::Findings& findings,
           detectors::About const& about, Dossier const& known = {}) {
  detectors::Standing standing{findings, about};
  detector.at(tick(second, known), standing);
}

/// What a detector finds after a minute in which the analyses made one record.
template <class Detector, class Record>
detectors::Findings judged(Port const& port, detectors::About const& about, Record const& record) {
  detectors::Findings findings;
  Dossier known;
  known.of<Record>() = {record};
  judge(Detector{port.context}, 60, findings, about, known);
  return findings;
}

/// A window from 00:00 to 01:00 of the first day of all tests, for the crane's network.
inline constexpr std::string_view crane_with_window = R"(
[[crane]]
name = "STS-1"
networks = ["10.1.0.0/16"]

[[maintenance]]
name = "spring"
to = "STS-1"
start = 2026-03-01T00:00:00Z
end = 2026-03-01T01:00:00Z
vouched_by = "B. Person"
)";

/// Everything that a finding must say, whoever made it.
inline void expect_complete(ToldFinding const& finding) {
  EXPECT_EQ(finding.id.size(), 16U);
  EXPECT_FALSE(finding.claim.empty());
  EXPECT_FALSE(finding.subject.empty());
  if (finding.grade == Grade::not_observable) {
    EXPECT_FALSE(finding.bound.empty()) << finding.claim;
    return;
  }
  EXPECT_GT(finding.count, 0U) << finding.claim;
  EXPECT_FALSE(finding.innocent.empty()) << finding.claim;
  EXPECT_FALSE(finding.technique.empty()) << finding.claim;
  EXPECT_FALSE(finding.rules.empty()) << finding.claim;
  EXPECT_FALSE(finding.steps.empty()) << finding.claim;
  ASSERT_FALSE(finding.evidence.empty()) << finding.claim;
  EXPECT_NE(finding.evidence.front().frames.first, 0U) << finding.claim;
}

/// All findings in the words of this port.
inline std::vector<ToldFinding> told(detectors::Findings const& findings, Port const& port) {
  std::vector<ToldFinding> all;
  for (auto const& each : findings.sorted()) all.push_back(qw::told(each, port.names));
  return all;
}

/// The only finding there is, complete; an empty one fails the test.
inline ToldFinding only(detectors::Findings const& findings, Port const& port) {
  auto const all = told(findings, port);
  EXPECT_EQ(all.size(), 1U);
  if (all.size() != 1) return {};
  expect_complete(all[0]);
  return all[0];
}

}  // namespace qw::test
