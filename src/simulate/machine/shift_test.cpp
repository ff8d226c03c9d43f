// SPDX-License-Identifier: Apache-2.0
// A whole shift with a port around the crane: what must hold at every step, and what the
// numbers come to.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "simulate/machine/crane.hpp"
#include "simulate/machine/protection.hpp"
#include "simulate/port/port.hpp"

namespace qw::simulate::machine {
namespace {

constexpr Stamp seven{20'600 * 86'400'000'000'000 + 7 * 3'600'000'000'000};

struct Quay {
  explicit Quay(char const* model, std::uint64_t seed, double hours = 8)
      : port{{.cranes = {find_model(model)},
              .start = seven,
              .hours = hours,
              .trade = {},
              .storm = {}},
             Dice{seed}},
        crane{*find_model(model), Dice{seed}.part("crane"), port.crane(0), seven, port.parked(0)} {}
  port::Port port;
  Crane crane;
};

class Shift : public testing::TestWithParam<char const*> {};

TEST_P(Shift, PositionsIntegrateSpeedsAndProtectionsHold) {
  Quay quay{GetParam(), 4};
  auto const& model = quay.crane.model();
  Protection const protection{model};
  auto const& state = quay.crane.state();
  State before = state;
  struct Sum {
    AxisState State::*axis;
    AxisModel CraneModel::*model;
    double position;
  };
  std::array sums{Sum{&State::hoist, &CraneModel::hoist, state.hoist.position},
                  Sum{&State::trolley, &CraneModel::trolley, state.trolley.position},
                  Sum{&State::gantry, &CraneModel::gantry, state.gantry.position},
                  Sum{&State::boom, &CraneModel::boom, state.boom.position}};
  int out_of_range = 0;
  int steady = 0;
  for (int step = 0; step < 8 * 3600 * 50; ++step) {
    quay.crane.advance(state.at + milliseconds(20));
    for (auto& sum : sums) {
      auto const& axis = state.*sum.axis;
      auto const& limits = model.*sum.model;
      sum.position += ((before.*sum.axis).speed + axis.speed) / 2 * 0.02;
      ASSERT_NEAR(sum.position, axis.position, 1e-6);
      ASSERT_GE(axis.position, limits.low - 0.05);
      ASSERT_LE(axis.position, limits.high + 0.05);
      ASSERT_LE(std::abs(axis.acceleration), limits.emergency + 0.01);
      ASSERT_TRUE(!axis.brake_closed || axis.speed == 0);
    }
    // The ceiling falls while the ropes take a load: the drive needs its ramp to follow.
    ASSERT_LE(std::abs(state.hoist.speed), protection.hoist_ceiling(state) + 0.15);
    ASSERT_LE(std::abs(state.trolley.speed), model.trolley.speed + 0.02);
    ASSERT_TRUE(state.trolley.position <= model.hinge || state.boom_down);
    ASSERT_TRUE(state.boom.speed == 0 || state.trolley.position <= model.hinge);
    ASSERT_TRUE(!state.load.slack || state.hoist.setpoint >= 0);
    ASSERT_TRUE(!state.load.overload || state.hoist.setpoint <= 0);
    bool const mixed = !every(state.spreader.locked) && !every(state.spreader.unlocked);
    ASSERT_TRUE(!mixed || state.hoist.setpoint <= 0);
    bool const opens = every(before.spreader.locked) && !every(state.spreader.locked);
    if (opens) {
      ASSERT_TRUE(every(state.spreader.landed));
      ASSERT_LT(state.load.ropes, 0.11 * model.tare);
    }
    // The load cells' filter needs a second after a ramp.
    bool const calm = state.load.hanging && std::abs(state.hoist.acceleration) < 0.01;
    steady = calm ? steady + 1 : 0;
    ASSERT_TRUE(steady < 100 ||
                std::abs(state.load.net - state.load.payload) < 250 + 0.01 * state.load.payload);
    ASSERT_TRUE(state.gantry.speed == 0 || state.boom_down || state.boom_latched);
    if (step % 50 == 0)
      for (auto const& row : signal_table())
        out_of_range += value(state, row.signal) < row.low || value(state, row.signal) > row.high;
    before = state;
  }
  EXPECT_EQ(out_of_range, 0);
}
INSTANTIATE_TEST_SUITE_P(Cranes, Shift, testing::Values("panamax-40", "twin-65", "tandem-80"));

TEST(ShiftNumbers, LieWithinWhatIsKnownOfTerminals) {
  std::vector<double> cycles;
  double boxes = 0;
  double worked = 0;
  double fine = 0;
  double used = 0;
  double moves = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Quay quay{"twin-65", seed};
    auto const energy =
        quay.crane.state().counters.energy_used - quay.crane.state().counters.energy_returned;
    for (int second = 1; second <= 8 * 3600; ++second) {
      quay.crane.advance(seven + seconds(second));
      auto const phase = quay.crane.state().phase;
      if (quay.crane.state().job_number == 0) continue;
      worked += 1;
      fine += phase == Phase::over_pick || phase == Phase::over_set || phase == Phase::locking ||
              phase == Phase::unlocking || phase == Phase::taking_up || phase == Phase::clearing;
    }
    for (auto const& record : quay.port.crane(0).records()) {
      if (!record.report.done || record.job.lift == Lift::hatch_cover) continue;
      boxes += static_cast<double>(record.job.box_count);
      moves += 1;
      cycles.push_back(static_cast<double>((record.report.ended - record.report.begun).count) *
                       1e-9);
    }
    used += quay.crane.state().counters.energy_used - quay.crane.state().counters.energy_returned -
            energy;
  }
  std::sort(cycles.begin(), cycles.end());
  auto const quantile = [&](double part) {
    return cycles[static_cast<std::size_t>(part * static_cast<double>(cycles.size() - 1))];
  };
  double const rate = boxes / (worked / 3600);
  RecordProperty("boxes_per_worked_hour", std::to_string(rate));
  RecordProperty("cycle_p10_p50_p90", std::to_string(quantile(0.1)) + " " +
                                          std::to_string(quantile(0.5)) + " " +
                                          std::to_string(quantile(0.9)));
  RecordProperty("fine_share", std::to_string(fine / worked));
  RecordProperty("kwh_per_lift", std::to_string(used / 3.6e6 / moves));
  EXPECT_GT(rate, 24);
  EXPECT_LT(rate, 36);
  EXPECT_GT(quantile(0.5), 100);
  EXPECT_LT(quantile(0.5), 160);
  EXPECT_GT(quantile(0.9) / quantile(0.1), 1.2);
  EXPECT_GT(fine / worked, 0.40);
  EXPECT_LT(fine / worked, 0.60);
  EXPECT_GT(used / 3.6e6 / moves, 2);
  EXPECT_LT(used / 3.6e6 / moves, 12);
}

}  // namespace
}  // namespace qw::simulate::machine
