// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "pipeline/run.hpp"

namespace qw::pipeline {
namespace {

constexpr std::size_t mebi = std::size_t{1} << 20;

TEST(Budget, PartsGrowWithTheWhole) {
  auto const small = budget_for(400 * mebi);
  auto const large = budget_for(1024 * mebi);
  EXPECT_LT(small.flow.flows, large.flow.flows);
  EXPECT_LT(small.fold_octets, large.fold_octets);
  EXPECT_LT(small.refrain_octets, large.refrain_octets);
  EXPECT_LT(small.body_octets, large.body_octets);
  EXPECT_LT(small.store.memory_octets, large.store.memory_octets);
  EXPECT_LT(small.analyses.rows, large.analyses.rows);
}

TEST(Budget, RowsOfAnalysesNeverExceedTheirOwnLimit) {
  EXPECT_EQ(budget_for(400 * mebi).analyses.rows, 25'600U);
  EXPECT_EQ(budget_for(1024 * mebi).analyses.rows, analyses::limit::rows);
  EXPECT_EQ(budget_for(8192 * mebi).analyses.rows, analyses::limit::rows);
  EXPECT_EQ(budget_for(8192 * mebi).analyses.conversations, analyses::limit::conversations);
}

/// What a shard may hold, times the shards, leaves room for what is not divided.
TEST(Budget, TheDividedPartsLeaveAThirdOfTheWhole) {
  for (auto const memory : {384 * mebi, 1024 * mebi}) {
    auto const budget = budget_for(memory);
    auto const of_shards = budget.flow.flows * (sizeof(flow::Flow) + sizeof(flow::Stream)) +
                           budget.flow.buffer_octets + budget.flow.tracker_octets +
                           2 * budget.fold_octets + budget.refrain_octets + budget.body_octets;
    EXPECT_LT(of_shards * 64 + budget.store.memory_octets, memory / 3 * 2);
  }
}

}  // namespace
}  // namespace qw::pipeline
