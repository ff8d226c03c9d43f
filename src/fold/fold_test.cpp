// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fold/fold.hpp"
#include "support/hex.hpp"
#include "support/protocols.hpp"

namespace qw::fold {
namespace {

/// Speaks events to a fold: one step each, `ms` after the start.
class Speaker {
 public:
  explicit Speaker(std::size_t limit = Fold::default_limit) : fold_{limit} {}

  template <class Kind>
  bool say(std::int64_t ms, Kind kind, std::uint16_t client_port = 40000) {
    auto& moment = kind.said.moment;
    kind.said.protocol = test::protocol("modbus");
    moment.at = Stamp{1'700'000'040'000'000'000} + milliseconds(ms);  // begins a minute
    moment.frames = {step_, step_};
    if (moment.speaker.host.address.empty()) {
      moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, client_port};
      moment.listener = {{RealmId{}, *Address::parse("10.0.0.2")}, 502};
    }
    return fold_.hear({step_++, 3, 0}, &kind).news;
  }
  FoldedBatch end() {
    fold_.flush();
    FoldedBatch batch;
    fold_.take_rows(batch);
    return batch;
  }
  Fold& fold() { return fold_; }

 private:
  Fold fold_;
  std::uint64_t step_ = 1;
};

/// Sixteen news may be heard before a fold looks at how much it holds; none takes a KiB.
constexpr std::size_t between_looks = 16 * 1024;

Command read_of(std::uint32_t offset) {
  return {.verb = Verb::read,
          .operation = "Read Holding Registers",
          .object = {.space = "holding-register", .offset = offset, .length = 2},
          .outcome = {Outcome::State::accepted, {}, {}},
          .reply_after = milliseconds(3)};
}

Sample sample_of(std::vector<std::byte> const& raw) {
  return {.object = {.space = "holding-register", .length = 2},
          .values = {WireType::u16be, static_cast<std::uint32_t>(raw.size() / 2), raw}};
}

/// Polls a block a hundred times over two minutes, and its values change in between.
FoldedBatch polled(bool every_event, Repeats* repeats) {
  Fold fold{Fold::default_limit, every_event};
  Batch batch;
  Voice voice{3};
  voice.speak_into(batch);
  voice.speak_to(fold, 1 << 20);
  for (std::int64_t i = 0; i < 100; ++i) {
    Moment asked;
    asked.at = Stamp{1'700'000'040'000'000'000} + milliseconds(1200 * i);
    asked.frames = {static_cast<FrameNumber>(2 * i + 1), static_cast<FrameNumber>(2 * i + 1)};
    auto answered = asked;
    answered.at = asked.at + milliseconds(3 + i % 7);
    answered.frames = {asked.frames.first + 1, asked.frames.first + 1};
    auto const raw = test::hex(i / 10 == 3 ? "0001 0002" : "0001 0003");
    voice.at_step(static_cast<std::uint64_t>(i + 1));
    voice.say_exchange({asked, answered, 0, bytes_of("ask"), raw, 3}, [&] {
      auto command = read_of(1);
      command.said = {asked, test::protocol("modbus"), answered.frames.last};
      command.reply_after = answered.at - asked.at;
      voice.say(command);
      auto sample = sample_of(raw);
      sample.said = {answered, test::protocol("modbus")};
      voice.say(sample);
    });
  }
  if (repeats != nullptr) fold.take_repeats(*repeats);
  EXPECT_EQ(fold.counts().events, 200U);
  fold.flush();
  FoldedBatch rows;
  fold.take_rows(rows);
  return rows;
}

TEST(Fold, WhatIsHeardAgainIsCountedAsIfItWereSaid) {
  Repeats repeats;
  auto const again = polled(false, &repeats);
  auto const said = polled(true, nullptr);
  ASSERT_EQ(again.rows.size(), 1U);
  ASSERT_EQ(said.rows.size(), 1U);
  auto const same_repetition = [](Repetition const& a, Repetition const& b) {
    EXPECT_EQ(a.count, 100U);
    EXPECT_EQ(a.count, b.count);
    EXPECT_EQ(a.last, b.last);
    EXPECT_EQ(a.last_frames.first, b.last_frames.first);
    EXPECT_EQ(a.shortest_period, b.shortest_period);
    EXPECT_EQ(a.longest_period, b.longest_period);
    EXPECT_EQ(a.mean_period, b.mean_period);
    EXPECT_EQ(a.shortest_reply, b.shortest_reply);
    EXPECT_EQ(a.longest_reply, b.longest_reply);
    EXPECT_EQ(a.mean_reply, b.mean_reply);
  };
  same_repetition(again.rows[0].repetition, said.rows[0].repetition);
  ASSERT_EQ(again.samples.size(), 1U);
  same_repetition(again.samples[0].row.repetition, said.samples[0].row.repetition);
  EXPECT_EQ(again.samples[0].changes, 2U);
  EXPECT_EQ(said.samples[0].changes, 2U);
  ASSERT_EQ(again.minutes.size(), said.minutes.size());
  ASSERT_GE(again.minutes.size(), 2U);
  for (std::size_t i = 0; i < again.minutes.size(); ++i) {
    EXPECT_EQ(again.minutes[i].order, said.minutes[i].order);
    EXPECT_EQ(again.minutes[i].count, said.minutes[i].count);
    EXPECT_EQ(again.minutes[i].mean, said.minutes[i].mean);
  }
  ASSERT_EQ(repeats.commands.size(), 1U);
  EXPECT_EQ(repeats.commands[0].times, 99U);
  ASSERT_EQ(repeats.samples.size(), 3U);  // the values changed twice
  EXPECT_EQ(repeats.samples[0].times, 29U);
  EXPECT_EQ(repeats.samples[1].times, 9U);
  EXPECT_EQ(repeats.samples[2].times, 59U);
}

TEST(Fold, RowsThatWereClosedAreNotCountedOn) {
  Fold fold;
  Batch batch;
  Voice voice{0};
  voice.speak_into(batch);
  voice.speak_to(fold, 1 << 20);
  FoldedBatch rows;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    Moment const asked{.at = {static_cast<std::int64_t>(i)}, .frames = {i, i}};
    voice.at_step(i);
    voice.say_exchange({asked, asked, 0, bytes_of("ask"), {}, 3}, [&] {
      auto command = read_of(1);
      command.said = {asked, test::protocol("modbus"), i};
      command.reply_after = Nanoseconds{0};
      voice.say(command);
    });
    if (i == 2) fold.flush();
  }
  fold.flush();
  fold.take_rows(rows);
  ASSERT_EQ(rows.rows.size(), 2U);
  EXPECT_EQ(rows.rows[0].repetition.count, 2U);
  EXPECT_EQ(rows.rows[1].repetition.count, 2U);
  EXPECT_EQ(batch.events.size(), 2U);
}

TEST(Fold, RepeatsAreToldOnceEachTime) {
  Speaker speaker;
  Repeats repeats;
  auto const raw = test::hex("0001 0002");
  speaker.say(0, read_of(1));
  speaker.say(1, read_of(2));
  speaker.say(2, sample_of(raw));
  speaker.fold().take_repeats(repeats);
  EXPECT_TRUE(repeats.commands.empty());  // all of it was news
  EXPECT_TRUE(repeats.samples.empty());

  speaker.say(3, read_of(2));
  speaker.say(4, read_of(1));
  speaker.say(5, read_of(2));
  speaker.say(6, sample_of(raw));
  speaker.fold().take_repeats(repeats);
  ASSERT_EQ(repeats.commands.size(), 2U);
  EXPECT_EQ(repeats.commands[0].command.object.offset, 2U);
  EXPECT_EQ(repeats.commands[0].times, 2U);
  EXPECT_EQ(repeats.commands[0].last, repeats.commands[0].command.said.moment.at + milliseconds(4));
  EXPECT_EQ(repeats.commands[1].times, 1U);
  ASSERT_EQ(repeats.samples.size(), 1U);
  EXPECT_EQ(repeats.samples[0].times, 1U);

  speaker.say(7, read_of(1));
  speaker.fold().flush();  // what is closed meanwhile is told all the same
  speaker.fold().take_repeats(repeats);
  ASSERT_EQ(repeats.commands.size(), 1U);
  EXPECT_EQ(repeats.commands[0].times, 1U);
}

TEST(Fold, PollIsOneRowWithItsPeriodAndReplies) {
  Speaker speaker;
  EXPECT_TRUE(speaker.say(0, read_of(1)));
  auto slow = read_of(1);
  slow.reply_after = milliseconds(9);
  EXPECT_FALSE(speaker.say(100, slow, 40001));  // from another passing port
  EXPECT_TRUE(speaker.say(150, read_of(2)));
  EXPECT_FALSE(speaker.say(400, read_of(1)));

  auto const batch = speaker.end();
  ASSERT_EQ(batch.rows.size(), 2U);
  auto const& first = batch.rows[0].repetition;
  EXPECT_EQ(first.count, 3U);
  EXPECT_EQ(first.shortest_period, milliseconds(100));
  EXPECT_EQ(first.longest_period, milliseconds(300));
  EXPECT_EQ(first.mean_period, milliseconds(200));
  EXPECT_EQ(first.shortest_reply, milliseconds(3));
  EXPECT_EQ(first.mean_reply, milliseconds(5));
  EXPECT_EQ(first.longest_reply, milliseconds(9));
  EXPECT_EQ(first.last_frames.first, 4U);
  auto const& once = batch.rows[1].repetition;
  EXPECT_EQ(once.count, 1U);
  EXPECT_FALSE(once.mean_period);
}

TEST(Fold, OutcomeAndListenerPartRows) {
  Speaker speaker;
  auto refused = read_of(1);
  refused.outcome = {Outcome::State::refused, 2, "Illegal Data Address"};
  auto elsewhere = read_of(1);
  elsewhere.said.moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
  elsewhere.said.moment.listener = {{RealmId{}, *Address::parse("10.0.0.3")}, 502};
  EXPECT_TRUE(speaker.say(0, read_of(1)));
  EXPECT_TRUE(speaker.say(1, refused));
  EXPECT_TRUE(speaker.say(2, elsewhere));
  EXPECT_FALSE(speaker.say(3, refused));
  EXPECT_EQ(speaker.end().rows.size(), 3U);
}

TEST(Fold, OfWhatChangesStateOnlyWritesAreFolded) {
  Speaker speaker;
  for (int verb = 0; verb <= static_cast<int>(Verb::other); ++verb) {
    auto command = read_of(1);
    command.verb = static_cast<Verb>(verb);
    bool const single = changes_state(command.verb) && command.verb != Verb::write;
    EXPECT_TRUE(speaker.say(verb * 10, command));
    EXPECT_EQ(speaker.say(verb * 10 + 1, command), single);
  }
  auto const batch = speaker.end();
  for (auto const& row : batch.rows) {
    auto const verb = std::get<Command>(row.event).verb;
    EXPECT_EQ(row.repetition.count, changes_state(verb) && verb != Verb::write ? 1U : 2U);
  }
}

TEST(Fold, RowsOwnWhatTheyShow) {
  Speaker speaker;
  {
    std::string text = "plc.crane1.example";
    speaker.say(0, Name{.question = text});
    text.assign(text.size(), '!');
  }
  auto const batch = speaker.end();
  EXPECT_EQ(std::get<Name>(batch.rows.at(0).event).question, "plc.crane1.example");
}

TEST(Fold, AllButPollsStaysNews) {
  Speaker speaker;
  Login const login{.account = "operator", .method = "PASS"};
  Name const name{.question = "plc"};
  Irregularity const fault{.fault = Fault::length};
  EXPECT_TRUE(speaker.say(0, login));
  EXPECT_TRUE(speaker.say(1, login));
  EXPECT_TRUE(speaker.say(2, name));
  EXPECT_TRUE(speaker.say(3, name));  // one row, yet whoever joins names hears it again
  EXPECT_TRUE(speaker.say(4, fault));
  EXPECT_TRUE(speaker.say(5, fault));
  EXPECT_EQ(speaker.end().rows.size(), 3U);
}

TEST(Fold, ConversationIsOneRowThatSumsItsEvents) {
  Speaker speaker;
  Conversation part{.frames_out = 3, .octets_in = 100};
  part.said.moment.conversation = conversation_id(SourceId{}, 1);
  part.said.moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 1};
  EXPECT_TRUE(speaker.say(0, part));
  part.phase = Phase::update;
  part.service = test::protocol("modbus");
  EXPECT_TRUE(speaker.say(10, part));
  part.phase = Phase::closed;
  part.service = {};
  part.close = CloseCause::reset;
  EXPECT_TRUE(speaker.say(20, part));
  EXPECT_TRUE(speaker.say(30, part));  // seen again after its end: a row of its own

  auto const batch = speaker.end();
  ASSERT_EQ(batch.rows.size(), 2U);
  auto const& whole = std::get<Conversation>(batch.rows[0].event);
  EXPECT_EQ(whole.frames_out, 9U);
  EXPECT_EQ(whole.octets_in, 300U);
  EXPECT_EQ(whole.service.text(), "modbus");
  EXPECT_EQ(whole.close, CloseCause::reset);
}

/// The events of a conversation that made room: nobody answered, unless `answers`.
void flood(Speaker& speaker, std::uint32_t number, std::uint16_t port, std::uint64_t answers) {
  std::byte const client[] = {std::byte{10}, std::byte{1}, static_cast<std::byte>(number >> 8),
                              static_cast<std::byte>(number)};
  Conversation part{.transport = "tcp"};
  part.said.moment.conversation = conversation_id(SourceId{}, number + 1);
  part.said.moment.speaker = {{RealmId{}, Address::ipv4(client)}, 1};
  part.said.moment.listener = {{RealmId{}, *Address::parse("10.0.0.2")}, port};
  EXPECT_TRUE(speaker.say(number, part));
  part.phase = Phase::closed;
  part.close = CloseCause::evicted;
  part.frames_out = 1;
  part.frames_in = answers;
  EXPECT_TRUE(speaker.say(number, part));
}

TEST(Fold, EvictedConversationsThatNobodyAnsweredShareARow) {
  Speaker speaker;
  for (std::uint32_t i = 0; i < 1'000; ++i) flood(speaker, i, 502, i == 7 ? 1 : 0);
  auto const batch = speaker.end();
  ASSERT_EQ(batch.rows.size(), 2U);
  auto const& shared = std::get<Conversation>(batch.rows[0].event);
  EXPECT_EQ(batch.rows[0].repetition.count, 1'998U);
  EXPECT_EQ(shared.frames_out, 999U);
  EXPECT_EQ(shared.close, CloseCause::evicted);
  EXPECT_TRUE(shared.said.moment.speaker.host.address.empty());
  EXPECT_EQ(shared.said.moment.listener.port, 502);
  EXPECT_EQ(std::get<Conversation>(batch.rows[1].event).frames_in, 1U);
}

TEST(Fold, FloodOverAllPortsStaysWithinItsLimit) {
  constexpr std::size_t limit = 256 * 1024;
  Speaker speaker{limit};
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    flood(speaker, i, static_cast<std::uint16_t>(i), 0);
    EXPECT_LE(speaker.fold().heap_octets(), limit + between_looks);
  }
  auto const batch = speaker.end();
  EXPECT_EQ(batch.rows.size(), Swept::most + 1);
  std::uint64_t frames = 0;
  for (auto const& row : batch.rows) frames += std::get<Conversation>(row.event).frames_out;
  EXPECT_EQ(frames, 20'000U);
}

TEST(Fold, SampleKeepsExtentsPerMinuteAndChanges) {
  Speaker speaker;
  auto const low = test::hex("0001 0007");
  auto const high = test::hex("0005 0007");
  EXPECT_TRUE(speaker.say(0, sample_of(low)));
  EXPECT_FALSE(speaker.say(1'000, sample_of(low)));
  EXPECT_TRUE(speaker.say(2'000, sample_of(high)));
  EXPECT_FALSE(speaker.say(61'000, sample_of(high)));  // a minute in which nothing moved
  EXPECT_TRUE(speaker.say(121'000, sample_of(low)));

  auto const batch = speaker.end();
  ASSERT_EQ(batch.samples.size(), 1U);
  EXPECT_EQ(batch.samples[0].row.repetition.count, 5U);
  EXPECT_EQ(batch.samples[0].changes, 2U);
  EXPECT_TRUE(std::ranges::equal(batch.samples[0].last_values.raw, low));
  ASSERT_EQ(batch.changes.size(), 2U);
  EXPECT_TRUE(std::ranges::equal(batch.changes[0].values.raw, high));

  ASSERT_EQ(batch.minutes.size(), 3U);  // both numbers, then only the one that moved
  EXPECT_EQ(batch.minutes[0].least, 1);
  EXPECT_EQ(batch.minutes[0].most, 5);
  EXPECT_EQ(batch.minutes[0].count, 3U);
  EXPECT_DOUBLE_EQ(batch.minutes[0].mean, 7.0 / 3);
  EXPECT_EQ(batch.minutes[1].index, 1U);
  EXPECT_EQ(batch.minutes[2].minute, (Stamp{1'700'000'160'000'000'000}));
  EXPECT_EQ(batch.minutes[2].last, 1);
}

TEST(Fold, ChangesBeyondTheRateAreCountedOnly) {
  Speaker speaker;
  for (int i = 0; i < 50; ++i) {
    auto const raw = i % 2 == 0 ? test::hex("0001") : test::hex("0002");
    speaker.say(i, sample_of(raw));
  }
  auto const batch = speaker.end();
  EXPECT_EQ(batch.samples[0].changes, 49U);
  EXPECT_EQ(batch.samples[0].kept_changes, SampleFold::kept_changes_per_minute);
  EXPECT_EQ(batch.changes.size(), SampleFold::kept_changes_per_minute);
}

TEST(Fold, FloodStaysWithinItsLimitAndLosesNothing) {
  constexpr std::size_t limit = 256 * 1024;
  Speaker speaker{limit};
  std::uint64_t counted = 0;
  FoldedBatch batch;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    speaker.say(i, read_of(i));
    EXPECT_LE(speaker.fold().heap_octets(), limit + between_looks);
    speaker.fold().take_rows(batch);
    for (auto const& row : batch.rows) counted += row.repetition.count;
  }
  EXPECT_GT(speaker.fold().counts().flushes, 0U);
  for (auto const& row : speaker.end().rows) counted += row.repetition.count;
  EXPECT_EQ(counted, 20'000U);
}

TEST(Fold, RowsComeInOrderOfTheirFirstEvent) {
  Speaker speaker;
  auto write = read_of(9);
  write.verb = Verb::write;
  speaker.say(0, Name{.question = "a"});
  speaker.say(1, write);
  speaker.say(2, read_of(1));
  speaker.say(3, Name{.question = "a"});
  auto const batch = speaker.end();
  ASSERT_EQ(batch.rows.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(batch.rows[i].order.step, i + 1);
}

}  // namespace
}  // namespace qw::fold
