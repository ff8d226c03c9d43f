// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/findings.hpp"

#include <fmt/format.h>

#include <set>

#include "support/port.hpp"

namespace qw::detectors {
namespace {

constexpr FindingKind kinds[] = {{.name = "a"}, {.name = "b"}};
FindingWords words_of(Finding const& finding, Names const& names) {
  return {qw::name_of(std::get<Host>(finding.subject), names), std::string{finding.kind->name}};
}
constexpr About tester{.name = "tester",
                       .claim = {},
                       .technique = {},
                       .sensitivity = {},
                       .kinds = kinds,
                       .words = words_of};

Host numbered(std::size_t number) {
  return test::host(fmt::format("10.{}.{}.{}", number >> 16, (number >> 8) & 255, number & 255));
}

void add(Findings& findings, std::string_view kind, Host const& subject, Severity severity,
         std::int64_t second = 0, FrameNumber frame = 1) {
  findings.add({tester, kind, subject, {}}, test::said("10.0.0.1", "10.0.0.2", {}, second, frame),
               [&](Finding& finding) { finding.severity = severity; });
}

TEST(Findings, OneClaimAboutOneSubjectIsOneFinding) {
  Findings findings;
  auto const x = numbered(1);
  for (FrameNumber frame = 1; frame <= 20; ++frame)
    add(findings, "a", x, Severity::note, static_cast<std::int64_t>(frame), frame);
  add(findings, "a", numbered(2), Severity::note);
  add(findings, "b", x, Severity::note);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 3U);
  auto const& first = all.back();
  EXPECT_EQ(first.subject, Subject{x});
  EXPECT_EQ(first.count, 20U);
  EXPECT_EQ(first.first, test::start + seconds(1));
  EXPECT_EQ(first.last, test::start + seconds(20));
  ASSERT_EQ(first.evidence.size(), Findings::most_evidence);
  EXPECT_EQ(first.evidence.front().frames.first, 1U) << "the earliest proofs are kept";
  EXPECT_EQ(first.evidence.back().frames.first, Findings::most_evidence);
}

TEST(Findings, AnIdIsMadeOfWhatIsClaimedOfWhomAndNothingElse) {
  std::vector<std::string> const realms{"shared", "sts1"};
  auto const host = test::host("10.0.0.5");
  auto const id = [&](std::string_view kind, Subject const& subject, FindingParts const& parts) {
    return id_of({tester, kind, subject, parts}, realms);
  };
  std::set<std::string> ids{id("a", host, {}),
                            id("b", host, {}),
                            id("a", test::host("10.0.0.5", 1), {}),
                            id("a", HostPair{host, test::host("10.0.0.6")}, {}),
                            id("a", HostPair{test::host("10.0.0.6"), host}, {}),
                            id("a", ConduitEnds{host, test::host("10.0.0.6"), "modbus"}, {}),
                            id("a", HostPoint{host, "modbus"}, {}),
                            id("a", PortDocument{"modbus"}, {}),
                            id("a", Observation{}, {}),
                            id("a", Observation{RealmId{1}}, {}),
                            id("a", host, {{"operation", std::string{"x"}}}),
                            id("a", host, {{"operation", std::string{"y"}}}),
                            id("a", host, {{"operation", std::uint64_t{1}}})};
  EXPECT_EQ(ids.size(), 13U);
  EXPECT_EQ(id("a", host, {}), "280a05db717d511c") << "people keep ids: they may not change";
  EXPECT_EQ(id_of({tester, "a", test::host("10.0.0.5", 2), {}}, {"shared", "new", "sts1"}),
            id("a", test::host("10.0.0.5", 1), {}))
      << "a realm counts by its name";
}

TEST(Findings, AnIdIsTheSameHoweverOftenAndWhenItWasSeen) {
  Findings one;
  Findings other;
  for (std::int64_t second : {7, 8, 9}) add(one, "a", numbered(1), Severity::note, second);
  add(other, "a", numbered(1), Severity::page);
  EXPECT_EQ(one.sorted()[0].id, other.sorted()[0].id);
}

TEST(Findings, MostUrgentFirstThenByTime) {
  Findings findings;
  add(findings, "a", numbered(1), Severity::note, 1);
  add(findings, "b", numbered(2), Severity::page, 9);
  add(findings, "a", numbered(3), Severity::queue, 2);
  add(findings, "b", numbered(4), Severity::page, 3);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].subject, Subject{numbered(4)});
  EXPECT_EQ(all[1].subject, Subject{numbered(2)});
  EXPECT_EQ(all[2].subject, Subject{numbered(3)});
  EXPECT_EQ(all[3].subject, Subject{numbered(1)});
}

TEST(Findings, WhatIsLeftOutIsCountedAndHidesNothingMoreUrgent) {
  test::Port const port;
  Findings findings;
  for (std::size_t i = 0; i < Findings::most_each + 7; ++i)
    add(findings, "a", numbered(i), Severity::note);
  add(findings, "a", numbered(0), Severity::note);
  add(findings, "b", numbered(0), Severity::page);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), Findings::most_each + 1);
  EXPECT_EQ(all.front().kind, "b");
  EXPECT_NE(all.back().claim.find("7 more sightings"), std::string::npos) << all.back().claim;
  EXPECT_EQ(findings.left_out(), 7U);
}

void stand(Standing& standing, std::string_view kind, Host const& subject, std::uint64_t count = 1,
           std::int64_t second = 0) {
  standing.add({tester, kind, subject, {}}, [&](Finding& finding) {
    finding.severity = Severity::note;
    finding.count = count;
    finding.first = test::start + seconds(second);
    finding.last = finding.first + seconds(1);
    finding.evidence.push_back({SourceId{0}, {1, 2}, 0});
    finding.parts.add("octets", 7);
  });
}

TEST(Standing, WhatIsClaimedNoMoreIsClosedAndTheRestGoesOn) {
  Findings findings;
  add(findings, "b", numbered(9), Severity::note);
  {
    Standing standing{findings, tester};
    stand(standing, "a", numbered(1), 1);
    stand(standing, "a", numbered(2), 1);
  }
  auto const before = findings.sorted();
  ASSERT_EQ(before.size(), 3U);
  {
    Standing standing{findings, tester};
    stand(standing, "a", numbered(2), 5);
    stand(standing, "a", numbered(3), 1);
  }
  std::set<std::string> open;
  for (auto const& each : findings.sorted()) open.insert(each.id);
  EXPECT_EQ(open.size(), 3U);
  for (auto const& each : before)
    EXPECT_EQ(open.contains(each.id), each.subject != Subject{numbered(1)});
}

TEST(Standing, WhoHasNoRoomNeedFindNoParts) {
  test::Port const port;
  Findings findings;
  add(findings, "b", numbered(9), Severity::note);
  for (int tick = 0; tick < 2; ++tick) {
    Standing standing{findings, tester};
    for (std::size_t i = 0; i + 1 < Findings::most_each; ++i) {
      EXPECT_FALSE(standing.leaves_out(Severity::note));
      stand(standing, "a", numbered(i));
    }
    EXPECT_TRUE(standing.leaves_out(Severity::note)) << "one stands on events";
    EXPECT_TRUE(standing.leaves_out(Severity::note));
    EXPECT_FALSE(standing.leaves_out(Severity::page));
  }
  EXPECT_NE(test::told(findings, port).back().claim.find("2 more sightings"), std::string::npos);
}

TEST(Standing, TwoOfOneClaimAddUp) {
  Findings findings;
  Standing standing{findings, tester};
  stand(standing, "a", numbered(1), 2, 5);
  stand(standing, "a", numbered(1), 2, 0);
  auto const all = findings.sorted();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].count, 4U);
  EXPECT_EQ(all[0].first, test::start);
  EXPECT_EQ(all[0].last, test::start + seconds(6));
  EXPECT_EQ(all[0].evidence.size(), 2U);
  EXPECT_EQ(all[0].parts.number("octets"), 14U);
}

TEST(Words, ANameThatIsTheAddressIsSaidOnce) {
  test::Port port{
      "[[device]]\nname = \"screen\"\naddresses = [\"10.1.0.5\"]\n"
      "[[device]]\nname = \"10.1.0.6\"\naddresses = [\"10.1.0.6\"]\n"};
  EXPECT_EQ(name_of(test::host("10.1.0.5"), port.names), "screen (10.1.0.5)");
  EXPECT_EQ(name_of(test::host("10.1.0.6"), port.names), "10.1.0.6");
  EXPECT_EQ(name_of(test::host("10.1.0.7"), port.names), "10.1.0.7");
}

}  // namespace
}  // namespace qw::detectors
