// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/desk_link.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "simulate/machine/yard_for_tests.hpp"

namespace qw::simulate::machine {
namespace {

constexpr Nanoseconds cycle = milliseconds(70);
constexpr Nanoseconds way = milliseconds(3);

Controls hoisting(double speed) {
  Controls commands;
  commands.control_on = true;
  commands.lock = speed != 0;
  commands.hoist = speed;
  return commands;
}

TEST(DeskLink, CommandsAreInForceWhenTheyArrive) {
  DeskLink link;
  EXPECT_FALSE(link.step(test_start + seconds(100)).control_on);
  EXPECT_FALSE(link.lost()) << "nobody has taken the crane";
  auto const before = test_start + seconds(101);
  auto const at = before + milliseconds(1);
  link.receive(at, hoisting(0.5));
  link.receive(before, hoisting(0.7));  // overtook the other on its way
  EXPECT_EQ(link.step(before).hoist, 0);
  EXPECT_EQ(link.step(at).hoist, 0.7);
}

TEST(DeskLink, SilenceIsLostUntilTheSticksAreAtRest) {
  DeskLink link;
  link.receive(test_start, hoisting(0.5));
  EXPECT_EQ(link.step(test_start + longest_silence).hoist, 0.5);
  EXPECT_FALSE(link.lost());
  auto at = test_start + longest_silence + milliseconds(20);
  EXPECT_EQ(link.step(at).hoist, 0);
  EXPECT_FALSE(link.step(at).lock);
  EXPECT_TRUE(link.step(at).control_on);
  EXPECT_TRUE(link.lost());
  link.receive(at, hoisting(0.5));
  EXPECT_EQ(link.step(at).hoist, 0);
  EXPECT_TRUE(link.lost());
  at = at + cycle;
  link.receive(at, hoisting(0));
  EXPECT_EQ(link.step(at).hoist, 0);
  EXPECT_FALSE(link.lost());
  at = at + cycle;
  link.receive(at, hoisting(-0.3));
  EXPECT_EQ(link.step(at).hoist, -0.3);
}

TEST(DeskLink, AGapBetweenTwoStepsIsSeen) {
  DeskLink link;
  link.receive(test_start, hoisting(0.5));
  EXPECT_EQ(link.step(test_start).hoist, 0.5);
  link.receive(test_start + seconds(1), hoisting(0.5));
  EXPECT_EQ(link.step(test_start + seconds(1)).hoist, 0);
}

/// A crane with its operator at a desk whose telegrams need some time.
struct Desk {
  Desk() : crane{*find_model("twin-65"), Dice{3}.part("crane", 1), yard, test_start} {
    yard.jobs = {test_job(20'000)};
    crane.operate_from_desk();
  }
  /// Runs until `done`, at most for `most`.
  template <class Done>
  bool until(Nanoseconds most, Done done) {
    for (auto const end = crane.state().at + most; crane.state().at < end;) {
      auto const now = crane.state().at;
      if (speaks) crane.command(now + way, sent = crane.hands());
      for (auto const next = now + cycle; crane.state().at + milliseconds(20) <= next;) {
        crane.advance(crane.state().at + milliseconds(20));
        if (speaks && now + way <= crane.state().at) {
          EXPECT_EQ(crane.state().hoist.reference, sent.hoist);
        }
        if (done(crane.state())) return true;
      }
    }
    return false;
  }
  TestYard yard;
  Crane crane;
  Controls sent;
  bool speaks = true;
};

TEST(Crane, LiftsABoxFromADesk) {
  Desk desk;
  ASSERT_TRUE(desk.until(seconds(3600), [&](State const&) { return !desk.yard.reports.empty(); }));
  EXPECT_TRUE(desk.yard.reports[0].done);
  EXPECT_NEAR(desk.crane.state().trolley.position, -9.5, 0.3);
}

TEST(Crane, WithoutItsDeskItStopsAndGoesOnLater) {
  Desk desk;
  ASSERT_TRUE(desk.until(seconds(3600), [](State const& state) {
    return state.load.hanging && state.hoist.speed > 0.5;
  }));
  desk.speaks = false;
  ASSERT_TRUE(desk.until(milliseconds(550), [](State const& state) {
    return (state.alarms[5] & 1U << 5) != 0 && state.hoist.setpoint == 0;
  }));
  ASSERT_TRUE(desk.until(seconds(4), [](State const& state) {
    return state.hoist.speed == 0 && state.hoist.brake_closed && state.trolley.speed == 0;
  }));
  auto const height = desk.crane.state().hoist.position;
  EXPECT_FALSE(desk.until(seconds(30), [&](State const& state) {
    return std::abs(state.hoist.position - height) > 1e-6 || state.phase != Phase::stopped;
  }));
  desk.speaks = true;
  ASSERT_TRUE(desk.until(seconds(600), [&](State const&) { return !desk.yard.reports.empty(); }));
  EXPECT_TRUE(desk.yard.reports[0].done);
  EXPECT_EQ(desk.crane.state().alarms[5], 0);
}

}  // namespace
}  // namespace qw::simulate::machine
