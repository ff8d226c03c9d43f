// SPDX-License-Identifier: Apache-2.0
#include "flow/slots.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace qw::flow {
namespace {

TEST(Slots, FlowsStayWhereTheyAreAcrossSlabs) {
  constexpr std::uint32_t flows = 70'000;  // more than two slabs
  Slots slots{flows};
  std::vector<Flow*> places;
  for (std::uint32_t i = 0; i < flows; ++i) {
    ASSERT_EQ(slots.take(), i);
    places.push_back(&slots[i]);
    slots[i].hash = i;
  }
  for (std::uint32_t i = 0; i < flows; ++i) {
    ASSERT_EQ(&slots[i], places[i]);
    ASSERT_EQ(slots[i].hash, i);
  }
  EXPECT_EQ(slots.used(), flows);
}

TEST(Slots, WhatWasGivenBackIsTakenNextAndFresh) {
  Slots slots{1};
  auto const slot = slots.take();
  auto const generation = slots[slot].generation;
  slots[slot].hash = 7;
  slots.give_back(slot);
  EXPECT_EQ(slots.used(), 0U);
  EXPECT_EQ(slots.take(), slot);
  EXPECT_EQ(slots[slot].hash, 0U);
  EXPECT_NE(slots[slot].generation, generation);
}

}  // namespace
}  // namespace qw::flow
