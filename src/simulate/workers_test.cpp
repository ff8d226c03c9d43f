// SPDX-License-Identifier: Apache-2.0
#include "simulate/workers.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace qw::simulate {
namespace {

// Jobs see what was written before `run`, and its caller sees what they wrote, without locks of
// their own. ThreadSanitizer checks that too.
TEST(Workers, EveryJobIsDoneOnceEachTime) {
  for (unsigned const count : {1U, 2U, 8U}) {
    Workers workers{count};
    std::uint64_t given = 0;
    std::vector<std::uint64_t> sums(37);
    for (std::uint64_t time = 1; time <= 200; ++time) {
      given = time;
      workers.run(sums.size(), [&](std::size_t job) { sums[job] += given; });
      ASSERT_EQ(sums, std::vector<std::uint64_t>(sums.size(), time * (time + 1) / 2));
    }
  }
}

TEST(Workers, FewerJobsThanWorkersAndNone) {
  Workers workers{4};
  std::vector<int> done(2);
  workers.run(2, [&](std::size_t job) { ++done[job]; });
  workers.run(0, [&](std::size_t) { FAIL(); });
  EXPECT_EQ(done, (std::vector<int>{1, 1}));
}

}  // namespace
}  // namespace qw::simulate
