// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/telnet/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;
using test::Talk;

/// A server that greets, asks, and refuses once.
void dialogue(Talk& talk) {
  talk.server(hex("fffd18 fffd20")).client(hex("fffb18 fffc20 fffa1800 7674 fff0"));
  talk.server(bytes_of("Debian GNU/Linux 12\r\n\r\nquay7 login: "));
  talk.client(bytes_of("operator\r\n"));
  talk.server(bytes_of("operator\r\nPassword: ")).client(bytes_of("hunter2\r\n"));
}

TEST(Telnet, PieceCutAnywhereAsksForMore) {
  auto const whole = hex("fffa1800 78 ffff 74 fff0");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(telnet::parse(Bytes{whole}.first(size))));
  auto const parsed = telnet::parse(whole);
  ASSERT_TRUE(std::holds_alternative<Done<telnet::PieceView>>(parsed));
  EXPECT_EQ(std::get<0>(parsed).used, whole.size());
  EXPECT_EQ(std::get<0>(parsed).message.option, 0x18);
}

TEST(Telnet, RefusedLoginIsSaidWithoutItsPassword) {
  Talk talk{telnet::registration()};
  dialogue(talk);
  EXPECT_TRUE(talk.said<Login>().empty());
  talk.server(bytes_of("\r\nLogin incorrect\r\nquay7 login: "));
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].account, "operator");
  EXPECT_TRUE(logins[0].in_clear);
  EXPECT_EQ(logins[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(logins[0].said.moment.frames.first, 6U);
  EXPECT_EQ(logins[0].said.reply, 7U);
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].value, "Debian GNU/Linux 12");
  EXPECT_EQ(identities[1].attribute, Attribute::host_name);
  EXPECT_EQ(identities[1].value, "quay7");
}

TEST(Telnet, SecondAttemptMaySucceed) {
  Talk talk{telnet::registration()};
  dialogue(talk);
  talk.server(bytes_of("\r\nLogin incorrect\r\nquay7 login: ")).client(bytes_of("root\r\n"));
  talk.server(bytes_of("root\r\nPassword: ")).client(bytes_of("x\r\n"));
  talk.server(bytes_of("\r\nLast login: Sat\r\n# "));
  ASSERT_EQ(talk.said<Login>().size(), 2U);
  EXPECT_EQ(talk.said<Login>()[1].account, "root");
  EXPECT_EQ(talk.said<Login>()[1].outcome.state, Outcome::State::accepted);
}

TEST(Telnet, UnknownWordsLeaveTheOutcomeUnseen) {
  Talk talk{telnet::registration()};
  dialogue(talk);
  talk.server(bytes_of("\r\nBienvenue a bord\r\n")).pass(seconds(31));
  ASSERT_EQ(talk.said<Login>().size(), 1U);
  EXPECT_EQ(talk.said<Login>()[0].outcome.state, Outcome::State::unseen);
}

TEST(Telnet, TypedOctetByOctetAndCorrected) {
  Talk talk{telnet::registration()};
  talk.server(bytes_of("login: "));
  for (char const c : std::string_view{"opx\x7f"
                                       "er\r"})
    talk.client(bytes_of({&c, 1}));
  for (char const c : std::string_view{"\r\nPassword: "}) talk.server(bytes_of({&c, 1}));
  for (char const c : std::string_view{"s3cret\r"}) talk.client(bytes_of({&c, 1}));
  talk.end();
  ASSERT_EQ(talk.said<Login>().size(), 1U);
  EXPECT_EQ(talk.said<Login>()[0].account, "oper");
}

TEST(Telnet, EncryptedFromThenOn) {
  Talk talk{telnet::registration()};
  talk.client(hex("fffa26 03 01 fff0 6c6f67696e3a ff01"));
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
  EXPECT_TRUE(talk.events().empty());
}

TEST(Telnet, RecognisedStrictly) {
  using delivery::Likeness;
  auto const recognise = telnet::registration().recognise;
  auto const one = hex("fffd18");
  auto const two = hex("fffd18 fffd20");
  auto const sound = hex("fffb9064 000f0000");
  delivery::Opening opening;
  opening.server = one;
  EXPECT_EQ(recognise(opening), Likeness::more);
  opening.server = two;
  EXPECT_EQ(recognise(opening), Likeness::likely);
  opening.client = one;
  EXPECT_EQ(recognise(opening), Likeness::certain);
  opening.client = {};
  opening.server = sound;
  EXPECT_EQ(recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
