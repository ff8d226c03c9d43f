// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fold/fold.hpp"
#include "support/hex.hpp"
#include "support/protocols.hpp"

/// What of a block's values is no news, and what is told of it all the same.
namespace qw::fold {
namespace {

constexpr Stamp begin{1'700'000'040'000'000'000};

bool shows(RepeatedSample const& told, std::string const& values) {
  return text_of(told.sample.values.raw) == text_of(test::hex(values));
}

class Sampling : public testing::Test {
 protected:
  struct Block {
    std::uint32_t offset = 7;
    Learnt learnt = Learnt::cyclic;
    std::string symbol = "axis";
  };

  bool sample(std::int64_t ms, Block const& block, std::string const& values) {
    auto const raw = test::hex(values);
    auto const event = sample_of(ms, block, raw);
    return fold_.hear({step_++, 3, 0}, &event).news;
  }
  /// Through a protocol that need not read what it has read before.
  bool exchange(std::int64_t ms, std::string const& values) {
    auto const raw = test::hex(values);
    Block const block;  // outlives the event, which borrows its symbol
    auto const event = sample_of(ms, block, raw);
    bool read = false;
    voice_.at_step(step_++);
    voice_.say_exchange({event.said.moment, event.said.moment, 0, bytes_of("ask"), raw, 3}, [&] {
      read = true;
      voice_.say(event);
    });
    return read;
  }
  std::vector<RepeatedSample> const& repeats() {
    fold_.take_repeats(repeats_);
    return repeats_.samples;
  }
  void SetUp() override {
    voice_.speak_into(batch_);
    voice_.speak_to(fold_, 1 << 20);
  }

  Fold fold_;

 private:
  static Sample sample_of(std::int64_t ms, Block const& block, std::vector<std::byte> const& raw) {
    Sample event{.learnt = block.learnt,
                 .target = {{RealmId{}, *Address::parse("10.0.0.2")}, 502},
                 .object = {.space = "register",
                            .offset = block.offset,
                            .length = 2,
                            .symbol = block.symbol},
                 .values = {WireType::u16be, static_cast<std::uint32_t>(raw.size() / 2), raw}};
    event.said.protocol = test::protocol("modbus");
    event.said.moment.at = begin + milliseconds(ms);
    event.said.moment.speaker = event.target;
    event.said.moment.listener = {{RealmId{}, *Address::parse("10.0.0.1")}, 40'000};
    return event;
  }

  Batch batch_;
  Voice voice_{3};
  Repeats repeats_;
  std::uint64_t step_ = 1;
};

TEST_F(Sampling, RepeatsTellTheBlockItsValuesAndUntilWhen) {
  for (std::int64_t i = 0; i < 4; ++i)
    for (std::uint32_t offset : {7U, 9U})
      EXPECT_EQ(sample(100 * i, {.offset = offset}, offset == 7 ? "0001 0002" : "0005"), i == 0);
  auto const& told = repeats();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].sample.object.offset, 7U);
  EXPECT_EQ(told[0].sample.object.symbol, "axis");
  EXPECT_EQ(told[0].sample.target.port, 502);
  EXPECT_EQ(told[0].sample.learnt, Learnt::cyclic);
  EXPECT_EQ(told[0].sample.said.protocol.text(), "modbus");
  EXPECT_EQ(told[0].sample.values.count, 2U);
  EXPECT_TRUE(shows(told[0], "0001 0002"));
  EXPECT_EQ(told[0].times, 3U);
  EXPECT_EQ(told[0].last, begin + milliseconds(300));
  EXPECT_EQ(told[1].sample.object.offset, 9U);
  EXPECT_EQ(told[1].sample.values.count, 1U);
  EXPECT_TRUE(repeats().empty());
}

TEST_F(Sampling, ValuesThatChangeAreToldWithWhatTheyWere) {
  for (std::int64_t i = 0; i < 7; ++i) sample(100 * i, {}, i < 3 ? "0001" : "0002");
  auto const& told = repeats();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(shows(told[0], "0001"));
  EXPECT_EQ(told[0].times, 2U);
  EXPECT_EQ(told[0].last, begin + milliseconds(200));
  EXPECT_TRUE(shows(told[1], "0002"));
  EXPECT_EQ(told[1].times, 3U);
  EXPECT_EQ(told[1].last, begin + milliseconds(600));
}

TEST_F(Sampling, WhatComesWithEachCallIsToldOnce) {
  sample(0, {}, "0001");
  sample(100, {}, "0001");
  EXPECT_EQ(repeats().size(), 1U);
  sample(200, {}, "0001");
  auto const& told = repeats();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].times, 1U);
  EXPECT_EQ(told[0].last, begin + milliseconds(200));
}

TEST_F(Sampling, RowsThatAreClosedAreToldBefore) {
  sample(0, {}, "0001");
  sample(100, {}, "0001");
  fold_.flush();
  EXPECT_TRUE(sample(200, {}, "0001"));  // another row
  auto const& told = repeats();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].times, 1U);
  EXPECT_EQ(told[0].sample.object.symbol, "axis");
  EXPECT_TRUE(shows(told[0], "0001"));
}

TEST_F(Sampling, WhatIsNotReadAgainIsToldToo) {
  EXPECT_TRUE(exchange(0, "0001"));
  EXPECT_FALSE(exchange(100, "0001"));
  EXPECT_FALSE(exchange(200, "0001"));
  auto const& told = repeats();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].times, 2U);
  EXPECT_EQ(told[0].last, begin + milliseconds(200));
  EXPECT_TRUE(shows(told[0], "0001"));
}

}  // namespace
}  // namespace qw::fold
