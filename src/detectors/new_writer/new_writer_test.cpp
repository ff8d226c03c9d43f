// SPDX-License-Identifier: Apache-2.0
#include "detectors/new_writer/new_writer.hpp"

#include "support/port.hpp"

namespace qw::detectors::new_writer {
namespace {

using test::Port;

constexpr std::int64_t after_learning = 3600;  // of test::Port

Command write(std::string_view from, std::int64_t second, FrameNumber frame = 3) {
  Command made;
  made.said = test::said(from, "10.1.0.9:502", "modbus", second, frame);
  made.verb = Verb::write;
  made.operation = "Write Single Register";
  return made;
}

TEST(NewWriter, AFirstWriteAfterLearningIsFoundOnce) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(write("10.1.0.5:4000", 0, 1), findings);
  detector.on(write("10.1.0.5:4000", after_learning, 2), findings);
  EXPECT_TRUE(findings.sorted().empty()) << "the twin that wrote before";
  auto read = write("10.1.0.7:4000", after_learning, 3);
  read.verb = Verb::read;
  detector.on(read, findings);
  EXPECT_TRUE(findings.sorted().empty()) << "reading is not writing";

  detector.on(write("10.1.0.6:4000", after_learning, 4), findings);
  detector.on(write("10.1.0.6:4001", after_learning + 1, 5), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::page);
  EXPECT_EQ(finding.subject, "10.1.0.9");
  EXPECT_EQ(finding.count, 1U) << "a second write is no news";
  EXPECT_EQ(finding.evidence[0].frames.first, 4U);
  EXPECT_NE(finding.claim.find("10.1.0.6"), std::string::npos);
}

TEST(NewWriter, LearningCountsFromTheFirstEventOfTheRun) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(test::conversation("10.1.0.6:4000", "10.1.0.9:502"), findings);
  detector.on(write("10.1.0.6:4000", after_learning), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::page);
}

TEST(NewWriter, ARuleForThePortAllowsToo) {
  for (auto const* service : {"tcp/502", "tcp/503"}) {
    Port const port{std::string{"[[conduit]]\nfrom = \"10.1.0.6\"\nto = \"10.1.0.9\"\nvouched_by = "
                                "\"A. Person\"\nservice = \""} +
                    service + "\"\n"};
    Detector detector{port.context};
    Findings findings;
    detector.on(test::conversation("10.1.0.5:4000", "10.1.0.9:502"), findings);
    detector.on(write("10.1.0.6:4000", after_learning), findings);
    EXPECT_EQ(findings.sorted().empty(), std::string_view{service} == "tcp/502");
  }
}

TEST(NewWriter, TheWindowLowersAndTheSiteFileAllows) {
  Port const maintained{test::crane_with_window};
  auto quick = maintained.context;
  quick.learning = seconds(10);
  Detector detector{quick};
  Findings findings;
  detector.on(test::conversation("10.1.0.6:4000", "10.1.0.9:502"), findings);
  detector.on(write("10.1.0.6:4000", 60), findings);
  EXPECT_EQ(test::only(findings, maintained).severity, Severity::note);

  Port const allowed{R"(
[[conduit]]
from = "10.1.0.6/32"
to = "any"
service = "modbus"
commands = ["write"]
why = "the screen"
vouched_by = "A. Person"
)"};
  Detector second{allowed.context};
  Findings none;
  second.on(test::conversation("10.1.0.6:4000", "10.1.0.9:502"), none);
  second.on(write("10.1.0.6:4000", after_learning), none);
  EXPECT_TRUE(none.sorted().empty());
}

TEST(NewWriter, ACaptureWithinTheLearningTimeSaysThatNothingWasJudged) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(write("10.1.0.5:4000", 0), findings);
  test::judge(detector, after_learning - 1, findings, about);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::not_observable);
  EXPECT_EQ(finding.severity, Severity::note);
  Findings none;
  test::judge(detector, after_learning, none, about);
  EXPECT_TRUE(none.sorted().empty());
}

TEST(NewWriter, AFullTableSaysSo) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  auto each = write("10.1.0.5:4000", 0);
  for (std::uint32_t i = 0; i <= Detector::most_pairs; ++i) {
    auto const text = std::to_string(i >> 16) + '.' + std::to_string((i >> 8) & 255) + '.' +
                      std::to_string(i & 255);
    each.said.moment.speaker.host = test::host("11." + text);
    detector.on(each, findings);
  }
  detector.on(write("10.1.0.5:4000", after_learning), findings);
  test::judge(detector, 2 * after_learning, findings, about);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::not_observable);
  EXPECT_NE(finding.claim.find("more pairs"), std::string::npos);
}

}  // namespace
}  // namespace qw::detectors::new_writer
