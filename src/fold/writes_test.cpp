// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <optional>

#include "fold/fold.hpp"
#include "support/hex.hpp"
#include "support/protocols.hpp"

namespace qw::fold {
namespace {

constexpr Stamp begin{1'700'000'040'000'000'000};

/// What somebody writes, at a time, and what the fold makes of it.
class Writing : public testing::Test {
 protected:
  struct Write {
    std::string values = "0001 0002";
    std::string writer = "10.0.0.1";
    std::uint32_t offset = 7;
    Outcome::State outcome = Outcome::State::accepted;
  };

  bool write(std::int64_t ms, Write const& what) {
    auto const raw = test::hex(what.values);
    auto const command = command_of(ms, what, raw);
    return fold_.hear({step_++, 3, 0}, &command).news;
  }
  /// Through a protocol that need not read what it has read before.
  bool exchange(std::int64_t ms, Write const& what) {
    auto const raw = test::hex(what.values);
    auto const command = command_of(ms, what, raw);
    auto answered = command.said.moment;
    answered.at = answered.at + *command.reply_after;
    answered.frames = {command.said.reply, command.said.reply};
    bool read = false;
    voice_.at_step(step_++);
    voice_.say_exchange({command.said.moment, answered, 0, raw, bytes_of("done"), 0}, [&] {
      read = true;
      voice_.say(command);
    });
    return read;
  }
  FoldedBatch end() {
    fold_.flush();
    FoldedBatch rows;
    fold_.take_rows(rows);
    return rows;
  }
  std::uint64_t repeats() {
    Repeats repeats;
    fold_.take_repeats(repeats);
    std::uint64_t times = 0;
    for (auto const& each : repeats.commands) times += each.times;
    return times;
  }
  void SetUp() override {
    voice_.speak_into(said_);
    voice_.speak_to(fold_, 1 << 20);
  }

  Fold fold_;
  Batch said_;
  Voice voice_{3};

 private:
  Command command_of(std::int64_t ms, Write const& what, Bytes raw) {
    Command command{.verb = Verb::write,
                    .operation = "Write Multiple Registers",
                    .object = {.space = "holding-register", .offset = what.offset, .length = 2},
                    .values = {WireType::u16be, static_cast<std::uint32_t>(raw.size() / 2), raw},
                    .outcome = {what.outcome, {}, {}},
                    .reply_after = milliseconds(3)};
    auto& moment = command.said.moment;
    moment.at = begin + milliseconds(ms);
    moment.frames = {2 * step_, 2 * step_};
    moment.speaker = {{RealmId{}, *Address::parse(what.writer)}, 40000};
    moment.listener = {{RealmId{}, *Address::parse("10.0.0.2")}, 502};
    command.said.protocol = test::protocol("modbus");
    command.said.reply = 2 * step_ + 1;
    return command;
  }

  std::uint64_t step_ = 1;
};

std::vector<std::uint64_t> counts_of(FoldedBatch const& rows) {
  std::vector<std::uint64_t> counts;
  for (auto const& row : rows.rows) counts.push_back(row.repetition.count);
  return counts;
}

TEST_F(Writing, CyclicWriteIsOneRow) {
  EXPECT_TRUE(write(0, {}));
  for (int i = 1; i < 100; ++i) EXPECT_FALSE(write(500 * i, {}));
  EXPECT_EQ(repeats(), 99U);
  auto const rows = end();
  ASSERT_EQ(counts_of(rows), (std::vector<std::uint64_t>{100}));
  auto const& repetition = rows.rows[0].repetition;
  EXPECT_EQ(repetition.last, begin + milliseconds(99 * 500));
  EXPECT_EQ(repetition.mean_period, milliseconds(500));
  EXPECT_EQ(repetition.longest_reply, milliseconds(3));
  EXPECT_EQ(std::get<Command>(rows.rows[0].event).values.raw.size(), 4U);
}

TEST_F(Writing, EachChangeBeginsARow) {
  EXPECT_TRUE(write(0, {}));
  EXPECT_FALSE(write(100, {}));
  EXPECT_TRUE(write(200, {.values = "0001 0003"}));
  EXPECT_TRUE(write(300, {}));  // not counted with what was written before
  EXPECT_TRUE(write(400, {.outcome = Outcome::State::refused}));
  EXPECT_TRUE(write(500, {.values = "0001"}));
  EXPECT_TRUE(write(600, {.values = "0001", .offset = 8}));
  EXPECT_FALSE(write(700, {.values = "0001"}));
  EXPECT_EQ(repeats(), 2U);
  auto const rows = end();
  EXPECT_EQ(counts_of(rows), (std::vector<std::uint64_t>{2, 1, 1, 1, 2, 1}));
  auto const value = [&](std::size_t row) {
    return std::to_integer<int>(std::get<Command>(rows.rows[row].event).values.raw.back());
  };
  EXPECT_EQ(value(0), 2);
  EXPECT_EQ(value(1), 3);
  EXPECT_EQ(value(2), 2);
}

TEST_F(Writing, PauseBeginsARow) {
  EXPECT_TRUE(write(0, {}));
  EXPECT_FALSE(write(10'000, {}));
  EXPECT_TRUE(write(20'001, {}));
  EXPECT_TRUE(write(19'000, {}));  // the clock went back
  EXPECT_EQ(end().rows.size(), 3U);
}

TEST_F(Writing, EachWriterHasRowsOfItsOwn) {
  EXPECT_TRUE(write(0, {}));
  EXPECT_TRUE(write(1, {.values = "0009 0009", .writer = "10.0.0.9"}));
  EXPECT_FALSE(write(2, {}));
  EXPECT_EQ(counts_of(end()), (std::vector<std::uint64_t>{2, 1}));
}

TEST_F(Writing, ChangingValuesTakeNoRoom) {
  write(0, {});
  auto const before = fold_.heap_octets();
  FoldedBatch rows;
  for (int i = 1; i < 10'000; ++i) {
    write(i, {.values = i % 2 == 0 ? "0001 0002" : "0003 0004"});
    fold_.take_rows(rows);
    ASSERT_EQ(rows.rows.size(), 1U);
  }
  EXPECT_EQ(fold_.heap_octets(), before);
}

TEST_F(Writing, SameOctetsAreCountedOnlyWhileTheWriteGoesOn) {
  EXPECT_TRUE(exchange(0, {}));
  EXPECT_FALSE(exchange(1'000, {}));
  EXPECT_TRUE(exchange(20'000, {}));  // after a pause
  EXPECT_FALSE(exchange(21'000, {}));
  write(21'500, {.values = "0009 0009"});
  EXPECT_TRUE(exchange(22'000, {}));  // something else was written meanwhile
  EXPECT_FALSE(exchange(23'000, {}));
  EXPECT_EQ(repeats(), 3U);
  EXPECT_EQ(counts_of(end()), (std::vector<std::uint64_t>{2, 2, 1, 2}));
}

}  // namespace
}  // namespace qw::fold
