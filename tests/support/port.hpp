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

 private:
  static site::Site read(std::string_view text) {
    auto reading = site::read(text, "site.toml");
    if (auto const* mistakes = std::get_if<std::vector<site::Mistake>>(&reading))
      for (auto const& each : *mistakes) ADD_FAILURE() << site::to_text(each);
    auto* const site = std::get_if<site::Site>(&reading);
    return site == nullptr ? site::Site{} : std::move(*site);
  }

  site::Site site_;
  site::Atlas atlas_;
  site::ListedMakers makers_;
};

/// Results of a run of so many seconds from `start`.
inline detectors::Results results(std::int64_t lasted_s) {
  return {.devices = {},
          .conduits = {},
          .ledger = {},
          .first = start,
          .last = start + seconds(lasted_s)};
}

inline void add(detectors::Results& to, Device const& device) { to.devices = {&device, 1}; }
inline void add(detectors::Results& to, ConduitRow const& row) { to.conduits = {&row, 1}; }
inline void add(detectors::Results& to, LedgerRow const& row) { to.ledger = {&row, 1}; }

/// What a detector finds at the end of a minute in which the analyses made one record.
template <class Detector, class Record>
detectors::Findings judged(Port const& port, Record const& record) {
  detectors::Findings findings;
  auto made = results(60);
  add(made, record);
  Detector{port.context}.at_end(made, findings);
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
inline void expect_complete(Finding const& finding) {
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

/// The only finding there is, complete; an empty one fails the test.
inline Finding only(detectors::Findings const& findings) {
  auto const all = findings.sorted();
  EXPECT_EQ(all.size(), 1U);
  if (all.size() != 1) return {};
  expect_complete(all[0]);
  return all[0];
}

}  // namespace qw::test
