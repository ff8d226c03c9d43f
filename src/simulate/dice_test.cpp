// SPDX-License-Identifier: Apache-2.0
#include "simulate/dice.hpp"

#include <gtest/gtest.h>

namespace qw::simulate {
namespace {

TEST(Dice, SameSeedSameDraws) {
  Dice one{7};
  Dice two{7};
  Dice other{8};
  EXPECT_EQ(one.draw(), two.draw());
  EXPECT_NE(one.draw(), other.draw());
}

TEST(Dice, PartsAreIndependentOfWhatOthersDrew) {
  Dice const quay{7};
  Dice drawn = quay;
  drawn.draw();
  EXPECT_EQ(quay.part("crane", 2).draw(), drawn.part("crane", 2).draw());
  EXPECT_NE(quay.part("crane", 2).draw(), quay.part("crane", 3).draw());
  EXPECT_NE(quay.part("crane").draw(), quay.part("vessel").draw());
}

TEST(Dice, BoundsHoldAndMomentsAreRight) {
  Dice dice{1};
  double sum = 0;
  double squares = 0;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) {
    auto const whole = dice.between(-3, 3);
    ASSERT_TRUE(-3 <= whole && whole <= 3);
    auto const drawn = dice.normal(5, 2);
    sum += drawn;
    squares += drawn * drawn;
  }
  double const mean = sum / count;
  EXPECT_NEAR(mean, 5, 0.05);
  EXPECT_NEAR(squares / count - mean * mean, 4, 0.1);
}

}  // namespace
}  // namespace qw::simulate
