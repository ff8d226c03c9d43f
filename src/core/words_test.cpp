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
  EXPECT_EQ(counted(2, "HMI or client"), "2 HMIs or clients");
}

TEST(Words, PluralsFollowTheNoun) {
  EXPECT_EQ(plural("time server"), "time servers");
  EXPECT_EQ(plural("battery"), "batteries");
  EXPECT_EQ(plural("gateway"), "gateways");
  EXPECT_EQ(plural("bus"), "buses");
  EXPECT_EQ(plural("box"), "boxes");
}

TEST(Words, PluralsOfAbbreviations) {
  EXPECT_EQ(plural("PLC"), "PLCs");
  EXPECT_EQ(plural("safety PLC"), "safety PLCs");
  EXPECT_EQ(plural("UPS"), "UPS units");
  EXPECT_EQ(plural("gnss"), "gnss units");
  EXPECT_EQ(plural("GNSS receiver"), "GNSS receivers");
  EXPECT_EQ(plural("HMI or PLC"), "HMIs or PLCs");
}

TEST(Words, TimesAreWordsWhileTheyAreFew) {
  EXPECT_EQ(times(0), "0 times");
  EXPECT_EQ(times(1), "once");
  EXPECT_EQ(times(2), "twice");
  EXPECT_EQ(times(1'200), "1,200 times");
}

}  // namespace
}  // namespace qw
