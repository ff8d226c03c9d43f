// SPDX-License-Identifier: Apache-2.0
#include "core/stamp.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace qw {
namespace {

TEST(Civil, DatesAreThoseOfTheGregorianCalendar) {
  // Seconds as `date -u -d 2000-02-29 +%s` gives them.
  EXPECT_EQ(stamp_of({2000, 2, 29, 0, 0, 0}), Stamp{} + seconds(951'782'400));
  EXPECT_EQ(stamp_of({1969, 12, 31, 23, 59, 59}), Stamp{} + seconds(-1));
  EXPECT_EQ(stamp_of({2026, 3, 1, 6, 30, 5}), Stamp{} + seconds(1'772'346'605));
  EXPECT_EQ(stamp_of({1970, 1, 1, 0, 0, 60}), Stamp{} + seconds(60));
}

TEST(Civil, WhatIsNoDateOrCannotBeHeldIsNothing) {
  EXPECT_EQ(stamp_of({1900, 2, 29, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2026, 13, 1, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2026, 0, 1, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2026, 1, 0, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2026, 1, 1, 24, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2026, 1, 1, 0, 0, 61}), std::nullopt);
  EXPECT_EQ(stamp_of({1677, 12, 31, 0, 0, 0}), std::nullopt);
  EXPECT_EQ(stamp_of({2262, 1, 1, 0, 0, 0}), std::nullopt);
}

TEST(Civil, EveryStampHasADate) {
  EXPECT_EQ(civil_of(Stamp{INT64_MIN}), (Civil{1677, 9, 21, 0, 12, 43}));
  EXPECT_EQ(civil_of(Stamp{INT64_MAX}), (Civil{2262, 4, 11, 23, 47, 16}));
  EXPECT_EQ(civil_of(Stamp{-1}), (Civil{1969, 12, 31, 23, 59, 59}));
}

TEST(Civil, EveryDayReadsBack) {
  for (auto day = std::int64_t{-106'000}; day < 106'000; day += 37) {
    auto const at = Stamp{} + seconds(day * 86'400 + 4'711);
    EXPECT_EQ(stamp_of(civil_of(at)), at) << day;
  }
}

}  // namespace
}  // namespace qw
