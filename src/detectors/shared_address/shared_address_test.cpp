// SPDX-License-Identifier: Apache-2.0
#include "detectors/shared_address/shared_address.hpp"

#include "support/port.hpp"

namespace qw::detectors::shared_address {
namespace {

using test::Port;

/// One report of the n-th conversation of the same ends, in a capture of its own.
Conversation in_capture(std::uint32_t n, std::int64_t from = 0, std::int64_t until = 60) {
  auto made = test::conversation("10.1.0.5:4000", "10.1.0.9:502", "modbus", 7);
  made.said.moment.source = static_cast<SourceId>(n);
  made.said.moment.conversation = conversation_id(static_cast<SourceId>(n), 7);
  made.first = test::start + seconds(from);
  made.last = test::start + seconds(until);
  made.phase = Phase::closed;
  return made;
}

Conversation opened(Conversation made) {
  made.phase = Phase::opened;
  made.last = made.first;
  made.payload_out = made.payload_in = 0;
  return made;
}

TEST(SharedAddress, TwoConversationsOfTheSameEndsAreFound) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n : {0U, 1U, 2U}) detector.on(opened(in_capture(n, n)), findings);
  EXPECT_TRUE(findings.sorted().empty()) << "nothing was said in them so far";
  for (std::uint32_t n : {0U, 1U, 2U}) detector.on(in_capture(n, n), findings);
  for (std::uint32_t n : {1U, 2U}) detector.on(in_capture(n, n), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::likely);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "shared");
  EXPECT_EQ(finding.count, 2U) << "each conversation counts once";
  EXPECT_NE(finding.claim.find("10.1.0.5 and 10.1.0.9"), std::string::npos);
}

TEST(SharedAddress, OneAfterTheOtherIsTheSameMachine) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(in_capture(0, 0, 60), findings);
  detector.on(in_capture(1, 61, 90), findings);
  auto third = in_capture(0, 91, 120);
  third.said.moment.conversation = conversation_id(SourceId{0}, 9);
  detector.on(third, findings);
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(SharedAddress, OtherRealmsAndTheSameCaptureAreNone) {
  Port const port{"[[realm]]\nname = \"sts1\"\n[[realm]]\nname = \"sts2\"\n"};
  Detector detector{port.context};
  Findings findings;
  for (std::uint32_t n : {1U, 2U}) {
    auto made = in_capture(n);
    made.said.moment.speaker.host.realm = made.said.moment.listener.host.realm =
        static_cast<RealmId>(n);
    detector.on(made, findings);
  }
  auto again = in_capture(3);
  detector.on(again, findings);
  again.said.moment.conversation = conversation_id(SourceId{3}, 9);
  detector.on(again, findings);
  auto datagrams = in_capture(4);
  datagrams.transport = "udp";
  detector.on(datagrams, findings);
  EXPECT_TRUE(findings.sorted().empty());
}

}  // namespace
}  // namespace qw::detectors::shared_address
