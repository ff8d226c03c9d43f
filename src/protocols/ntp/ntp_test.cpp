// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/ntp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

// Asked at 0xe0000000.80000000; told by stratum 2 at 2023-11-14T22:13:20.5Z.
auto const request =
    hex("23 00 06 20 00000000 00000000 00000000 0000000000000000 0000000000000000"
        "0000000000000000 e000000080000000");
auto const reply =
    hex("24 02 06 e9 00000100 00000200 c0a80101 e8fe6b0000000000 e000000080000000"
        "e8fe6f8000000000 e8fe6f8080000000");

TEST(Ntp, MessageCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < request.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(ntp::parse(Bytes{request}.first(size))));
}

TEST(Ntp, TimeIsAskedAndTold) {
  test::Talk talk{ntp::registration()};
  talk.client(request).server(reply);
  auto const clocks = talk.said<Clock>();
  ASSERT_EQ(clocks.size(), 2U);
  EXPECT_EQ(clocks[0].role, ClockRole::asked);
  EXPECT_FALSE(clocks[0].time);
  EXPECT_EQ(clocks[1].role, ClockRole::told);
  EXPECT_EQ(to_text(*clocks[1].time), "2023-11-14T22:13:20.500000000Z");
  EXPECT_EQ(clocks[1].stratum, 2);
  EXPECT_EQ(clocks[1].source, "192.168.1.1");
}

TEST(Ntp, PrimarySourceAndRefusalAreText) {
  auto octets = reply;
  octets[1] = std::byte{1};
  std::ranges::copy(hex("47505300"), octets.begin() + 12);
  test::Talk talk{ntp::registration()};
  talk.server(octets);
  EXPECT_EQ(talk.said<Clock>().at(0).source, "GPS");
}

TEST(Ntp, EraIsTheNearest) {
  // 2036-02-07T06:28:16Z is second 0 of era 1.
  constexpr auto last_second = std::uint64_t{0xffff'ffff} << 32;
  EXPECT_EQ(to_text(*ntp::moment_of(std::uint64_t{1} << 32, Stamp{2'080'000'000'000'000'000})),
            "2036-02-07T06:28:17.000000000Z");
  EXPECT_EQ(to_text(*ntp::moment_of(last_second, Stamp{2'086'000'000'000'000'000})),
            "2036-02-07T06:28:15.000000000Z");
  EXPECT_FALSE(ntp::moment_of(0, Stamp{}));
}

TEST(Ntp, ControlRequestIsACommand) {
  test::Talk talk{ntp::registration()};
  talk.client(hex("16 02 0001 0000 0000 0000 0000")).server(hex("16 82 0001 0000 0000 0000 0000"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "Read Variables");
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[0].reply_after, milliseconds(1));
}

TEST(Ntp, PrivateRequestGoesUnanswered) {
  test::Talk talk{ntp::registration()};
  talk.both_heard().client(hex("17 00 03 2a 0000 0000")).pass(seconds(5));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "REQ_MON_GETLIST_1");
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::unanswered);
}

TEST(Ntp, ReturnedTimeIsCertain) {
  auto const& recognise = *ntp::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::udp};
  opening.client = request;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
  opening.server_port = 123;
  EXPECT_EQ(recognise(opening), delivery::Likeness::likely);
  opening.server_port = 0;
  opening.server = reply;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  opening.server = bytes_of("SIP/2.0 200 OK\r\n");
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
