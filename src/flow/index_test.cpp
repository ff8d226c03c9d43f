// SPDX-License-Identifier: Apache-2.0
#include "flow/index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace qw::flow {
namespace {

TEST(Index, AgreesWithAMapUnderChurnAndCollisions) {
  std::mt19937_64 random{7};
  Index index;
  std::map<std::uint32_t, std::uint64_t> truth;  // slot to hash
  std::uint32_t next = 0;
  for (int round = 0; round < 20'000; ++round) {
    if (truth.empty() || random() % 5 < 3) {
      auto const hash = random() % 200;  // few hashes: long runs of collisions
      index.insert(hash, next);
      truth[next++] = hash;
    } else {
      auto const victim = std::next(truth.begin(), static_cast<long>(random() % truth.size()));
      index.erase(victim->second, victim->first);
      truth.erase(victim);
    }
    if (truth.size() > 300) {
      auto const first = truth.begin();
      index.erase(first->second, first->first);
      truth.erase(first);
    }
  }
  EXPECT_EQ(index.size(), truth.size());
  for (auto const& [slot, hash] : truth)
    EXPECT_EQ(index.find(hash, [&](std::uint32_t each) { return each == slot; }), slot);
  for (auto const& [slot, hash] : truth) {
    auto const candidate = index.candidate(hash);
    ASSERT_TRUE(truth.contains(candidate));
    EXPECT_EQ(truth[candidate], hash);
  }
  EXPECT_EQ(index.candidate(12345), Index::none);
  EXPECT_EQ(index.find(12345, [](std::uint32_t) { return false; }), Index::none);
}

}  // namespace
}  // namespace qw::flow
