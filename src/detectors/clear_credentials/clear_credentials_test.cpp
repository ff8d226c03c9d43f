// SPDX-License-Identifier: Apache-2.0
#include "detectors/clear_credentials/clear_credentials.hpp"

#include "support/port.hpp"

namespace qw::detectors::clear_credentials {
namespace {

using test::Port;

Login login(Term protocol, Term method, bool in_clear, FrameNumber frame = 11) {
  Login made;
  made.said = test::said("10.1.0.5:4000", "10.1.0.9:21", protocol, 7200, frame);
  made.account = "crane";
  made.method = method;
  made.in_clear = in_clear;
  return made;
}

TEST(ClearCredentials, ALoginThatAListenerLearnsFromIsFound) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(login("ssh", "publickey", false), findings);
  EXPECT_TRUE(findings.sorted().empty()) << "the protected twin";
  detector.on(login("ftp", "PASS", true), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "10.1.0.9");
  EXPECT_EQ(finding.evidence[0].frames.first, 11U);
  EXPECT_NE(finding.claim.find("as 'crane'"), std::string::npos);
}

TEST(ClearCredentials, NobodyIsSaidToHaveLetItInUnlessSo) {
  Port const port;
  for (auto const& [state, words] :
       {std::pair{Outcome::State::accepted, "10.1.0.5 authenticated to 10.1.0.9"},
        std::pair{Outcome::State::refused, "10.1.0.5 tried to authenticate to 10.1.0.9"},
        std::pair{Outcome::State::none, "10.1.0.5 sent its secret to 10.1.0.9"}}) {
    Detector detector{port.context};
    Findings findings;
    auto made = login("snmp", "community", true);
    made.outcome.state = state;
    detector.on(made, findings);
    EXPECT_TRUE(test::only(findings, port).claim.starts_with(words))
        << test::only(findings, port).claim;
  }
}

TEST(ClearCredentials, OneFindingForEachServerProtocolAndMethod) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (auto const& each : {login("ftp", "PASS", true, 1), login("ftp", "PASS", true, 2),
                           login("http", "Basic", true, 3), login("snmp", "community", true, 4)})
    detector.on(each, findings);
  auto other = login("ftp", "PASS", true, 5);
  other.said.moment.listener = test::endpoint("10.1.0.10:21");
  detector.on(other, findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 4U);
  std::uint64_t seen = 0;
  for (auto const& each : all) {
    test::expect_complete(each);
    seen += each.count;
  }
  EXPECT_EQ(seen, 5U);
}

TEST(ClearCredentials, SisterCranesWithTheSameAddressesAreKeptApart) {
  Port const port{"[[realm]]\nname = \"sts2\"\n"};
  Detector detector{port.context};
  Findings findings;
  detector.on(login("ftp", "PASS", true, 1), findings);
  auto sister = login("ftp", "PASS", true, 2);
  sister.said.moment.speaker = test::endpoint("10.1.0.5:4000", 1);
  sister.said.moment.listener = test::endpoint("10.1.0.9:21", 1);
  detector.on(sister, findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].subject, "10.1.0.9");
  EXPECT_EQ(all[1].subject, "sts2/10.1.0.9");
}

}  // namespace
}  // namespace qw::detectors::clear_credentials
