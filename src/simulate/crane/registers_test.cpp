// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/registers.hpp"

#include <gtest/gtest.h>

#include <set>

namespace qw::simulate {
namespace {

LayoutStyle const style{.blocks = {10, 20, 30},
                        .analogue = {RegisterType::real32, RegisterType::int16},
                        .orders = {Order::big, Order::swapped},
                        .text = RegisterType::counted_text};

std::vector<unsigned> encoded(Register const& where, double value, std::string_view text = {}) {
  std::vector<std::byte> memory(where.size);
  encode(where, value, text, memory.data());
  std::vector<unsigned> octets;
  for (auto const octet : memory) octets.push_back(std::to_integer<unsigned>(octet));
  return octets;
}

TEST(Registers, EveryTypeAndOrder) {
  using V = std::vector<unsigned>;
  EXPECT_EQ(encoded({.type = RegisterType::int16, .scale = 0.01, .size = 2}, -1.5),
            (V{0xff, 0x6a}));
  EXPECT_EQ(encoded({.type = RegisterType::int16, .order = Order::little, .size = 2}, 258),
            (V{2, 1}));
  EXPECT_EQ(encoded({.type = RegisterType::uint32, .size = 4}, 0x01020304), (V{1, 2, 3, 4}));
  EXPECT_EQ(encoded({.type = RegisterType::uint32, .order = Order::swapped, .size = 4}, 0x01020304),
            (V{3, 4, 1, 2}));
  EXPECT_EQ(encoded({.type = RegisterType::real32, .size = 4}, 1), (V{0x3f, 0x80, 0, 0}));
  EXPECT_EQ(encoded({.type = RegisterType::bit, .bit = 3, .size = 1}, 1), (V{8}));
  EXPECT_EQ(encoded({.type = RegisterType::text, .size = 4}, 0, "AB"), (V{'A', 'B', ' ', ' '}));
  EXPECT_EQ(encoded({.type = RegisterType::counted_text, .size = 5}, 0, "ABCD"),
            (V{3, 3, 'A', 'B', 'C'}));
  EXPECT_EQ(encoded({.type = RegisterType::int16, .size = 2}, 1e9), (V{0x7f, 0xff}));
}

TEST(Registers, EverySignalHasItsOwnPlace) {
  auto const layout = Layout::make(style, Dice{3});
  EXPECT_EQ(layout.registers().size(), machine::signal_count);
  std::set<std::tuple<unsigned, unsigned, unsigned>> taken;
  for (auto const& place : layout.registers())
    for (unsigned i = 0; i < place.size; ++i) {
      unsigned const bit = place.type == RegisterType::bit ? place.bit : 8;
      EXPECT_TRUE(taken.insert({place.block, place.offset + i, bit}).second);
    }
  for (auto const& [block, offset, bit] : taken)
    EXPECT_EQ(taken.count({block, offset, 8}), bit == 8 ? 1U : 0U);
}

TEST(Registers, SeedsDiffer) {
  auto const one = Layout::make(style, Dice{3});
  auto const two = Layout::make(style, Dice{4});
  int moved = 0;
  for (auto const& place : one.registers())
    if (two.find(place.signal)->offset != place.offset) ++moved;
  EXPECT_GT(moved, 100);
}

}  // namespace
}  // namespace qw::simulate
