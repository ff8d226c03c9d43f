// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_conduit/undeclared_conduit.hpp"

#include "support/port.hpp"

namespace qw::detectors::undeclared_conduit {
namespace {

using test::judged;
using test::Port;

constexpr std::string_view site_text = R"(
[[conduit]]
name = "screen"
from = "10.1.0.5/32"
to = "10.1.0.9/32"
service = "modbus"
why = "moves"
vouched_by = "A. Person"
)";

ConduitRow row(std::string rule = {}, bool vouched = false) {
  ConduitRow made;
  made.from = test::host("10.1.0.66");
  made.to = test::host("10.1.0.9");
  made.service = "modbus";
  made.rule = std::move(rule);
  made.vouched = vouched;
  made.conversations = 3;
  made.first = test::start;
  made.last = test::start + seconds(9);
  made.evidence.frames = {31, 40};
  return made;
}

TEST(UndeclaredConduit, ARowBeyondTheConduitsIsFound) {
  Port const port{site_text};
  auto const finding = test::only(judged<Detector>(port, about, row()), port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "10.1.0.66 to 10.1.0.9, modbus");
  EXPECT_EQ(finding.count, 3U);
  EXPECT_EQ(finding.evidence[0].frames.first, 31U);
}

TEST(UndeclaredConduit, WhatIsVouchedForIsNotAndWhatWasOnlySeenIsANote) {
  Port const port{site_text};
  EXPECT_TRUE(judged<Detector>(port, about, row("screen", true)).sorted().empty());
  auto const finding = test::only(judged<Detector>(port, about, row("seen in May")), port);
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_NE(finding.claim.find("nobody vouched"), std::string::npos);
}

TEST(UndeclaredConduit, WhereTheRuleIsForTheOtherWayAndNothingProvesWhoOpenedIsANote) {
  Port const port{site_text};
  auto backward = row("screen", true);
  backward.doubt = Doubt::opener;
  auto const finding = test::only(judged<Detector>(port, about, backward), port);
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_NE(finding.claim.find("not proven"), std::string::npos);
}

TEST(UndeclaredConduit, WhereTheOpeningWasLostIsANoteThatSaysSo) {
  Port const port{site_text};
  auto lost = row("screen", true);
  lost.doubt = Doubt::opening;
  auto const finding = test::only(judged<Detector>(port, about, lost), port);
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_NE(finding.claim.find("first octets were lost"), std::string::npos);
  EXPECT_NE(finding.claim.find("'screen'"), std::string::npos);
}

TEST(UndeclaredConduit, GroupsAndLinkAddressesAreNotJudged) {
  Port const port{site_text};
  auto group = row();
  group.to = test::host("224.0.0.251");
  EXPECT_TRUE(judged<Detector>(port, about, group).sorted().empty());
  auto link = row();
  link.from = test::host("00:1b:1b:00:00:01");
  EXPECT_TRUE(judged<Detector>(port, about, link).sorted().empty());
}

TEST(UndeclaredConduit, WithoutConduitsOrBeyondTheLimitItSaysThatItCannotJudge) {
  EXPECT_EQ(test::only(judged<Detector>(Port{}, about, row()), Port{}).grade,
            Grade::not_observable);
  auto folded = row();
  folded.from = folded.to = {};
  EXPECT_EQ(test::only(judged<Detector>(Port{site_text}, about, folded), Port{site_text}).grade,
            Grade::not_observable);
}

}  // namespace
}  // namespace qw::detectors::undeclared_conduit
