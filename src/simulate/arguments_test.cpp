// SPDX-License-Identifier: Apache-2.0
#include "simulate/arguments.hpp"

#include <gtest/gtest.h>

namespace qw::simulate {
namespace {

Result<Command> read(std::vector<char const*> words) { return read_arguments(words); }

TEST(Arguments, EveryOptionIsTaken) {
  auto const command = read({"--cranes", "8", "--hours", "0.5", "--seed", "9", "--out", "x",
                             "--start", "2026-02-28T23:59:59Z", "--operation", "remote",
                             "--scenario", "unlisted-session:twin,crane=3,at=10,for=20,dose=0.5"});
  ASSERT_TRUE(command) << command.error().text;
  auto const& options = command->options;
  EXPECT_EQ(options.cranes, 8U);
  EXPECT_EQ(options.hours, 0.5);
  EXPECT_EQ(options.seed, 9U);
  EXPECT_TRUE(options.remote);
  EXPECT_FALSE(read({"--operation", "manual", "--out", "x"})->options.remote);
  EXPECT_EQ(qw::to_text(options.start), "2026-02-28T23:59:59.000000000Z");
  ASSERT_EQ(options.scenarios.size(), 1U);
  auto const& order = options.scenarios[0];
  EXPECT_TRUE(order.twin);
  EXPECT_EQ(order.crane, 3U);
  EXPECT_EQ(order.at, seconds(10));
  EXPECT_EQ(order.length, seconds(20));
  EXPECT_EQ(order.dose, 0.5);
}

TEST(Arguments, MistakesNameTheNearestWord) {
  EXPECT_EQ(read({"--hour", "1"}).error().text, "unknown option --hour; did you mean --hours?");
  EXPECT_EQ(read({"--build", "siemns"}).error().text,
            "--build siemns: no such build; did you mean siemens?");
  EXPECT_EQ(read({"--operation", "remot"}).error().text,
            "--operation remot: must be manual or remote");
  EXPECT_EQ(read_scenario("unlisted_session").error().text,
            "--scenario unlisted_session: no such scenario; did you mean unlisted-session?");
}

TEST(Arguments, NumbersOutsideTheirBoundsAreRefused) {
  for (auto const* word : {"0", "65", "-1", "x", "1x", ""}) EXPECT_FALSE(read({"--cranes", word}));
  for (auto const* word : {"0", "inf", "nan", "-2", "1e9"}) EXPECT_FALSE(read({"--hours", word}));
  for (auto const* word : {"2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z"})
    EXPECT_FALSE(read({"--start", word}));
}

TEST(Arguments, WhatNothingWouldComeOfIsRefused) {
  EXPECT_EQ(
      read({"--hours", "0.1", "--scenario", "scan,at=360", "--out", "x"}).error().text,
      "--scenario scan: begins at 360 s, but the run ends at 360 s; use an earlier at= or more "
      "--hours");
  EXPECT_TRUE(read({"--hours", "0.1", "--scenario", "scan,at=359", "--out", "x"}));
  EXPECT_EQ(read_scenario("quiet-backup:twin").error().text,
            "--scenario quiet-backup: has no twin, because it is legitimate itself");
  EXPECT_EQ(read({"--serve", "s8=1", "--out", "x"}).error().text,
            "--serve s8=1: no such protocol; there are modbus, s7, opcua");
}

TEST(Arguments, PointsGoToTheirInterfaces) {
  auto const all = read({"--live", "veth0", "--factor", "60", "--out", "x"});
  ASSERT_TRUE(all) << all.error().text;
  EXPECT_EQ(all->options.factor, 60);
  ASSERT_EQ(all->options.live.size(), 1U);
  EXPECT_EQ(all->options.live[0].point, "");
  EXPECT_EQ(all->options.live[0].interface, "veth0");
  auto const each = read({"--live", "ehouse=a,quay=b", "--out", "x"});
  ASSERT_TRUE(each) << each.error().text;
  ASSERT_EQ(each->options.live.size(), 2U);
  EXPECT_EQ(each->options.live[1].point, "quay");
  EXPECT_EQ(each->options.live[1].interface, "b");
  for (auto const* word : {"", "=a", "quay=", "a,b", "quay=a,", "crane-2-ehouse=a"})
    EXPECT_FALSE(read({"--live", word, "--out", "x"})) << word;
  for (auto const* word : {"0", "-1", "1001", "nan", "x"})
    EXPECT_FALSE(read({"--live", "a", "--factor", word, "--out", "x"})) << word;
  EXPECT_FALSE(read({"--factor", "2", "--out", "x"}));
}

TEST(Arguments, OnlyAControllerThatSpeaksTheProtocolServes) {
  auto const command = read({"--serve", "modbus=10502", "--build", "abb", "--out", "x"});
  ASSERT_TRUE(command) << command.error().text;
  EXPECT_EQ(command->options.serve->protocol, "modbus");
  EXPECT_EQ(command->options.serve->port, 10502);
  EXPECT_TRUE(read({"--serve", "s7=0", "--out", "x"}));
  EXPECT_FALSE(read({"--serve", "modbus=1", "--out", "x"}));
  EXPECT_FALSE(read({"--serve", "s7=0", "--live", "a", "--out", "x"}));
  for (auto const* word : {"s7", "s7=", "s7=65536", "s7=x", "=1", ""})
    EXPECT_FALSE(read({"--serve", word, "--out", "x"})) << word;
}

TEST(Arguments, HelpAndListWantNothingElse) {
  EXPECT_EQ(read({"--help"})->kind, Command::Kind::help);
  EXPECT_EQ(read({"--list"})->kind, Command::Kind::list);
  EXPECT_FALSE(read({}));
}

}  // namespace
}  // namespace qw::simulate
