// SPDX-License-Identifier: Apache-2.0
#include "analyses/counters.hpp"

#include <gtest/gtest.h>

#include "support/events.hpp"

namespace qw::analyses {
namespace {

using site::PortCounter;

/// A capture of ten minutes with so many frames.
Accounts recorded(std::uint64_t frames, std::string_view point = "tap") {
  SourceAccount source;
  source.point_name = point;
  source.read.frames = frames;
  source.first = test::start;
  source.last = test::start + seconds(600);
  Accounts accounts;
  accounts.sources = {source};
  return accounts;
}

PortCounter at(std::int64_t second, std::uint64_t in, std::uint64_t out,
               std::string_view port = "1") {
  PortCounter made;
  made.switch_name = "sw1";
  made.port = port;
  made.at = test::start + seconds(second);
  made.in_frames = in;
  made.out_frames = out;
  return made;
}

CoverageRow only(std::vector<PortCounter> const& counters, Accounts const& accounts) {
  auto const rows = counter_rows(counters, accounts);
  EXPECT_EQ(rows.size(), 1U);
  return rows.empty() ? CoverageRow{} : rows[0];
}

TEST(Counters, WithoutThemTheShareIsNotKnown) {
  auto const row = only({}, recorded(100));
  EXPECT_EQ(row.whole, 0U);
  EXPECT_NE(row.statement.find("not known"), std::string::npos);
}

TEST(Counters, FramesSeenAreDividedByFramesCounted) {
  std::vector<PortCounter> const counters = {at(0, 1'000, 5'000), at(300, 1'200, 5'100),
                                             at(600, 1'400, 5'400), at(-600, 0, 0),
                                             at(1'800, 9'000, 9'000)};
  auto const row = only(counters, recorded(600));
  EXPECT_EQ(row.topic, "switch");
  EXPECT_EQ(row.part, 600U);
  EXPECT_EQ(row.whole, 800U);
  EXPECT_NE(row.statement.find("75.0 %"), std::string::npos) << row.statement;
  EXPECT_EQ(row.statement.find("estimate"), std::string::npos);
}

TEST(Counters, PortsAddUpAndATapsOwnPortIsARowOfItsOwn) {
  std::vector<PortCounter> counters = {at(0, 0, 0, "1"),  at(600, 300, 100, "1"),
                                       at(0, 0, 0, "2"),  at(600, 0, 600, "2"),
                                       at(0, 7, 0, "24"), at(600, 99'999, 990, "24")};
  counters[4].role = counters[5].role = PortCounter::Role::tap;
  auto const rows = counter_rows(counters, recorded(990));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].whole, 1'000U);
  EXPECT_NE(rows[0].statement.find("sw1 1, sw1 2"), std::string::npos) << rows[0].statement;
  EXPECT_EQ(rows[1].whole, 990U) << "only what goes out to the tap";
  EXPECT_NE(rows[1].statement.find("100 %"), std::string::npos);
}

TEST(Counters, SnapshotsThatSpanLongerGiveAnEstimateThatSaysSo) {
  auto const row = only({at(-300, 0, 0), at(900, 2'000, 0)}, recorded(900));
  EXPECT_EQ(row.whole, 1'000U) << "half of what was counted in twice the time";
  EXPECT_NE(row.statement.find("estimate: the counters span 20 min 0 s and the capture 10 min 0 s"),
            std::string::npos)
      << row.statement;
}

TEST(Counters, WhatDoesNotSpanTheCaptureIsNotUsed) {
  for (auto const& counters : {std::vector{at(0, 0, 0)}, std::vector{at(0, 0, 0), at(300, 9, 9)},
                               std::vector{at(60, 0, 0), at(700, 9, 9)}}) {
    auto const row = only(counters, recorded(10));
    EXPECT_EQ(row.whole, 0U);
    EXPECT_NE(row.statement.find("do not span the capture"), std::string::npos);
  }
}

TEST(Counters, ThirtyTwoBitsWrapOthersWereReset) {
  std::vector<PortCounter> counters = {at(0, 0xffff'fff0, 0), at(600, 0x10, 0)};
  EXPECT_NE(only(counters, recorded(1)).statement.find("ran back"), std::string::npos);
  counters[0].wraps_at_32 = counters[1].wraps_at_32 = true;
  EXPECT_EQ(only(counters, recorded(16)).whole, 32U);
}

TEST(Counters, MoreFramesThanCountedIsSaidToBeWrong) {
  auto const row = only({at(0, 0, 0), at(600, 10, 0)}, recorded(20));
  EXPECT_NE(row.statement.find("miss a mirrored port"), std::string::npos);
}

TEST(Counters, EachPointHasItsOwn) {
  auto accounts = recorded(50, "ehouse");
  accounts.sources.push_back(recorded(70, "quay").sources[0]);
  std::vector<PortCounter> counters = {at(0, 0, 0), at(600, 100, 0)};
  counters[0].point = counters[1].point = "quay";
  auto const rows = counter_rows(counters, accounts);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].subject, "ehouse");
  EXPECT_EQ(rows[0].whole, 0U);
  EXPECT_EQ(rows[1].subject, "quay");
  EXPECT_EQ(rows[1].part, 70U);
  counters[0].point = counters[1].point = "";
  EXPECT_EQ(counter_rows(counters, accounts)[1].whole, 0U) << "whose they are is not said";
}

}  // namespace
}  // namespace qw::analyses
