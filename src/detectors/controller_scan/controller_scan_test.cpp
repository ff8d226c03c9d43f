// SPDX-License-Identifier: Apache-2.0
#include "detectors/controller_scan/controller_scan.hpp"

#include "support/port.hpp"

namespace qw::detectors::controller_scan {
namespace {

using test::Port;

/// An attempt at the n-th address that nobody answered.
Conversation failed(std::uint32_t n, std::uint16_t port = 502, std::int64_t second = 7200) {
  auto made = test::conversation("10.1.0.66:4000",
                                 "10.1.1." + std::to_string(n) + ':' + std::to_string(port), {}, n);
  made.said.moment.at = test::start + seconds(second);
  made.phase = Phase::closed;
  made.close = CloseCause::idle;
  made.frames_in = made.octets_in = made.payload_in = made.payload_out = 0;
  return made;
}

Conversation served(std::uint32_t n) {
  auto made = failed(n);
  made.frames_in = 8;
  made.payload_in = 100;
  made.payload_out = 50;
  return made;
}

void put(Detector& detector, Findings& findings, std::vector<Conversation> const& all) {
  for (auto const& each : all) detector.on(each, findings);
}

TEST(ControllerScan, FourFailuresInARowAreFoundAndThreeAreNot) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  put(detector, findings, {failed(1), failed(2), failed(3)});
  put(detector, findings, {failed(3), failed(3)});
  EXPECT_TRUE(findings.sorted().empty()) << "only first contacts count";
  put(detector, findings, {failed(4)});
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::likely);
  EXPECT_EQ(finding.severity, Severity::page);
  EXPECT_EQ(finding.subject, "10.1.0.66");
  EXPECT_EQ(finding.count, 4U);
  ASSERT_EQ(finding.evidence.size(), 4U);
  EXPECT_EQ(finding.evidence[3].frames.first, 4U);
}

TEST(ControllerScan, ResetsCountAsFailures) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n = 1; n <= 4; ++n) {
    auto refused = failed(n, 102);
    refused.frames_in = 1;
    refused.close = CloseCause::reset;
    detector.on(refused, findings);
  }
  EXPECT_EQ(test::only(findings, port).count, 4U);
}

TEST(ControllerScan, AClientThatReachesItsServersIsNone) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  put(detector, findings, {served(1), failed(2), served(3), failed(4), served(5), failed(6)});
  for (std::uint32_t n = 10; n < 20; ++n) detector.on(failed(n, 8080), findings);
  auto datagram = failed(30);
  datagram.transport = "udp";
  put(detector, findings, {datagram, datagram, datagram, datagram});
  EXPECT_TRUE(findings.sorted().empty());
}

/// Counters of an event go back to the one before: the last one of a long conversation
/// may be empty, or have its reset alone.
TEST(ControllerScan, WhatAConversationToldEarlierIsRemembered) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n = 1; n <= 6; ++n) {
    auto update = served(n);
    update.phase = Phase::update;
    detector.on(update, findings);
    detector.on(failed(n), findings);
  }
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(ControllerScan, DataThatOneSideOfTheTapShowsIsNoFailure) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n = 1; n <= 6; ++n) {
    auto one_way = failed(n);
    one_way.payload_out = 12;
    detector.on(one_way, findings);
  }
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(ControllerScan, TheWindowLowersIt) {
  Port const port{test::crane_with_window};
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n = 1; n <= 4; ++n) detector.on(failed(n, 502, 60), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::note);
  for (std::uint32_t n = 5; n <= 8; ++n) detector.on(failed(n, 502, 7200), findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].severity, Severity::page);
}

TEST(ControllerScan, AFullTableSaysSo) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  auto each = failed(1);
  for (std::uint32_t i = 0; i <= Detector::most_hosts; ++i) {
    auto const text = std::to_string(i >> 8) + '.' + std::to_string(i & 255);
    each.said.moment.speaker.host = test::host("11.0." + text);
    detector.on(each, findings);
  }
  test::judge(detector, 7200, findings, about);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::not_observable);
  EXPECT_NE(finding.claim.find("more first contacts"), std::string::npos);
}

}  // namespace
}  // namespace qw::detectors::controller_scan
