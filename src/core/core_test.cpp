// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/address.hpp"
#include "core/arena.hpp"
#include "core/cursor.hpp"
#include "core/stamp.hpp"
#include "core/term.hpp"
#include "support/hex.hpp"

namespace qw {
namespace {

using test::hex;

TEST(Cursor, ReadsBothOrdersAndCountsItsPosition) {
  auto const octets = hex("01 0203 0405 06070809 0a0b0c");
  Cursor in{octets};
  EXPECT_EQ(in.u8(), 0x01);
  EXPECT_EQ(in.u16be(), 0x0203);
  EXPECT_EQ(in.u16le(), 0x0504);
  EXPECT_EQ(in.u32be(), 0x06070809U);
  EXPECT_EQ(in.position(), 9U);
  EXPECT_EQ(in.u24be(), 0x0a0b0cU);
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.empty());
}

TEST(Cursor, ShortReadEmptiesItForGood) {
  auto const octets = hex("01 02 03");
  Cursor in{octets};
  EXPECT_EQ(in.u32be(), 0U);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0);
  EXPECT_TRUE(in.take(1).empty());
  EXPECT_FALSE(in.ok());
}

TEST(Stamp, IsWrittenInUtcWithNineDecimals) {
  EXPECT_EQ(to_text(Stamp{0}), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(to_text(Stamp{1'709'164'800'000'000'001}), "2024-02-29T00:00:00.000000001Z");
  EXPECT_EQ(to_text(Stamp{-1}), "1969-12-31T23:59:59.999999999Z");
}

TEST(Stamp, DifferencesWrapInsteadOfOverflowing) {
  Stamp const least{INT64_MIN};
  Stamp const most{INT64_MAX};
  EXPECT_EQ((most - least).count, -1);
}

TEST(Address, TextGoesRoundTrip) {
  for (auto const* text : {"00:1b:1b:00:00:01", "10.0.0.1", "fe80::1", "::1"})
    EXPECT_EQ(to_text(*Address::parse(text)), text);
  EXPECT_FALSE(Address::parse("10.0.0"));
  EXPECT_FALSE(Address::parse("00:1b:1b:00:00:0g"));
}

TEST(Address, KnowsItsScope) {
  EXPECT_TRUE(Address::parse("172.31.0.1")->is_private());
  EXPECT_FALSE(Address::parse("172.32.0.1")->is_private());
  EXPECT_TRUE(Address::parse("100.64.0.1")->is_private());
  EXPECT_TRUE(Address::parse("ff02::1")->is_multicast());
  EXPECT_TRUE(Address::parse("02:00:00:00:00:01")->is_locally_administered());
  EXPECT_TRUE(Address::parse("::")->is_unspecified());
}

TEST(Term, InternedEqualsLiteral) {
  EXPECT_EQ(Term::intern("modbus"), Term{"modbus"});
  EXPECT_NE(Term::intern("modbu"), Term{"modbus"});
}

TEST(Arena, KeepsLargeAndManyUntilCleared) {
  Arena arena;
  std::vector<std::byte> const large(Arena::block_octets * 2, std::byte{7});
  auto const kept = arena.keep(Bytes{large});
  std::vector<std::string_view> texts;
  for (int i = 0; i < 20000; ++i) texts.push_back(arena.keep(std::string_view{"0123456789"}));
  for (auto const& text : texts) EXPECT_EQ(text, "0123456789");
  EXPECT_EQ(octet_at(kept, kept.size() - 1), 7);
  arena.clear();
  EXPECT_EQ(arena.octets(), 0U);
}

TEST(Arena, WhatOneIsDoneWithServesTheNext) {
  ArenaPool pool;
  Arena first{pool};
  Arena second{pool};
  auto const* const place = first.keep(std::string_view{"first"}).data();
  first.clear();
  EXPECT_EQ(second.keep(std::string_view{"second"}).data(), place);
  EXPECT_NE(first.keep(std::string_view{"again"}).data(), place);
}

}  // namespace
}  // namespace qw
