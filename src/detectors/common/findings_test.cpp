// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/findings.hpp"

#include "detectors/common/words.hpp"
#include "support/port.hpp"

namespace qw::detectors {
namespace {

/// Adds a sighting whose claim is its key.
void add(Findings& findings, std::string_view key, std::string_view subject, Severity severity,
         std::int64_t second = 0, FrameNumber frame = 1) {
  findings.add("tester", key, subject, test::said("10.0.0.1", "10.0.0.2", {}, second, frame),
               [&](Finding& finding) {
                 finding.claim = key;
                 finding.severity = severity;
               });
}

TEST(Findings, OneClaimAboutOneSubjectIsOneFinding) {
  Findings findings;
  for (FrameNumber frame = 1; frame <= 20; ++frame)
    add(findings, "a", "x", Severity::note, static_cast<std::int64_t>(frame), frame);
  add(findings, "a", "y", Severity::note);
  add(findings, "b", "x", Severity::note);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 3U);
  auto const& first = all.back();
  EXPECT_EQ(first.subject, "x");
  EXPECT_EQ(first.count, 20U);
  EXPECT_EQ(first.first, test::start + seconds(1));
  EXPECT_EQ(first.last, test::start + seconds(20));
  ASSERT_EQ(first.evidence.size(), Findings::most_evidence);
  EXPECT_EQ(first.evidence.front().frames.first, 1U) << "the earliest proofs are kept";
  EXPECT_EQ(first.evidence.back().frames.first, Findings::most_evidence);
}

TEST(Findings, MostUrgentFirstThenByTime) {
  Findings findings;
  add(findings, "a", "note", Severity::note, 1);
  add(findings, "b", "late page", Severity::page, 9);
  add(findings, "c", "queue", Severity::queue, 2);
  add(findings, "d", "early page", Severity::page, 3);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].subject, "early page");
  EXPECT_EQ(all[1].subject, "late page");
  EXPECT_EQ(all[2].subject, "queue");
  EXPECT_EQ(all[3].subject, "note");
}

TEST(Findings, WhatIsLeftOutIsCountedAndHidesNothingMoreUrgent) {
  Findings findings;
  for (std::size_t i = 0; i < Findings::most_each + 7; ++i)
    add(findings, "a", "host " + std::to_string(i), Severity::note);
  add(findings, "a", "host 0", Severity::note);
  add(findings, "stop", "crane", Severity::page);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), Findings::most_each + 1);
  EXPECT_EQ(all.front().subject, "crane");
  EXPECT_NE(all.back().claim.find("7 more sightings"), std::string::npos) << all.back().claim;
  EXPECT_EQ(findings.left_out(), 7U);
}

TEST(Findings, WhoHasNoRoomNeedFindNoWords) {
  Findings findings;
  EXPECT_FALSE(findings.leaves_out("tester", Severity::note));
  for (std::size_t i = 0; i < Findings::most_each; ++i) {
    EXPECT_FALSE(findings.leaves_out("tester", Severity::note));
    Finding record;
    record.detector = "tester";
    record.claim = "a";
    record.subject = "host " + std::to_string(i);
    findings.add(record);
  }
  EXPECT_EQ(findings.sorted().back().severity, Severity::note);
  EXPECT_TRUE(findings.leaves_out("tester", Severity::note));
  EXPECT_TRUE(findings.leaves_out("tester", Severity::note));
  EXPECT_FALSE(findings.leaves_out("tester", Severity::page));
  EXPECT_NE(findings.sorted().back().claim.find("2 more sightings"), std::string::npos);
}

TEST(Findings, TwoRecordsOfOneClaimAddUp) {
  Findings findings;
  Finding record;
  record.detector = "tester";
  record.claim = "a";
  record.subject = "x";
  record.count = 2;
  record.first = test::start + seconds(5);
  record.last = test::start + seconds(6);
  record.evidence.push_back({SourceId{0}, {1, 2}, 0});
  findings.add(record);
  record.first = test::start;
  record.evidence[0].frames = {3, 4};
  findings.add(record);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].count, 4U);
  EXPECT_EQ(all[0].first, test::start);
  EXPECT_EQ(all[0].last, test::start + seconds(6));
  EXPECT_EQ(all[0].evidence.size(), 2U);
}

TEST(Words, ANameThatIsTheAddressIsSaidOnce) {
  test::Port port{
      "[[device]]\nname = \"screen\"\naddresses = [\"10.1.0.5\"]\n"
      "[[device]]\nname = \"10.1.0.6\"\naddresses = [\"10.1.0.6\"]\n"};
  EXPECT_EQ(name_of(test::host("10.1.0.5"), port.context), "screen (10.1.0.5)");
  EXPECT_EQ(name_of(test::host("10.1.0.6"), port.context), "10.1.0.6");
  EXPECT_EQ(name_of(test::host("10.1.0.7"), port.context), "10.1.0.7");
}

}  // namespace
}  // namespace qw::detectors
