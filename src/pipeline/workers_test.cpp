// SPDX-License-Identifier: Apache-2.0
#include "pipeline/workers.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <vector>

namespace qw::pipeline {
namespace {

// What the pipeline relies on, without locks of its own: a worker sees what was written before
// `start`, and who called `finish` sees what the workers wrote. ThreadSanitizer checks that too.
TEST(Rounds, EveryWorkerDoesEveryRoundOnce) {
  constexpr unsigned workers = 8;
  constexpr std::uint64_t rounds = 500;
  std::uint64_t given = 0;
  std::vector<std::uint64_t> sums(workers);
  Rounds runs{workers, [&](unsigned worker) { sums[worker] += given; }};
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    given = round;
    runs.start();
    runs.finish();
    ASSERT_EQ(sums, std::vector<std::uint64_t>(workers, round * (round + 1) / 2));
  }
}

TEST(Rounds, CallerGoesOnWhileWorkersWork) {
  std::vector<std::uint64_t> sums(4);
  std::uint64_t own = 0;
  Rounds runs{4, [&](unsigned worker) { ++sums[worker]; }};
  for (int round = 0; round < 200; ++round) {
    runs.start();
    ++own;
    runs.finish();
  }
  EXPECT_EQ(own, 200U);
  EXPECT_EQ(sums, std::vector<std::uint64_t>(4, 200));
}

TEST(Rounds, OneWorkerIsTheCaller) {
  std::thread::id by;
  Rounds runs{1, [&](unsigned) { by = std::this_thread::get_id(); }};
  runs.start();
  runs.finish();
  EXPECT_EQ(by, std::this_thread::get_id());
}

TEST(Rounds, FinishWithoutStartReturns) {
  Rounds runs{3, [](unsigned) { FAIL(); }};
  runs.finish();
}

}  // namespace
}  // namespace qw::pipeline
