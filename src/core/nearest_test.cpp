// SPDX-License-Identifier: Apache-2.0
#include "core/nearest.hpp"

#include <gtest/gtest.h>

namespace qw {
namespace {

TEST(Nearest, DistanceCountsLettersToChange) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("ab", "ba"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Nearest, FindsTheWordThatWasMeant) {
  std::string_view const names[] = {"from", "to", "service", "study", "serve", "dose"};
  EXPECT_EQ(nearest("form", names), "from");
  EXPECT_EQ(nearest("servise", names), "service");
  EXPECT_EQ(nearest("studdy", names), "study");
  EXPECT_EQ(nearest("dosis", names), "dose");
}

TEST(Nearest, FindsNothingWhereNothingIsNear) {
  std::string_view const names[] = {"from", "to", "service"};
  EXPECT_EQ(nearest("zzz", names), "");
  EXPECT_EQ(nearest("frobnicate", names), "");
  EXPECT_EQ(nearest("", names), "");
}

}  // namespace
}  // namespace qw
