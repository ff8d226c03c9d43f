// SPDX-License-Identifier: Apache-2.0
#include "simulate/quay/desk_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace qw::simulate {
namespace {

constexpr Stamp start{1'700'000'000'000'000'000};

TEST(DeskPlan, NoDeskHasTwoCranes) {
  struct Held {
    unsigned desk;
    Stamp from;
    Stamp until;
  };
  auto const end = start + seconds(24 * 3600);
  auto const plan = DeskPlan::make(8, start, end, Dice{4});
  std::vector<Held> all;
  for (unsigned crane = 1; crane <= 8; ++crane) {
    auto const& shifts = plan.of(crane);
    ASSERT_FALSE(shifts.empty());
    for (std::size_t i = 0; i < shifts.size(); ++i)
      all.push_back({shifts[i].desk, shifts[i].from,
                     i + 1 < shifts.size() ? shifts[i + 1].until : end + seconds(1)});
  }
  EXPECT_GT(all.size(), 100U);
  std::ranges::sort(all, {}, [](Held const& held) { return std::pair{held.desk, held.from}; });
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_LE(all[i].desk, 9U);
    if (all[i].desk == all[i - 1].desk) {
      EXPECT_LE(all[i - 1].until, all[i].from) << "desk " << all[i].desk;
    }
  }
}

}  // namespace
}  // namespace qw::simulate
