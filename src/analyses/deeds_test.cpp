// SPDX-License-Identifier: Apache-2.0
#include "analyses/deeds.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/events.hpp"

namespace qw::analyses {
namespace {

using test::said;

constexpr std::byte octets[] = {std::byte{0x00}, std::byte{0x07}, std::byte{0x01}, std::byte{0x00}};

Command write(std::uint32_t offset, Values const& values,
              Outcome::State state = Outcome::State::accepted) {
  Command made{said("10.1.0.5:4000", "10.1.0.9:502", "modbus", 10, 3)};
  made.verb = Verb::write;
  made.operation = "Write Multiple Registers";
  made.object.space = "holding-register";
  made.object.offset = offset;
  made.object.length = 2;
  made.values = values;
  made.outcome.state = state;
  return made;
}

TEST(Deeds, NewsOfTheSameMomentCameAfterARepeat) {
  std::array const five{std::byte{0}, std::byte{5}};
  std::array const other{std::byte{2}, std::byte{154}};
  Deeds deeds;
  auto const known = write(100, {WireType::u16be, 1, five});
  auto news = write(100, {WireType::u16be, 1, other});
  news.said.moment.at = known.said.moment.at + seconds(1);
  deeds.on(known);
  deeds.on(news);
  deeds.on_repeat(known, 2, news.said.moment.at);
  EXPECT_EQ(deeds.deeds()[0].last_values, "666");
  EXPECT_EQ(deeds.deeds()[0].count, 4U);
}

TEST(Deeds, AnObjectIsOneRowWithItsFirstAndLastValues) {
  Deeds deeds;
  Bytes const raw{octets};
  deeds.on(write(107, {WireType::u16be, 2, raw}));
  deeds.on(write(300, {WireType::octets, 2, raw.first(2)}));
  deeds.on(write(107, {WireType::u16be, 1, raw.first(2)}, Outcome::State::refused));
  auto const rows = deeds.deeds();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].object, "holding-register 107+2");
  EXPECT_EQ(rows[0].first_values, "7, 256");
  EXPECT_EQ(rows[0].last_values, "7");
  EXPECT_EQ(rows[0].count, 2U);
  EXPECT_EQ(rows[0].accepted, 1U);
  EXPECT_EQ(rows[0].refused, 1U);
  EXPECT_EQ(rows[0].evidence.frames.first, 3U);
  EXPECT_EQ(rows[1].first_values, "0007");
}

TEST(Deeds, WhatOnlyAsksIsNoDeed) {
  Deeds deeds;
  for (auto const verb : {Verb::read, Verb::diagnose, Verb::authenticate, Verb::other}) {
    auto asked = write(1, {});
    asked.verb = verb;
    deeds.on(asked);
  }
  EXPECT_TRUE(deeds.deeds().empty());
  auto taken = write(1, {});
  taken.verb = Verb::take_program;
  deeds.on(taken);
  deeds.on_repeat(taken, 3, taken.said.moment.at);  // as the store tells what it folded
  ASSERT_EQ(deeds.deeds().size(), 1U);
  EXPECT_EQ(deeds.deeds()[0].count, 4U);
  auto late = write(9, {WireType::octets, 1, Bytes{octets}.first(1)});
  late.said.moment.at = late.said.moment.at + seconds(5);
  deeds.on(late);
  auto early = write(9, {WireType::octets, 1, Bytes{octets}.last(1)});
  early.values.raw = Bytes{octets}.subspan(1, 1);
  deeds.on_repeat(early, 2, early.said.moment.at);
  EXPECT_EQ(deeds.deeds()[1].last_values, "00") << "a repetition told late is not the last";
}

TEST(Deeds, LongValuesEndInDots) {
  std::vector<std::byte> const many(200, std::byte{0xab});
  Deeds deeds;
  deeds.on(write(1, {WireType::u16be, 100, many}));
  auto const text = deeds.deeds().at(0).first_values;
  EXPECT_TRUE(text.starts_with("43947, 43947")) << text;
  EXPECT_TRUE(text.ends_with("43947 …")) << text;
}

TEST(Deeds, WhatMovedIsCountedByName) {
  Deeds deeds;
  Transfer moved{said("10.1.0.9:102", "10.1.0.5:4000", "s7comm", 10, 7)};
  moved.what = TransferKind::program_block;
  moved.name = "SDB0";
  moved.octets = 216;
  moved.complete = true;
  deeds.on(moved);
  moved.complete = false;
  deeds.on(moved);
  auto const& rows = deeds.moved();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].name, "SDB0");
  EXPECT_EQ(rows[0].count, 2U);
  EXPECT_EQ(rows[0].octets, 432U);
  EXPECT_EQ(rows[0].complete, 1U);
}

TEST(Deeds, BeyondTheLimitObjectsAreCounted) {
  Deeds deeds;
  for (std::uint32_t i = 0; i < Deeds::most_rows + 5; ++i) deeds.on(write(i, {}));
  EXPECT_EQ(deeds.deeds().size(), Deeds::most_rows);
  EXPECT_EQ(deeds.beyond_limit(), 5U);
  deeds.on(write(0, {}));
  EXPECT_EQ(deeds.deeds().at(0).count, 2U) << "what has a row goes on counting";
}

}  // namespace
}  // namespace qw::analyses
