// SPDX-License-Identifier: Apache-2.0
#include "dialogue/requests.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qw::dialogue {
namespace {

constexpr auto client = Side::client;
constexpr auto server = Side::server;

/// Writes what it hears: "1+" is answered, "1?" unanswered, "1-" unseen, "1~" late, "1!" a reply
/// that nobody asked for, "1." one that is excused. Numbers are keys; both sides are heard.
class Log : private ExchangeListener<int> {
 public:
  explicit Log(Rules const& rules = {}, std::vector<Side> const& heard = {client, server})
      : rules_{rules} {
    for (auto const side : heard) hear(side);
  }

  Log& ask(int key, std::string_view octets = {}, Side from = client) {
    requests.ask(from, now(), key, bytes_of(octets));
    return *this;
  }
  Log& answer(int key, std::string_view octets = {}, Side from = server) {
    requests.answer(from, now(), key, bytes_of(octets));
    return *this;
  }
  Log& pass(Nanoseconds time) {
    at = at + time;
    if (auto const due = requests.deadline(); due && *due <= at) requests.on_time(at);
    return *this;
  }
  Log& lose(Side side) {
    requests.lose(side, at);
    return *this;
  }
  Log& end() {
    requests.on_end(at);
    return *this;
  }
  void hear(Side side) { requests.hear(side); }

  std::string text;
  Stamp at{1'000'000'000};
  bool any_key = false;

 private:
  [[nodiscard]] Moment now() const {
    Moment moment;
    moment.at = at;
    return moment;
  }
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override {
    return any_key || request.key == reply.key;
  }
  void on_exchange(Request const& request, Reply const& reply) override {
    add(request.key, reply.late ? '~' : '+');
    text += text_of(request.octets);
    text += text_of(reply.octets);
  }
  void on_silence(Request const& request, Outcome::State state) override {
    add(request.key, state == Outcome::State::unanswered ? '?' : '-');
  }
  void on_unasked(Reply const& reply, bool excused) override {
    add(reply.key, excused ? '.' : '!');
  }
  void add(int key, char what) {
    text += (text.empty() ? "" : " ") + std::to_string(key);
    text += what;
  }

  Rules rules_;

 public:
  Requests<int> requests{*this, rules_};
};

TEST(Requests, ReplyMeetsItsRequest) {
  Log log;
  log.ask(1, "what").ask(2).answer(2).answer(1, "that");
  EXPECT_EQ(log.text, "2+ 1+whatthat");
  EXPECT_TRUE(log.requests.empty());
  EXPECT_FALSE(log.requests.deadline());
}

TEST(Requests, BothSidesMayAskUnderTheSameKey) {
  Log log;
  log.ask(1, "a").ask(1, "b", server).answer(1, "c", client).answer(1, "d");
  EXPECT_EQ(log.text, "1+bc 1+ad");
}

TEST(Requests, ConstantKeysPairInOrder) {
  Log log;
  log.ask(0, "a").ask(0, "b").answer(0, "A").answer(0, "B");
  EXPECT_EQ(log.text, "0+aA 0+bB");
}

TEST(Requests, UnansweredExactlyAtTheDeadline) {
  Log log;
  log.ask(1).pass({seconds(5).count - 1});
  EXPECT_EQ(log.text, "");
  log.pass({1});
  EXPECT_EQ(log.text, "1?");
}

TEST(Requests, EndOfConversationIsUnseen) { EXPECT_EQ(Log{}.ask(1).end().text, "1-"); }

TEST(Requests, DeadlinePassedBeforeTheEndIsUnanswered) {
  Log log;
  log.ask(1);
  log.at = log.at + seconds(6);
  EXPECT_EQ(log.end().text, "1?");
}

TEST(Requests, DirectionNeverHeardIsUnseen) {
  Log log{{}, {client}};
  EXPECT_EQ(log.ask(1).pass(seconds(5)).text, "1-");
  log.hear(server);  // a packet without octets is enough
  EXPECT_EQ(log.ask(2).pass(seconds(5)).text, "1- 2?");
}

TEST(Requests, GapAmongTheRepliesIsUnseen) {
  Log log;
  EXPECT_EQ(log.ask(1).lose(server).pass(seconds(5)).text, "1-");
}

TEST(Requests, GapIsOverWithTheNextMessage) {
  Log log;
  log.ask(1).lose(server).ask(2).ask(3).answer(3).ask(4).pass(seconds(5));
  EXPECT_EQ(log.text, "3+ 1- 2- 4?") << "4 was asked of a side in step";
}

TEST(Requests, GapAmongTheRequestsLosesNoReply) {
  Log log;
  EXPECT_EQ(log.ask(1).lose(client).pass(seconds(5)).text, "1?");
}

TEST(Requests, BehindAGapTheNextReplyIsTheNextRequests) {
  Log log;
  log.ask(8).ask(0, "a").lose(server).answer(8).ask(0, "b").answer(0, "B").pass(seconds(5));
  EXPECT_EQ(log.text, "8+ 0+bB 0-");
}

TEST(Requests, ReplyCapturedFirstWaitsForItsRequest) {
  Log log;
  log.ask(1).answer(1);
  log.answer(2, "B").ask(2, "b");
  EXPECT_EQ(log.text, "1+ 2+bB");
  EXPECT_FALSE(log.requests.deadline());
}

TEST(Requests, ReplyIsNeverOfARequestAskedLater) {
  Log log;
  log.ask(0).answer(0).answer(0).pass(milliseconds(2)).ask(0).answer(0).end();
  EXPECT_EQ(log.text, "0+ 0+ 0!");
}

TEST(Requests, RequestBehindAHoleHasItsOwnStamp) {
  Log log;
  log.ask(1).answer(1).pass(seconds(1));
  log.answer(2).pass(seconds(3));
  log.at = log.at + Nanoseconds{-seconds(4).count};
  EXPECT_EQ(log.ask(2).text, "1+ 2+");
}

TEST(Requests, ReplyToNoRequestBreaksARule) {
  Log log;
  log.ask(1).answer(1).pass(milliseconds(2)).answer(7);
  EXPECT_EQ(log.text, "1+") << "its request may still come";
  EXPECT_EQ(log.pass(seconds(11)).text, "1+ 7!");
}

TEST(Requests, CaptureThatBeginsBetweenTheTwoExcuses) {
  EXPECT_EQ(Log{}.answer(1).pass(milliseconds(2)).ask(2).answer(2).end().text, "2+ 1.");
  EXPECT_EQ(Log{}.answer(1).end().text, "1.") << "nothing was ever asked";
}

TEST(Requests, GapAmongTheRequestsExcuses) {
  Log log;
  log.ask(1).answer(1).lose(client).pass(seconds(1)).ask(3).answer(2).answer(3).end();
  EXPECT_EQ(log.text, "1+ 3+ 2.");
  log.ask(4).answer(4).pass(seconds(5)).answer(5).end();
  EXPECT_EQ(log.text, "1+ 3+ 2. 4+ 5!") << "the gap was long ago";
}

TEST(Requests, NoRoomIsUnseenAndNoRuleIsBroken) {
  Log log{{.most = 2}};
  log.ask(1).ask(2).ask(3).answer(1, "A").answer(2).answer(3);
  EXPECT_EQ(log.text, "1- 1~A 2+ 3+");
}

TEST(Requests, RoomIsMeasuredInOctetsToo) {
  Log log{{.most_octets = 4}};
  log.ask(1, "abc").ask(2, "de").answer(2);
  EXPECT_EQ(log.text, "1- 2+de");
  log.ask(3, "longer than all room").answer(3);
  EXPECT_EQ(log.text, "1- 2+de 3+longer than all room");
}

TEST(Requests, ManyMoreThanThereIsRoomForBreakNoRule) {
  Log log{{.most = 2}};
  for (int i = 0; i < 100; ++i) log.ask(i);
  log.text.clear();
  for (int i = 0; i < 100; ++i) log.answer(i);
  log.end();
  EXPECT_EQ(log.text.find_first_of("!?"), std::string::npos) << log.text;
}

TEST(Requests, OnlySoMuchOfARequestIsKept) {
  EXPECT_EQ((Log{{.most_kept = 3}}.ask(1, "abcdef").answer(1).text), "1+abc");
}

TEST(Requests, LateReplyBreaksNoRule) {
  Log log;
  log.ask(1, "a").pass(seconds(5)).answer(1, "A");
  EXPECT_EQ(log.text, "1? 1~aA");
  log.answer(1).end();
  EXPECT_EQ(log.text, "1? 1~aA 1!") << "it is late only once";
}

TEST(Requests, RepeatedDatagramIsOneRequest) {
  Log log{{.repeats = Repeats::same}};
  log.ask(1, "a").pass(seconds(1)).ask(1, "a").pass(seconds(1)).answer(1).answer(1);
  EXPECT_EQ(log.text, "1+a");
  log.answer(1).end();
  EXPECT_EQ(log.text, "1+a 1!") << "it was asked twice, not three times";
}

TEST(Requests, RepeatedDatagramHasTheFirstOnesDeadline) {
  Log log{{.repeats = Repeats::same}};
  log.ask(1).pass(seconds(3)).ask(1).pass(seconds(2));
  EXPECT_EQ(log.text, "1?");
}

TEST(Requests, DatagramOfOtherOctetsIsAnotherRequest) {
  Log log{{.repeats = Repeats::same}};
  log.ask(1, "a").ask(1, "b").answer(1).answer(1);
  EXPECT_EQ(log.text, "1+a 1+b");
}

TEST(Requests, PostponedHasNoDeadline) {
  Log log;
  log.ask(1).ask(2);
  log.requests.postpone(server, {.at = log.at}, 1);
  EXPECT_EQ(log.pass(seconds(60)).text, "2?");
  EXPECT_FALSE(log.requests.deadline());
  EXPECT_EQ(log.answer(1).text, "2? 1+");
}

Rules const in_order{.most = 3, .most_early = 0, .pairing = Pairing::in_order};

TEST(Requests, InOrderALateReplyComesBeforeTheOthers) {
  Log log{in_order};
  log.any_key = true;
  log.ask(1).pass(seconds(5)).ask(2).answer(0).answer(0);
  EXPECT_EQ(log.text, "1? 1~ 2+");
}

TEST(Requests, InOrderAGapEndsAllThatWaits) {
  Log log{in_order};
  log.any_key = true;
  log.ask(1).ask(2).lose(server).ask(3).answer(0).answer(9);
  EXPECT_EQ(log.text, "1- 2- 3+ 9.");
}

TEST(Requests, EarlyRepliesAreBounded) {
  Log log{{.most_early = 2, .most_early_octets = 2}};
  log.ask(0).answer(0).pass(milliseconds(2)).answer(1).answer(2).answer(3);
  EXPECT_EQ(log.text, "0+ 1!");
  log.answer(4, "abc");
  EXPECT_EQ(log.text, "0+ 1! 4!");
}

TEST(Requests, GoingOnAllocatesNothing) {
  Log log;
  auto const round = [&](int key) {
    log.answer(key, "early").ask(key, "some octets").ask(key + 1, "no more octets");
    log.pass(seconds(5)).text.clear();
  };
  for (int i = 0; i < 40; ++i) round(i);
  auto const octets = log.requests.heap_octets();
  EXPECT_GT(octets, 0U);
  for (int i = 0; i < 100; ++i) round(i);
  EXPECT_EQ(log.requests.heap_octets(), octets);
}

}  // namespace
}  // namespace qw::dialogue
