// SPDX-License-Identifier: Apache-2.0
#include "pipeline/tick_clock.hpp"

#include <gtest/gtest.h>

#include "analyses/registries.hpp"
#include "pipeline/investigation.hpp"
#include "site/read.hpp"
#include "support/events.hpp"

namespace qw::pipeline {
namespace {

Stamp at(std::int64_t second) { return test::start + seconds(second); }

TEST(TickClock, IsDueAfterAWhileOfPacketTime) {
  TickClock clock;
  EXPECT_FALSE(clock.hear(at(0)));
  EXPECT_FALSE(clock.hear(at(9)));
  EXPECT_TRUE(clock.hear(at(10)));
  clock.done(0);
  EXPECT_FALSE(clock.hear(at(5))) << "time never runs back";
  EXPECT_FALSE(clock.hear(at(19)));
  EXPECT_TRUE(clock.hear(at(20)));
  EXPECT_EQ(clock.first(), at(0));
  EXPECT_EQ(clock.now(), at(20));
}

TEST(TickClock, ManyRowsAreLookedAtLessOftenButAreLookedAt) {
  TickClock clock;
  EXPECT_FALSE(clock.hear(at(0)));
  EXPECT_TRUE(clock.hear(at(10)));
  clock.done(10);
  for (std::uint64_t i = 1; i < 10 * TickClock::events_for_a_row; ++i)
    EXPECT_FALSE(clock.hear(at(30)));
  EXPECT_TRUE(clock.hear(at(30))) << "as many events as rows ask for";
  clock.done(100);
  for (std::uint64_t i = 0; i < 100 * TickClock::events_for_a_row / 4; ++i)
    EXPECT_FALSE(clock.hear(at(329)));
  EXPECT_TRUE(clock.hear(at(330))) << "after the longest wait a quarter of them is enough";
  clock.done(1'000'000);
  EXPECT_FALSE(clock.hear(at(330 + 86'399)));
  EXPECT_TRUE(clock.hear(at(330 + 86'400))) << "after a day any";
}

/// A study of a site whose conduits allow nothing that is heard.
struct Study {
  site::Site site = std::get<site::Site>(
      site::read("[[conduit]]\nfrom = \"10.1.0.5\"\nto = \"10.1.0.9\"\nservice = \"tls\"\n"
                 "vouched_by = \"A. Person\"\n",
                 "site.toml"));
  analyses::Registries registries;
  site::ListedMakers makers;
  std::vector<std::string> points{"tap"};
  Investigation investigation{{.site = site,
                               .registries = registries,
                               .listed_makers = makers,
                               .point_names = points,
                               .learning = seconds(0),
                               .is_watched = true}};

  void hear(std::string_view from, std::int64_t second) {
    auto made = test::conversation(from, "10.1.0.9:502", "modbus", frame_++);
    made.said.moment.at = at(second);
    made.phase = Phase::opened;
    investigation.on_event({{}, made});
  }
  [[nodiscard]] std::vector<Finding> undeclared(std::vector<Finding> const& all) const {
    std::vector<Finding> found;
    for (auto const& each : all)
      if (each.detector->name == "undeclared_conduit") found.push_back(each);
    return found;
  }

 private:
  FrameNumber frame_ = 1;
};

TEST(Investigation, WhatStandsOnRecordsIsFoundWhileTheRunGoesOn) {
  Study study;
  study.hear("10.1.0.5:4000", 0);
  EXPECT_TRUE(study.undeclared(study.investigation.so_far({}).of<Finding>()).empty());
  study.hear("10.1.0.5:4001", 11);
  auto const early = study.undeclared(study.investigation.so_far({}).of<Finding>());
  ASSERT_EQ(early.size(), 1U);
  EXPECT_EQ(early[0].count, 1U) << "of what was heard before the tick";
  auto const late = study.undeclared(study.investigation.conclude({}).of<Finding>());
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].id, early[0].id);
  EXPECT_EQ(late[0].count, 2U);
}

TEST(Investigation, MoreTicksChangeNothingAtTheEnd) {
  Study often;
  Study once;
  for (std::int64_t second = 0; second < 100; second += 3)
    for (auto* study : {&often, &once}) {
      study->hear(second % 2 == 0 ? "10.1.0.5:4000" : "10.1.0.6:4000", second);
      if (study == &often) study->investigation.judge();
    }
  auto const told_often = often.investigation.conclude({}).of<Finding>();
  auto const told_once = once.investigation.conclude({}).of<Finding>();
  ASSERT_EQ(told_often.size(), told_once.size());
  for (std::size_t i = 0; i < told_once.size(); ++i) {
    auto const names = site::names_of(once.site);
    auto const a = told(told_often[i], names);
    auto const b = told(told_once[i], names);
    EXPECT_EQ(std::tie(a.id, a.claim, a.count, a.first, a.last),
              std::tie(b.id, b.claim, b.count, b.first, b.last));
  }
}

}  // namespace
}  // namespace qw::pipeline
