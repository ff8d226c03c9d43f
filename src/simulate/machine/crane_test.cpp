// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/crane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "simulate/machine/yard_for_tests.hpp"

namespace qw::simulate::machine {
namespace {

CraneModel const& twin() { return *find_model("twin-65"); }

/// A crane at work on one box.
struct Bench {
  explicit Bench(double mass = 20'000, std::uint64_t seed = 3, CraneModel const& model = twin())
      : crane{model, Dice{seed}.part("crane", 1), yard, test_start} {
    yard.jobs = {test_job(mass)};
  }
  OverrideOrder from_now(Override what, double for_s, double value = 0,
                         Signal signal = Signal::hoist_height) const {
    auto const now = crane.state().at;
    return {what, now, now + Nanoseconds{static_cast<std::int64_t>(for_s * 1e9)}, value, signal};
  }
  bool until(Phase phase) {
    return run_until(crane, 3600, [&](State const& state) { return state.phase == phase; });
  }
  bool until_hanging() {
    return run_until(crane, 3600, [](State const& state) {
      return state.load.hanging && state.phase == Phase::to_set && state.hoist.speed > 0.5;
    });
  }
  TestYard yard;
  Crane crane;
};

TEST(Crane, LiftsABoxAndReportsIt) {
  Bench bench;
  ASSERT_TRUE(
      run_until(bench.crane, 3600, [&](State const&) { return !bench.yard.reports.empty(); }));
  EXPECT_TRUE(bench.yard.reports[0].done);
  EXPECT_LT(bench.yard.reports[0].begun, bench.yard.reports[0].picked);
  EXPECT_LT(bench.yard.reports[0].picked, bench.yard.reports[0].ended);
  EXPECT_NEAR(bench.crane.state().hoist.position, 4.14, 0.3);
  EXPECT_NEAR(bench.crane.state().trolley.position, -9.5, 0.3);
  std::vector<Happening::Kind> lift;
  for (auto const& happening : bench.crane.take_happenings())
    if (happening.kind == Happening::Kind::locked || happening.kind == Happening::Kind::lifted ||
        happening.kind == Happening::Kind::set_down || happening.kind == Happening::Kind::unlocked)
      lift.push_back(happening.kind);
  using Kind = Happening::Kind;
  EXPECT_EQ(lift, (std::vector{Kind::locked, Kind::lifted, Kind::set_down, Kind::unlocked}));
  EXPECT_TRUE(bench.crane.take_happenings().empty());
}

TEST(Crane, SlicesChangeNothing) {
  Bench whole{20'000, 5};
  Bench sliced{20'000, 5};
  whole.crane.advance(test_start + seconds(900));
  auto dice = Dice{1};
  for (auto at = test_start; at < test_start + seconds(900);) {
    at = std::min(at + Nanoseconds{dice.between(1, 777'777'777)}, test_start + seconds(900));
    sliced.crane.advance(at);
  }
  for (auto const& row : signal_table()) {
    EXPECT_EQ(whole.crane.shown(row.signal), sliced.crane.shown(row.signal)) << row.id;
    EXPECT_EQ(whole.crane.shown_text(row.signal), sliced.crane.shown_text(row.signal)) << row.id;
  }
  auto const one = whole.crane.take_happenings();
  auto const two = sliced.crane.take_happenings();
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].at, two[i].at);
    EXPECT_EQ(one[i].kind, two[i].kind);
  }
}

TEST(Crane, SeedsDiffer) {
  Bench one{20'000, 5};
  Bench two{20'000, 6};
  one.crane.advance(test_start + seconds(900));
  two.crane.advance(test_start + seconds(900));
  EXPECT_NE(one.crane.state().load.ropes, two.crane.state().load.ropes);
  EXPECT_NE(one.crane.state().counters.moves, two.crane.state().counters.moves);
}

TEST(Crane, OverloadIsSetDownAgainAndGivenUp) {
  Bench bench{70'000};  // 140 % of what a single lift may weigh
  double highest = 0;
  ASSERT_TRUE(run_until(bench.crane, 3600, [&](State const& state) {
    if (state.load.hanging) highest = std::max(highest, state.hoist.position);
    return !bench.yard.reports.empty();
  }));
  EXPECT_FALSE(bench.yard.reports[0].done);
  EXPECT_EQ(bench.crane.state().counters.overloads, 1U);
  EXPECT_NEAR(bench.crane.state().trolley.position, 20, 0.5);
  EXPECT_LT(highest, 15 + 0.2);  // the load cells need a moment, not more
}

TEST(Crane, BypassedOverloadIsLifted) {
  Bench bench{70'000};
  bench.crane.order(bench.from_now(Override::bypass_overload, 3600));
  ASSERT_TRUE(run_until(bench.crane, 3600, [](State const& state) { return state.load.hanging; }));
  EXPECT_TRUE(bench.crane.state().overload_bypass);
  EXPECT_EQ(bench.crane.shown(Signal::overload_bypass), 1);
  EXPECT_NEAR(bench.crane.state().load.payload, 70'000, 1);
}

TEST(Crane, StopNowStopsAndSaysSo) {
  Bench bench;
  ASSERT_TRUE(bench.until_hanging());
  bench.crane.order(bench.from_now(Override::stop_now, 60));
  bench.crane.advance(bench.crane.state().at + seconds(5));
  auto const& state = bench.crane.state();
  EXPECT_TRUE(state.emergency_stop);
  EXPECT_TRUE(raised(state, Alarm::emergency_stop));
  EXPECT_EQ(state.hoist.speed, 0);
  EXPECT_TRUE(state.hoist.brake_closed);
  EXPECT_TRUE(state.load.hanging);
  EXPECT_EQ(state.counters.emergency_stops, 1U);
  EXPECT_TRUE(
      run_until(bench.crane, 900, [&](State const&) { return !bench.yard.reports.empty(); }));
  EXPECT_TRUE(bench.yard.reports[0].done);
}

TEST(Crane, QuietStopDoesNotSaySo) {
  Bench bench;
  ASSERT_TRUE(bench.until_hanging());
  bench.crane.order(bench.from_now(Override::stop_quietly, 60));
  bench.crane.advance(bench.crane.state().at + seconds(5));
  EXPECT_EQ(bench.crane.state().hoist.speed, 0);
  EXPECT_FALSE(bench.crane.state().emergency_stop);
  EXPECT_FALSE(raised(bench.crane.state(), Alarm::emergency_stop));
}

TEST(Crane, MovesThoughNobodyAsks) {
  Bench bench;
  ASSERT_TRUE(bench.until(Phase::to_pick));
  bench.crane.order(bench.from_now(Override::move_gantry, 20, 0.4));
  double const before = bench.crane.state().gantry.position;
  bench.crane.advance(bench.crane.state().at + seconds(10));
  EXPECT_GT(bench.crane.state().gantry.position, before + 2);
  EXPECT_EQ(bench.crane.state().gantry.reference, 0);
}

TEST(Crane, UnlocksInTheAirOnlyByOverride) {
  Bench bench;
  ASSERT_TRUE(bench.until_hanging());
  bench.crane.order(bench.from_now(Override::unlock_hanging, 5));
  bench.crane.advance(bench.crane.state().at + seconds(4));
  EXPECT_EQ(bench.crane.shown(Signal::unlocked), 1);
  EXPECT_FALSE(bench.crane.state().load.hanging);
  EXPECT_LT(bench.crane.state().load.net, 2'000);
}

TEST(Crane, ShowsWhatAnOverrideSays) {
  Bench bench;
  ASSERT_TRUE(bench.until_hanging());
  double const then = bench.crane.shown(Signal::hoist_height);
  bench.crane.order(bench.from_now(Override::freeze_signal, 30));
  bench.crane.order(bench.from_now(Override::bias_signal, 30, 5'000, Signal::net_load));
  bench.crane.advance(bench.crane.state().at + seconds(3));
  auto const& state = bench.crane.state();
  EXPECT_NEAR(bench.crane.shown(Signal::hoist_height), then, 0.1);
  EXPECT_GT(value(state, Signal::hoist_height), then + 1);
  EXPECT_EQ(bench.crane.shown(Signal::net_load), value(state, Signal::net_load) + 5'000);
  bench.crane.advance(state.at + seconds(30));
  EXPECT_EQ(bench.crane.shown(Signal::net_load), value(state, Signal::net_load));
}

TEST(Crane, ReplaysAnOldValue) {
  Bench bench;
  ASSERT_TRUE(bench.until(Phase::to_pick));
  auto const now = bench.crane.state().at;
  bench.crane.order({Override::replay_signal, now + seconds(15), now + seconds(60), 10,
                     Signal::trolley_position});
  bench.crane.advance(now + seconds(10));
  double const then = bench.crane.shown(Signal::trolley_position);
  bench.crane.advance(now + seconds(20));
  EXPECT_NEAR(bench.crane.shown(Signal::trolley_position), then, 0.2);
  EXPECT_GT(std::abs(value(bench.crane.state(), Signal::trolley_position) - then), 1);
}

TEST(Crane, HeldWorkLeavesItHealthyAndIdle) {
  Bench bench;
  bench.crane.order({Override::hold_work, test_start, test_start + seconds(3'000), 0, {}});
  bench.crane.advance(test_start + seconds(2'900));
  EXPECT_EQ(bench.crane.state().phase, Phase::idle);
  EXPECT_TRUE(bench.crane.state().control_on);
  EXPECT_TRUE(
      run_until(bench.crane, 900, [&](State const&) { return !bench.yard.reports.empty(); }));
}

TEST(Crane, StormSendsTheBoomUpAndCalmBringsItBack) {
  Bench bench;
  ASSERT_TRUE(bench.until(Phase::to_pick));
  bench.yard.wind = 27;
  ASSERT_TRUE(run_until(bench.crane, 1800, [](State const& state) { return state.storm_pins; }));
  EXPECT_TRUE(bench.crane.state().boom_latched);
  EXPECT_FALSE(bench.crane.state().control_on);
  EXPECT_TRUE(bench.crane.state().wind_shutdown);
  EXPECT_EQ(bench.yard.reports.size(), 1U);  // what was begun is finished first
  bench.yard.wind = 4;
  bench.yard.jobs = {test_job(15'000, 2)};
  EXPECT_TRUE(
      run_until(bench.crane, 7200, [&](State const&) { return bench.yard.reports.size() == 2; }));
}

TEST(Crane, HoistLimitHoldsUnlessBypassed) {
  Bench held;
  ASSERT_TRUE(held.until(Phase::to_pick));
  // A motion that nobody asked for passes by the operator, not by the drive's own end stop.
  held.crane.order(held.from_now(Override::move_hoist, 40, 1.0));
  held.crane.advance(held.crane.state().at + seconds(30));
  EXPECT_GT(held.crane.state().hoist.position, twin().hoist.high);

  Bench bypassed;
  bypassed.crane.order(bypassed.from_now(Override::bypass_hoist_limits, 3600));
  ASSERT_TRUE(bypassed.until(Phase::to_pick));
  EXPECT_TRUE(bypassed.crane.state().hoist_bypass);
  EXPECT_EQ(bypassed.crane.state().mode, Mode::bypass_on);
  EXPECT_TRUE(raised(bypassed.crane.state(), Alarm::hoist_limit_bypassed));
}

TEST(Signals, TableIsSound) {
  std::set<std::string_view> names;
  std::set<std::string_view> ids;
  ASSERT_EQ(signal_table().size(), signal_count);
  for (auto const& row : signal_table()) {
    EXPECT_EQ(&info(row.signal), &row);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_LT(row.low, row.high) << row.id;
  }
  EXPECT_GE(signal_count, 120U);
}

TEST(Alarms, NumbersAreOnceAndWithinTheWords) {
  std::set<Alarm> seen;
  for (auto const& row : alarm_table()) {
    EXPECT_TRUE(seen.insert(row.alarm).second) << row.name;
    EXPECT_LE(static_cast<std::size_t>(row.alarm), alarm_words * 16);
    EXPECT_EQ(alarm_info(row.alarm), &row);
  }
  EXPECT_EQ(alarm_info(Alarm::none), nullptr);
}

}  // namespace
}  // namespace qw::simulate::machine
