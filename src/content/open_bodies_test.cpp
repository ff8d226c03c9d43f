// SPDX-License-Identifier: Apache-2.0
#include "content/open_bodies.hpp"

#include <gtest/gtest.h>

#include "support/protocols.hpp"

namespace qw {
namespace {

using content::OpenBodies;
using delivery::Body;
using delivery::BodyHead;

constexpr std::string_view digest_of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class Bodies : public testing::Test {
 protected:
  Bodies() { voice_.speak_into(batch_); }

  Moment moment(std::uint64_t conversation = 1) {
    Moment made;
    made.at = Stamp{static_cast<std::int64_t>(++frame_)};
    made.frames = {frame_, frame_};
    made.conversation = ConversationId{conversation};
    return made;
  }
  Body begin(BodyHead const& head, std::uint64_t conversation = 1) {
    return Body{bodies, head, moment(conversation)};
  }
  [[nodiscard]] std::vector<Transfer> said() const {
    std::vector<Transfer> found;
    for (auto const& each : batch_.events) found.push_back(std::get<Transfer>(each.event));
    return found;
  }

 private:
  Batch batch_;
  Voice voice_{0};
  FrameNumber frame_ = 0;

 protected:
  OpenBodies bodies{voice_, std::size_t{1} << 20};
  OpenBodies three{voice_, 3 * OpenBodies::octets_of_one};
};

TEST_F(Bodies, WholeOneHasItsDigestAndTheFramesOfAllItsPieces) {
  auto body = begin({.protocol = test::protocol("http"),
                     .what = TransferKind::message,
                     .name = "/plan",
                     .media_type = "text/xml",
                     .octets = 3});
  body.piece(bytes_of("a"), moment());
  body.piece(bytes_of("bc"), moment());
  body.end(true);
  body.end(true);  // it has ended
  ASSERT_EQ(said().size(), 1U);
  auto const transfer = said()[0];
  EXPECT_TRUE(transfer.complete);
  EXPECT_EQ(transfer.digest, digest_of_abc);
  EXPECT_EQ(transfer.octets, 3U);
  EXPECT_EQ(transfer.what, TransferKind::message);
  EXPECT_EQ(transfer.name, "/plan");
  EXPECT_EQ(transfer.media_type, "text/xml");
  EXPECT_EQ(transfer.said.protocol.text(), "http");
  EXPECT_EQ(transfer.said.moment.frames.first, 1U);
  EXPECT_EQ(transfer.said.moment.frames.last, 3U);
  EXPECT_EQ(transfer.said.moment.at.ns, 3);
  EXPECT_EQ(bodies.open(), 0U);
}

TEST_F(Bodies, OneWithoutOctetsIsNotSaid) {
  begin({}).end(true);
  EXPECT_TRUE(said().empty());
}

TEST_F(Bodies, WhatIsMissingOrOutOfPlaceMakesItIncomplete) {
  auto const cases = std::array<void (*)(Body&, Moment const&), 6>{
      [](Body& body, Moment const&) { body.gap(7); },
      [](Body& body, Moment const&) { body.gap(0); },
      [](Body& body, Moment const& at) { body.piece_at(9, bytes_of("x"), at); },
      [](Body& body, Moment const& at) { body.piece_at(0, bytes_of("x"), at); },
      [](Body& body, Moment const& at) { body.piece(bytes_of("more than announced"), at); },
      [](Body& body, Moment const&) { body.end(false); }};
  for (auto const& spoil : cases) {
    auto body = begin({.octets = 3});
    body.piece(bytes_of("abc"), moment());
    spoil(body, moment());
    body.end(true);
  }
  ASSERT_EQ(said().size(), cases.size());
  for (auto const& each : said()) {
    EXPECT_FALSE(each.complete);
    EXPECT_TRUE(each.digest.empty());
  }
}

TEST_F(Bodies, PiecesAtOffsetsThatFollowEachOtherAreWhole) {
  auto body = begin({});
  body.piece_at(0, bytes_of("ab"), moment());
  body.piece_at(2, bytes_of("c"), moment());
  body.end(true);
  EXPECT_EQ(said()[0].digest, digest_of_abc);
}

TEST_F(Bodies, ParallelOnesOfOneConversationDoNotMix) {
  auto one = begin({.name = "one"});
  auto other = begin({.name = "other"});
  one.piece(bytes_of("ab"), moment());
  other.piece(bytes_of("abc"), moment());
  one.piece(bytes_of("c"), moment());
  other.end(true);
  one.end(true);
  ASSERT_EQ(said().size(), 2U);
  EXPECT_EQ(said()[0].name, "other");
  EXPECT_EQ(said()[0].digest, digest_of_abc);
  EXPECT_EQ(said()[1].digest, digest_of_abc);
}

TEST_F(Bodies, OneThatGoesWithoutAnEndIsNotWhole) {
  {
    auto body = begin({.name = "gone"});
    body.piece(bytes_of("abc"), moment());
    auto moved = std::move(body);
  }
  ASSERT_EQ(said().size(), 1U);
  EXPECT_FALSE(said()[0].complete);
  // The digest that it left behind does not reach into the next object.
  auto next = begin({});
  next.piece(bytes_of("abc"), moment());
  next.end(true);
  EXPECT_EQ(said()[1].digest, digest_of_abc);
}

TEST_F(Bodies, TheLongestSilentOneMakesRoomAndIsCounted) {
  std::vector<Body> held;
  for (std::string_view const name : {"a", "b", "c"}) {
    held.emplace_back(three, BodyHead{.name = name}, moment());
    held.back().piece(bytes_of("abc"), moment());
  }
  held[0].piece(bytes_of("d"), moment());
  held.emplace_back(three, BodyHead{.name = "d"}, moment());
  EXPECT_EQ(three.evicted(), 1U);
  EXPECT_EQ(three.open(), 3U);
  ASSERT_EQ(said().size(), 1U);
  EXPECT_EQ(said()[0].name, "b");
  EXPECT_FALSE(said()[0].complete);
  held[1].piece(bytes_of("passed over"), moment());
  held[1].end(true);
  EXPECT_EQ(said().size(), 1U);
  EXPECT_EQ(three.open(), 3U);
}

TEST_F(Bodies, AConversationThatOpensTooManyEndsItsOwn) {
  std::vector<Body> held;
  held.push_back(begin({.name = "of another"}, 2));
  held.back().piece(bytes_of("abc"), moment(2));
  for (std::size_t i = 0; i <= OpenBodies::most_of_one; ++i) {
    held.push_back(begin({.name = "flood"}));
    held.back().piece(bytes_of("abc"), moment());
  }
  EXPECT_EQ(bodies.evicted(), 1U);
  ASSERT_EQ(said().size(), 1U);
  EXPECT_EQ(said()[0].name, "flood");
}

}  // namespace
}  // namespace qw
