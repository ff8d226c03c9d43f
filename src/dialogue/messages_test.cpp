// SPDX-License-Identifier: Apache-2.0
#include "dialogue/messages.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qw::dialogue {
namespace {

using delivery::Side;
using delivery::Taken;

/// "<abc>" is a message; nothing else may stand before '<', and '!' within is a fault.
Parsed<std::string_view> parse(Bytes octets) {
  auto const text = text_of(octets);
  if (text[0] != '<') return Malformed{Fault::value, 0, "no message begins here"};
  auto const end = text.find_first_of(">!");
  if (end == text.npos) return NeedMore{text.size() + 1};
  if (text[end] == '!') return Malformed{Fault::value, end, "octet that is not allowed"};
  return Done<std::string_view>{text.substr(1, end - 1), end + 1};
}

std::size_t find(Bytes octets, Astray) {
  return std::min(text_of(octets).find('<'), octets.size());
}

constexpr FramingLimits limits{.most_faults = 3, .most_passed_over = 16};

/// Feeds pieces as flow does, and writes what it hears: messages, and '!' for a fault.
template <auto search>
class Stream {
 public:
  Stream& feed(std::string_view piece, Side side = Side::client) {
    if (last.then != Taken::Then::go_on) return *this;
    auto& held = held_[static_cast<std::size_t>(side)];
    held += piece;
    last = messages.read(
        {side, bytes_of(held), {}},
        [this](std::string_view message) -> Reading {
          heard += std::string{message} + " ";
          if (message == "upgrade") return {.then = Taken::Then::offer, .hint = "next"};
          if (message == "foreign") return {.then = Taken::Then::offer, .used = false};
          return {.broken = message == "bad"};
        },
        [this](Malformed const&) { heard += "! "; });
    held.erase(0, last.used);
    return *this;
  }
  [[nodiscard]] bool gave_up() const { return last.then == Taken::Then::give_up; }
  [[nodiscard]] std::string const& waiting() const { return held_[0]; }

  Messages<parse, search, limits> messages;
  std::string heard;
  Taken last;

 private:
  std::string held_[2];
};

TEST(Messages, CutAnywhereAreHeardOnce) {
  std::string const text = "<a><bc><def>";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Stream<find> stream;
    stream.feed(text.substr(0, cut)).feed(text.substr(cut));
    EXPECT_EQ(stream.heard, "a bc def ") << cut;
  }
}

TEST(Messages, PartOfAMessageAsksForMore) {
  Stream<find> stream;
  stream.feed("<a><bc");
  EXPECT_EQ(stream.last.used, 3U);
  EXPECT_EQ(stream.last.want, 4U);
}

TEST(Messages, FaultIsSaidOnceAndPassedOver) {
  Stream<find> stream;
  stream.feed("<a>xx").feed("yy<b>").feed("<c>");
  EXPECT_EQ(stream.heard, "a ! b c ");
}

TEST(Messages, FaultWithinAMessageDoesNotFindItAgain) {
  Stream<find> stream;
  stream.feed("<a><x!<b>");
  EXPECT_EQ(stream.heard, "a ! b ");
}

TEST(Messages, BehindAGapNothingIsSaid) {
  Stream<find> stream;
  stream.feed("<a>").messages.lose(Side::client);
  stream.feed("xx>").feed("y<b>");
  EXPECT_EQ(stream.heard, "a b ");
}

TEST(Messages, GapOfOneSideIsNotTheOthers) {
  Stream<find> stream;
  stream.feed("<a>").messages.lose(Side::client);
  stream.feed("x<b>", Side::server);
  EXPECT_EQ(stream.heard, "a ! b ");
}

TEST(Messages, FaultBeforeAnythingWasUnderstoodGivesUp) {
  Stream<find> stream;
  EXPECT_TRUE(stream.feed("x<a>").gave_up());
  EXPECT_EQ(stream.heard, "! ");
}

TEST(Messages, FaultBeforeAnythingWasUnderstoodMayBePassedOver) {
  std::string heard;
  Messages<parse, find, FramingLimits{.patient = true}> messages;
  auto const read = messages.read(
      {Side::client, bytes_of("x<a>"), {}},
      [&](std::string_view message) {
        heard += message;
        return Reading{};
      },
      [](Malformed const&) {});
  EXPECT_EQ(read.then, Taken::Then::go_on);
  EXPECT_EQ(heard, "a");
}

TEST(Messages, OneSideUnderstoodBearsWithTheOther) {
  Stream<find> stream;
  stream.feed("<a>").feed("x<b>", Side::server);
  EXPECT_EQ(stream.heard, "a ! b ");
}

TEST(Messages, FaultsInARowGiveUp) {
  Stream<find> stream;
  stream.feed("<a>xx").feed("y");
  EXPECT_FALSE(stream.gave_up());
  EXPECT_TRUE(stream.feed("z").gave_up());
}

TEST(Messages, MessageEndsARow) {
  Stream<find> stream;
  for (int i = 0; i < 10; ++i) stream.feed("<a>").feed("x<b>");
  EXPECT_FALSE(stream.gave_up());
}

TEST(Messages, BrokenRuleOfTheTrackerIsAFault) {
  Stream<find> stream;
  EXPECT_FALSE(stream.feed("<bad><bad><a><bad><bad>").gave_up());
  EXPECT_TRUE(stream.feed("<bad><b>").gave_up());
  EXPECT_EQ(stream.heard, "bad bad a bad bad bad ");
}

TEST(Messages, TooMuchPassedOverGivesUp) {
  Stream<find> stream;
  stream.feed("<a>").messages.lose(Side::client);
  stream.feed("12345678").feed("12345678");
  EXPECT_FALSE(stream.gave_up());
  EXPECT_TRUE(stream.feed("1").gave_up());
}

TEST(Messages, AnotherProtocolFollows) {
  Stream<find> stream;
  stream.feed("<a><upgrade><b>");
  EXPECT_EQ(stream.last.then, Taken::Then::offer);
  EXPECT_EQ(stream.last.hint, Term{"next"});
  EXPECT_EQ(stream.waiting(), "<b>");
}

TEST(Messages, AnotherProtocolBeginsWithThis) {
  Stream<find> stream;
  stream.feed("<a><foreign><b>");
  EXPECT_EQ(stream.waiting(), "<foreign><b>");
}

/// "<abc>5" is a message with a body of five octets; '_' stands between messages.
class WithBodies {
 public:
  WithBodies& feed(std::string_view piece) {
    auto const parse_unit = [this](Bytes octets) -> Parsed<std::string_view> {
      auto const text = text_of(octets);
      if (text[0] == '_') return Done<std::string_view>{"_", 1};
      if (text[0] == '#' && numbered) return Done<std::string_view>{"#", 1};
      auto parsed = parse(octets);
      auto* const done = std::get_if<0>(&parsed);
      if (done == nullptr) return parsed;
      if (done->used == text.size()) return NeedMore{done->used + 1};
      last_digit = text[done->used++];
      return parsed;
    };
    last = framing.read(
        {Side::client, bytes_of(piece), {}}, parse_unit, find,
        [this](std::string_view message) -> Reading {
          heard += message;
          if (message == "_") return {.padding = true};
          if (message == "#") return {};
          numbered = message == "n";
          if (last_digit == '*') return {.body = all_that_follows};
          return {.body = static_cast<std::uint64_t>(last_digit - '0')};
        },
        [this](Malformed const&) { heard += '!'; },
        [this](Bytes octets) { heard += "[" + std::string{text_of(octets)} + "]"; });
    return *this;
  }
  Framing<limits> framing;
  std::string heard;
  Taken last;
  bool numbered = false;
  char last_digit = '0';
};

TEST(Framing, BodyIsHandedOnAsItComes) {
  WithBodies stream;
  EXPECT_EQ(stream.feed("<a>5xy").last.used, 6U);
  EXPECT_EQ(stream.feed("zzz<b>0<c>1<<d>*").feed("<e>").heard, "a[xy][zzz]bc[<]d[<e>]");
}

TEST(Framing, GapWithinABodyLeavesTheWayKnown) {
  WithBodies stream;
  stream.feed("<a>5x");
  EXPECT_TRUE(stream.framing.bridge(Side::client, 3));
  EXPECT_EQ(stream.framing.body_left(Side::client), 1U);
  EXPECT_EQ(stream.feed("y<b>2").heard, "a[x][y]b");
  EXPECT_FALSE(stream.framing.bridge(Side::client, 3));
  EXPECT_EQ(stream.feed("xx<c>0").heard, "a[x][y]bc");
}

TEST(Framing, PaddingProvesNothing) {
  WithBodies stream;
  stream.feed("__x<a>0");
  EXPECT_EQ(stream.heard, "__!");
  EXPECT_EQ(stream.last.then, Taken::Then::give_up);
}

TEST(Framing, MayChangeWithinAStream) {
  WithBodies stream;
  EXPECT_EQ(stream.feed("<n>0##<a>0#").heard, "n##a!");
}

TEST(Messages, WithoutASearchTheRestIsPassedOver) {
  Stream<find_nothing> stream;
  stream.feed("<a>").messages.lose(Side::client);
  stream.feed("<b><c>");
  EXPECT_EQ(stream.heard, "a ");
  EXPECT_EQ(stream.waiting(), "");
}

}  // namespace
}  // namespace qw::dialogue
