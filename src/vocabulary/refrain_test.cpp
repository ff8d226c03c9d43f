// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/hex.hpp"
#include "support/protocols.hpp"
#include "vocabulary/voice.hpp"

namespace qw {
namespace {

Moment moment_at(std::int64_t ms, FrameNumber frame) {
  Moment moment;
  moment.at = Stamp{1'700'000'000'000'000'000} + milliseconds(ms);
  moment.frames = {frame, frame};
  moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
  moment.listener = {{RealmId{}, *Address::parse("10.0.0.2")}, 502};
  moment.conversation = {7};
  return moment;
}

/// Takes commands and samples for what may come again, and notes what it hears.
class Counting final : public FirstListener {
 public:
  Heard hear(Order const&, EventRef event) override {
    ++heard;
    bool const repeats = std::holds_alternative<Command const*>(event) ||
                         std::holds_alternative<Sample const*>(event);
    if (repeats) return {true, SaidPlace{row++, 0, 0}};
    return {};
  }
  bool hear_again(Refrain const& refrain, Order const& first) override {
    if (!counts) return false;
    again.push_back(first.ordinal);
    lines = refrain.lines().size();
    asked = refrain.asked();
    return true;
  }

  bool counts = true;
  int heard = 0;
  std::uint32_t row = 0;
  std::vector<std::uint32_t> again;
  std::size_t lines = 0;
  Moment asked;
};

class Polling : public ::testing::Test {
 protected:
  Polling() {
    voice_.speak_into(batch_);
    voice_.speak_to(ear_, 1 << 20);
  }

  /// Asks and answers once; how often the exchange was read by now.
  int poll(std::string_view request, std::string_view reply, std::uint64_t header = 1,
           std::size_t asks = 100) {
    auto const asked = moment_at(ms_, frame_);
    auto answered = moment_at(ms_ + 3, frame_ + 1);
    std::swap(answered.speaker, answered.listener);
    answered.conversation = asked.conversation;
    ms_ += 100;
    frame_ += 2;
    voice_.at_step(++step_);
    auto const octets = bytes_of(request);
    voice_.say_exchange(
        {asked, answered, header, octets, bytes_of(reply), std::min(asks, octets.size())}, [&] {
          ++read_;
          Command command{.said = {asked, test::protocol("modbus"), answered.frames.last},
                          .verb = Verb::read,
                          .operation = "Read Coils",
                          .outcome = {Outcome::State::accepted, {}, {}},
                          .reply_after = answered.at - asked.at};
          voice_.say(command);
          if (reply != "none") voice_.say(Sample{.said = {answered, test::protocol("modbus")}});
          if (reply == "name")
            voice_.say(Identity{.said = {answered, test::protocol("modbus")}, .value = "crane"});
        });
    return read_;
  }

  Counting ear_;
  Batch batch_;
  Voice voice_{0};
  std::int64_t ms_ = 0;
  FrameNumber frame_ = 1;
  std::uint64_t step_ = 0;
  int read_ = 0;
};

TEST_F(Polling, TheSameExchangeIsReadOnce) {
  EXPECT_EQ(poll("ask", "answer"), 1);
  EXPECT_EQ(poll("ask", "answer"), 1);
  EXPECT_EQ(poll("ask", "answer"), 1);
  EXPECT_EQ(ear_.heard, 2);
  EXPECT_EQ(ear_.lines, 2U);
  EXPECT_EQ(ear_.asked.frames.first, 5U);
  EXPECT_EQ(ear_.again, (std::vector<std::uint32_t>{0, 0}));
  EXPECT_EQ(batch_.events.size(), 2U);
}

TEST_F(Polling, OtherOctetsAreRead) {
  poll("ask", "answer");
  EXPECT_EQ(poll("ask", "ansver"), 2);  // another value
  EXPECT_EQ(poll("ask", "ansver"), 2);
  EXPECT_EQ(poll("ask", "answer"), 3);   // the last counts
  EXPECT_EQ(poll("asks", "answer"), 4);  // another request has a place of its own
  EXPECT_EQ(poll("ask", "answer"), 4);
  EXPECT_EQ(poll("aska", "nswer"), 5);  // not only the octets of both together
  EXPECT_EQ(poll("ask", "answer", 2), 6);
}

TEST_F(Polling, WhatIsAskedWithOtherValuesTakesThePlaceOfTheLast) {
  EXPECT_EQ(poll("ask1", "answer", 1, 3), 1);
  EXPECT_EQ(poll("ask1", "answer", 1, 3), 1);
  EXPECT_EQ(poll("ask2", "answer", 1, 3), 2);
  EXPECT_EQ(poll("ask1", "answer", 1, 3), 3);
  EXPECT_EQ(poll("asc1", "answer", 1, 3), 4);
  EXPECT_EQ(poll("ask1", "answer", 1, 3), 4);
}

TEST_F(Polling, AnotherConversationIsRead) {
  auto const asked = moment_at(0, 1);
  auto const said = [&](Moment const& question) {
    int read = 0;
    voice_.say_exchange({question, question, 0, bytes_of("ask"), bytes_of("answer"), 3},
                        [&] { ++read; });
    return read;
  };
  EXPECT_EQ(said(asked), 1);
  EXPECT_EQ(said(asked), 0);
  for (auto change : {+[](Moment& moment) { moment.conversation = {8}; },
                      +[](Moment& moment) { moment.source = SourceId{1}; },
                      +[](Moment& moment) { moment.point = PointId{1}; },
                      +[](Moment& moment) { moment.listener.port = 503; }}) {
    auto other = asked;
    change(other);
    EXPECT_EQ(said(other), 1);
    EXPECT_EQ(said(other), 0);
  }
}

TEST_F(Polling, OnlyCommandsAndSamplesComeAgain) {
  poll("ask", "name");
  EXPECT_EQ(poll("ask", "name"), 2);
  EXPECT_EQ(poll("ask", "name"), 3);
  EXPECT_EQ(poll("ask", "none"), 4);
  EXPECT_EQ(poll("ask", "none"), 4);
}

TEST_F(Polling, WhatCannotBeCountedIsSaid) {
  poll("ask", "answer");
  ear_.counts = false;
  EXPECT_EQ(poll("ask", "answer"), 2);
  EXPECT_EQ(ear_.heard, 4);
}

TEST_F(Polling, EventsBehindARefrainStandBehindItsLines) {
  poll("ask", "answer");
  poll("ask", "answer");
  voice_.say(Irregularity{.said = {moment_at(ms_, frame_), test::protocol("modbus")}});
  EXPECT_EQ(batch_.events.back().order.ordinal, 2U);
}

TEST_F(Polling, AboveTheLimitAllIsForgotten) {
  voice_.speak_to(ear_, 4096);
  for (int i = 0; i < 100; ++i) poll("ask" + std::to_string(i), std::string(100, 'x'));
  EXPECT_EQ(poll("ask0", std::string(100, 'x')), 101);
  EXPECT_EQ(poll("ask0", std::string(100, 'x')), 101);
}

TEST(Voice, WithoutAnEarEachExchangeIsRead) {
  Batch batch;
  Voice voice{0};
  voice.speak_into(batch);
  auto const asked = moment_at(0, 1);
  int read = 0;
  for (int i = 0; i < 2; ++i)
    voice.say_exchange({asked, asked, 0, bytes_of("ask"), bytes_of("answer"), 3}, [&] { ++read; });
  EXPECT_EQ(read, 2);
}

}  // namespace
}  // namespace qw
