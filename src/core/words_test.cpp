// SPDX-License-Identifier: Apache-2.0
#include "core/words.hpp"

#include <gtest/gtest.h>

namespace qw {
namespace {

TEST(Words, NumbersReadAsPeopleSayThem) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(counted(1, "device"), "1 device");
  EXPECT_EQ(counted(0, "device"), "0 devices");
  EXPECT_EQ(counted(2'000, "device was", "devices were"), "2,000 devices were");
  EXPECT_EQ(counted(2, "switch"), "2 switches");
  EXPECT_EQ(counted(2, "screen or client"), "2 screens or clients");
}

}  // namespace
}  // namespace qw
