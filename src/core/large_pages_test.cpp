// SPDX-License-Identifier: Apache-2.0
#include "core/large_pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace qw {
namespace {

TEST(LargePages, AreAlignedAndZeroed) {
  constexpr std::size_t octets = large_page + 1;
  auto* const start = static_cast<std::byte*>(map_large_pages(octets));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(start) % large_page, 0U);
  EXPECT_TRUE(std::all_of(start, start + octets, [](auto each) { return each == std::byte{0}; }));
  start[octets - 1] = std::byte{1};
  unmap_large_pages(start, octets);
}

TEST(LargePages, MoreThanThereIsThrows) {
  EXPECT_THROW(map_large_pages(SIZE_MAX), std::bad_alloc);
  EXPECT_THROW(map_large_pages(SIZE_MAX / 4), std::bad_alloc);
}

TEST(LargePages, VectorGrowsFromTheHeapIntoThem) {
  std::vector<std::uint32_t, LargePages<std::uint32_t>> numbers;
  for (std::uint32_t i = 0; i < 2'000'000; ++i) numbers.push_back(i);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % large_page, 0U);
  EXPECT_EQ(std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0}),
            std::uint64_t{1'999'999'000'000});
}

}  // namespace
}  // namespace qw
