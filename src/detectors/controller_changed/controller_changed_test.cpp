// SPDX-License-Identifier: Apache-2.0
#include "detectors/controller_changed/controller_changed.hpp"

#include "support/port.hpp"

namespace qw::detectors::controller_changed {
namespace {

using test::Port;

Command command(Verb verb, Outcome::State state = Outcome::State::accepted,
                std::int64_t second = 7200, FrameNumber frame = 5) {
  Command made;
  made.said = test::said("10.1.0.5:4000", "10.1.0.9:102", "s7comm", second, frame);
  made.said.reply = frame + 1;
  made.verb = verb;
  made.operation = "PLC Stop";
  made.outcome.state = state;
  return made;
}

ToldFinding judged(Port const& port, Command const& made) {
  Findings findings;
  Detector{port.context}.on(made, findings);
  return test::only(findings, port);
}

TEST(ControllerChanged, EachVerbThatChangesAControllerIsFound) {
  Port const port;
  for (auto const& [verb, technique] :
       {std::pair{Verb::stop, "T0858"}, std::pair{Verb::start, "T0858"},
        std::pair{Verb::load_program, "T0843"}, std::pair{Verb::configure, "T0889"},
        std::pair{Verb::firmware, "T0857"}, std::pair{Verb::set_clock, "T0836"},
        std::pair{Verb::force, "T0835"}}) {
    auto const finding = judged(port, command(verb));
    EXPECT_EQ(finding.severity, verb == Verb::set_clock ? Severity::queue : Severity::page);
    EXPECT_EQ(finding.grade, Grade::observed);
    EXPECT_EQ(finding.subject, "10.1.0.9");
    EXPECT_TRUE(finding.technique.starts_with(technique)) << finding.technique;
    ASSERT_EQ(finding.evidence.size(), 1U);
    EXPECT_EQ(finding.evidence[0].frames.first, 5U);
    EXPECT_EQ(finding.evidence[0].reply, 6U);
  }
}

TEST(ControllerChanged, ReadingAndWritingAreNot) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (auto verb : {Verb::read, Verb::write, Verb::take_program, Verb::authenticate, Verb::diagnose,
                    Verb::file, Verb::other})
    detector.on(command(verb), findings);
  EXPECT_TRUE(findings.sorted().empty());
}

TEST(ControllerChanged, WhatBecameOfItDecidesTheWords) {
  Port const port;
  auto const refused = judged(port, command(Verb::stop, Outcome::State::refused));
  EXPECT_EQ(refused.severity, Severity::queue);
  EXPECT_EQ(refused.grade, Grade::observed);
  EXPECT_NE(refused.claim.find("tried to stop"), std::string::npos);
  EXPECT_NE(refused.claim.find("refused"), std::string::npos);
  for (auto state : {Outcome::State::unseen, Outcome::State::unanswered}) {
    auto const open = judged(port, command(Verb::stop, state));
    EXPECT_EQ(open.severity, Severity::page);
    EXPECT_EQ(open.grade, Grade::possible);
    EXPECT_NE(open.claim.find("does not show"), std::string::npos);
  }
}

TEST(ControllerChanged, AMaintenanceWindowCoversItsCraneAndHourOnly) {
  Port const port{test::crane_with_window};
  Detector detector{port.context};
  Findings findings;
  detector.on(command(Verb::stop, Outcome::State::accepted, 60, 5), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::note);
  detector.on(command(Verb::stop, Outcome::State::accepted, 3600, 9), findings);
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U) << "what comes after the window is not covered by it";
  EXPECT_EQ(all[0].severity, Severity::page);
  EXPECT_EQ(all[0].evidence[0].frames.first, 9U);

  auto elsewhere = command(Verb::stop, Outcome::State::accepted, 60);
  elsewhere.said = test::said("10.2.0.5:4000", "10.2.0.9:102", "s7comm", 60);
  EXPECT_EQ(judged(port, elsewhere).severity, Severity::page);
}

TEST(ControllerChanged, WhatAVouchedConduitAllowsWaits) {
  constexpr std::string_view head = R"(
[[conduit]]
from = "10.1.0.5/32"
to = "10.1.0.9/32"
service = "s7comm"
commands = ["stop"]
why = "maintenance"
)";
  Port const vouched{std::string{head} + "vouched_by = \"A. Person\"\n"};
  EXPECT_EQ(judged(vouched, command(Verb::stop)).severity, Severity::queue);
  EXPECT_EQ(judged(vouched, command(Verb::load_program)).severity, Severity::page);
  Port const seen{std::string{head} + "seen_only = true\n"};
  EXPECT_EQ(judged(seen, command(Verb::stop)).severity, Severity::page);
}

Command on_block(std::uint32_t number, FrameNumber frame) {
  auto made = command(Verb::load_program, Outcome::State::accepted, 7200, frame);
  made.operation = "Request download";
  made.object.space = "SDB";
  made.object.block = number;
  return made;
}

TEST(ControllerChanged, SevenBlocksAreNotOneBlockSevenTimes) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (auto const number : {7U, 4U, 7U, 1U}) detector.on(on_block(number, 5 + number), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.count, 4U);
  EXPECT_EQ(
      finding.claim,
      "10.1.0.5 loaded a program into 10.1.0.9 (Request download, s7comm SDB 7, SDB 4, SDB 1).");
  for (std::uint32_t number = 100; number < 120; ++number)
    detector.on(on_block(number, number), findings);
  auto const many = test::only(findings, port);
  EXPECT_EQ(many.count, 24U);
  EXPECT_TRUE(many.claim.ends_with("SDB 1, SDB 100 and others).")) << many.claim;
}

TEST(ControllerChanged, OneServiceThatDoesTwoThingsIsTwoFindings) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (auto const verb : {Verb::configure, Verb::load_program}) {
    auto made = command(verb);
    made.operation = "Create";
    detector.on(made, findings);
  }
  auto const all = test::told(findings, port);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].claim, "10.1.0.5 reconfigured 10.1.0.9 (Create, s7comm).");
  EXPECT_EQ(all[1].claim, "10.1.0.5 loaded a program into 10.1.0.9 (Create, s7comm).");
  EXPECT_NE(all[0].id, all[1].id);
}

TEST(ControllerChanged, RepeatsAreCountedAndTheirFramesKept) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  for (FrameNumber frame = 1; frame <= 20; ++frame)
    detector.on(command(Verb::stop, Outcome::State::accepted, 7200, frame), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.count, 20U);
  EXPECT_EQ(finding.evidence.size(), Findings::most_evidence);
}

}  // namespace
}  // namespace qw::detectors::controller_changed
