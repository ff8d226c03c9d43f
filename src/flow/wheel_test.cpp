// SPDX-License-Identifier: Apache-2.0
#include "flow/wheel.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace qw::flow {
namespace {

class WheelTest : public testing::Test {
 protected:
  std::uint32_t put(Nanoseconds after_start) {
    auto const slot = slots.take();
    slots[slot].touched = Stamp{seconds(1'700'000'000).count} + after_start;
    wheel.append(slot);
    return slot;
  }
  [[nodiscard]] std::vector<std::uint32_t> order() const {
    std::vector<std::uint32_t> all;
    for (auto slot = wheel.oldest(); slot != Wheel::none; slot = wheel.after(slot))
      all.push_back(slot);
    return all;
  }
  using Order = std::vector<std::uint32_t>;

  Slots slots{1000};
  Wheel wheel{slots, seconds(64)};  // buckets of a second
};

TEST_F(WheelTest, OlderBucketComesFirstAndWithinOneWhoWasPutThereFirst) {
  auto const a = put(seconds(5));
  auto const b = put(seconds(9));
  auto const c = put(seconds(7));
  auto const d = put(milliseconds(5'900));
  auto const e = put(milliseconds(5'100));
  EXPECT_EQ(order(), (Order{a, d, e, c, b}));
  wheel.remove(d);
  EXPECT_EQ(order(), (Order{a, e, c, b}));
  wheel.remove(a);
  wheel.remove(e);
  EXPECT_EQ(order(), (Order{c, b}));
  wheel.remove(b);
  EXPECT_EQ(order(), (Order{c}));
  wheel.remove(c);
  EXPECT_EQ(order(), (Order{}));
}

TEST_F(WheelTest, TimeMayGoRoundTheWheelAnyNumberOfTimes) {
  auto last = put(seconds(0));
  for (int i = 1; i < 1000; ++i) {
    auto const next = put(seconds(i));
    EXPECT_EQ(order(), (Order{last, next}));
    wheel.remove(last);
    last = next;
  }
}

TEST_F(WheelTest, WhatIsOffTheWheelGoesIntoItsFirstOrLastBucket) {
  auto const a = put(seconds(10));
  auto const b = put(seconds(1'000'000));
  auto const c = put(seconds(100));
  auto const d = put(seconds(-1'000'000));
  auto const e = put(seconds(137));  // the last one's own time
  EXPECT_EQ(order(), (Order{a, d, c, b, e}));
  wheel.remove(a);
  wheel.remove(d);
  wheel.remove(c);
  EXPECT_EQ(order(), (Order{b, e}));
}

TEST_F(WheelTest, EndsOfTimeAreNoTrouble) {
  Order all;
  for (auto const ns : {INT64_MIN, INT64_MAX, std::int64_t{0}, INT64_MAX, INT64_MIN}) {
    auto const slot = slots.take();
    slots[slot].touched = Stamp{ns};
    wheel.append(slot);
    all.push_back(slot);
  }
  EXPECT_EQ(order(), (Order{all[0], all[4], all[1], all[2], all[3]}));
  for (auto const slot : all) wheel.remove(slot);
  EXPECT_EQ(order(), (Order{}));
}

}  // namespace
}  // namespace qw::flow
