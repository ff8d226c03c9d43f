// SPDX-License-Identifier: Apache-2.0
#include "detectors/second_gateway/second_gateway.hpp"

#include "support/port.hpp"

namespace qw::detectors::second_gateway {
namespace {

using test::Port;

Binding told(std::string_view subject, Relation relation = Relation::gateway,
             std::int64_t second = 7200, FrameNumber frame = 7) {
  Binding made;
  made.said = test::said("10.1.0.2:67", "10.1.0.50:68", "dhcp", second, frame);
  made.relation = relation;
  made.subject = test::address(subject);
  if (relation == Relation::server) made.detail = "DHCP";
  return made;
}

TEST(SecondGateway, AnotherGatewayOrServerOfTheNetworkIsFound) {
  Port const port;
  for (auto relation : {Relation::gateway, Relation::server}) {
    Detector detector{port.context};
    Findings findings;
    detector.on(told("10.1.0.1", relation), findings);
    detector.on(told("10.1.0.1", relation), findings);
    detector.on(told("10.1.9.1", relation), findings);
    EXPECT_TRUE(findings.sorted().empty()) << "the same again, and one of another network";
    detector.on(told("10.1.0.254", relation, 7200, 9), findings);
    auto const finding = test::only(findings, port);
    EXPECT_EQ(finding.grade, Grade::observed);
    EXPECT_EQ(finding.severity, Severity::queue);
    EXPECT_EQ(finding.subject, "10.1.0.254");
    EXPECT_EQ(finding.evidence[0].frames.first, 9U);
    EXPECT_NE(finding.claim.find("10.1.0.1 was seen first"), std::string::npos);
  }
}

TEST(SecondGateway, WhatTheSiteFileNamesIsRightAndAllElseIsWrong) {
  Port const port{"[services]\ngateways = [\"10.1.0.1\"]\ndhcp_servers = [\"10.1.0.2\"]\n"};
  for (auto relation : {Relation::gateway, Relation::server}) {
    Detector detector{port.context};
    Findings findings;
    detector.on(told(relation == Relation::gateway ? "10.1.0.1" : "10.1.0.2", relation), findings);
    EXPECT_TRUE(findings.sorted().empty());
    detector.on(told("10.9.0.9", relation), findings);
    EXPECT_EQ(test::only(findings, port).severity, Severity::page);
  }
}

TEST(SecondGateway, OtherServersAndNoAddressAreNone) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  auto names = told("10.1.0.1", Relation::server);
  names.detail = "DNS";
  detector.on(names, findings);
  names.subject = test::address("10.1.0.3");
  detector.on(names, findings);
  detector.on(told("10.1.0.1"), findings);
  detector.on(told("0.0.0.0"), findings);
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(SecondGateway, TheWindowLowersItWhileItLasts) {
  Port const port{test::crane_with_window};
  Detector detector{port.context};
  Findings findings;
  detector.on(told("10.1.0.1", Relation::gateway, 60), findings);
  detector.on(told("10.1.0.254", Relation::gateway, 61), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::note);
  detector.on(told("10.1.0.254", Relation::gateway, 3600), findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].severity, Severity::queue);
}

TEST(SecondGateway, AFullTableSaysSo) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (std::size_t i = 0; i <= Detector::most_networks; ++i)
    detector.on(told("11." + std::to_string(i >> 8) + '.' + std::to_string(i & 255) + ".1"),
                findings);
  test::judge(detector, 7200, findings, about);
  EXPECT_EQ(test::only(findings, port).grade, Grade::not_observable);
}

}  // namespace
}  // namespace qw::detectors::second_gateway
