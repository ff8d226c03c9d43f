// SPDX-License-Identifier: Apache-2.0
#include "detectors/undeclared_device/undeclared_device.hpp"

#include "support/port.hpp"

namespace qw::detectors::undeclared_device {
namespace {

using test::Port;

std::string site_text() {
  return std::string{test::crane_with_window} +
         "[[device]]\nname = \"hoist\"\naddresses = [\"10.1.0.9\"]\n";
}

Conversation talk(std::string_view from, std::string_view to, std::int64_t second = 7200,
                  FrameNumber frame = 4) {
  auto made = test::conversation(from, to, "modbus", frame);
  made.said.moment.at = test::start + seconds(second);
  return made;
}

TEST(UndeclaredDevice, AnUnnamedHostWithinABoundaryIsFoundOnce) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  auto one_frame = talk("10.1.0.66:4000", "10.1.0.9:502");
  one_frame.frames_out = 1;
  one_frame.frames_in = 0;
  detector.on(one_frame, findings);
  detector.on(one_frame, findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "10.1.0.66");
  EXPECT_EQ(finding.count, 1U);
  EXPECT_EQ(finding.evidence[0].frames.first, 4U);
  EXPECT_NE(finding.claim.find("STS-1"), std::string::npos);
}

TEST(UndeclaredDevice, NamedOutsideSilentAndGroupAddressesAreNot) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  detector.on(talk("8.8.8.8:4000", "10.1.0.9:502"), findings);
  auto unanswered = talk("10.1.0.9:4000", "10.1.0.77:502");
  unanswered.frames_in = 0;
  detector.on(unanswered, findings);
  detector.on(talk("10.1.0.9:4000", "224.0.0.251:5353"), findings);
  test::judge(detector, 7200, findings, about);
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(UndeclaredDevice, WhatWasOnlySeenIsANote) {
  Port const port{site_text() +
                  "[[device]]\nname = \"modem\"\naddresses = [\"10.1.0.66\"]\nseen_only = true\n"};
  Detector detector{port.context};
  Findings findings;
  detector.on(talk("10.1.0.66:4000", "10.1.0.9:502"), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_TRUE(finding.claim.starts_with("modem (10.1.0.66) speaks")) << finding.claim;
  EXPECT_NE(finding.claim.find("nobody vouches"), std::string::npos);
}

TEST(UndeclaredDevice, OneThatStaysAfterTheWindowIsFoundThen) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  detector.on(talk("10.1.0.66:4000", "10.1.0.9:502", 60), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::note);
  detector.on(talk("10.1.0.66:4000", "10.1.0.9:502", 3600), findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].severity, Severity::queue);
}

TEST(UndeclaredDevice, WithoutDevicesInTheSiteFileItSaysThatItCannotJudge) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(talk("10.1.0.66:4000", "10.1.0.9:502"), findings);
  test::judge(detector, 7200, findings, about);
  EXPECT_EQ(test::only(findings, port).grade, Grade::not_observable);
}

TEST(UndeclaredDevice, AFullTableSaysSoThoughTheListIsFullToo) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  auto each = talk("10.1.0.66:4000", "10.1.0.9:502");
  for (std::uint32_t i = 0; i <= Detector::most_hosts; ++i) {
    auto const text = std::to_string(i >> 16) + '.' + std::to_string((i >> 8) & 255) + '.' +
                      std::to_string(i & 255);
    each.said.moment.speaker.host =
        test::host(i < 0x1'0000 ? "10.1." + text.substr(2) : "11." + text);
    detector.on(each, findings);
  }
  test::judge(detector, 7200, findings, about);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), Findings::most_each + 1);
  EXPECT_EQ(all.back().grade, Grade::not_observable);
  EXPECT_NE(all.back().claim.find("more sightings"), std::string::npos);
}

}  // namespace
}  // namespace qw::detectors::undeclared_device
