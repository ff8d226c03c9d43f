// SPDX-License-Identifier: Apache-2.0
#include "core/text_writer.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/hex.hpp"

namespace qw {
namespace {

using test::hex;

TEST(TextWriter, PiecesFollowEachOther) {
  std::array<char, 64> room{};
  TextWriter out{room};
  auto const first = out.number(10).character(' ').text("mail").take();
  auto const second = out.address(*Address::parse("00:1b:1b:00:00:01")).take();
  EXPECT_EQ(first, "10 mail");
  EXPECT_EQ(second, "00:1b:1b:00:00:01");
  EXPECT_EQ(out.address(*Address::parse("fe80::1")).take(), "fe80::1");
}

TEST(TextWriter, WhatDoesNotFitIsLeftOutForGood) {
  std::array<char, 4> room{};
  TextWriter out{room};
  out.text("abc").text("de").text("f");
  EXPECT_EQ(out.written(), "abc");
  EXPECT_FALSE(out.whole());
}

TEST(TextWriter, ForeignTextIsMadeVisible) {
  std::array<char, 32> room{};
  TextWriter out{room};
  EXPECT_EQ(out.escaped(hex("41 00 5c 7f c3a4")).take(), "A\\000\\092\\127\xc3\xa4");
  EXPECT_EQ(out.hex(hex("00ff")).take(), "00ff");
}

}  // namespace
}  // namespace qw
