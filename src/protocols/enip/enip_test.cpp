// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/enip/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;
using test::Talk;

std::vector<std::byte> join(std::vector<std::byte> head, std::vector<std::byte> const& tail) {
  head.insert(head.end(), tail.begin(), tail.end());
  return head;
}

std::vector<std::byte> u16(std::size_t value) {
  return {static_cast<std::byte>(value & 0xff), static_cast<std::byte>(value >> 8)};
}

/// SendRRData of session 1 with one unconnected message; `context` is one octet.
std::vector<std::byte> unconnected(std::string_view cip, std::string_view context = "07") {
  auto const message = hex(cip);
  auto out = join(hex("6f00"), u16(16 + message.size()));
  out = join(out, join(hex("01000000 00000000"), hex(context)));
  out = join(out, hex("00000000000000 00000000 00000000 0a00 0200 0000 0000 b200"));
  return join(join(out, u16(message.size())), message);
}

/// SendUnitData on a connection; `sequence` is two octets.
std::vector<std::byte> connected(std::string_view connection, std::string_view sequence,
                                 std::string_view cip) {
  auto const message = hex(cip);
  auto out = join(hex("7000"), u16(22 + message.size()));
  out = join(out, hex("01000000 00000000 0000000000000000 00000000"));
  out = join(out, join(hex("00000000 0000 0200 a100 0400"), hex(connection)));
  out = join(join(out, hex("b100")), u16(2 + message.size()));
  return join(join(out, hex(sequence)), message);
}

auto const list_identity = hex("6300 0000 00000000 00000000 0102030405060708 00000000");
auto const identity_reply =
    hex("6300 3c00 00000000 00000000 0102030405060708 00000000"
        "0100 0c00 3600 0100 0002 af12 0a000002 0000000000000000"
        "0100 0e00 3600 1014 6030 bce90560 14 31373536 2d4c3631 2f42204c 4f474958 35353631 03");

TEST(Enip, MessageCutAnywhereAsksForMore) {
  auto const whole = unconnected("0e 03 20 01 24 01 30 07");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(enip::parse(Bytes{whole}.first(size)))) << size;
  EXPECT_TRUE(std::holds_alternative<Done<enip::MessageView>>(enip::parse(whole)));
}

TEST(Enip, OptionsOtherThanZeroAreMalformed) {
  auto message = list_identity;
  message[20] = std::byte{1};
  auto const parsed = enip::parse(message);
  ASSERT_TRUE(std::holds_alternative<Malformed>(parsed));
  EXPECT_EQ(std::get<Malformed>(parsed).offset, 20U);
}

TEST(Enip, ListIdentityNamesTheDevice) {
  Talk talk{enip::registration()};
  talk.by_datagram();
  talk.client(list_identity).server(identity_reply);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "ListIdentity");
  EXPECT_EQ(commands[0].function, 0x63U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  auto const said = talk.said<Identity>();
  ASSERT_EQ(said.size(), 6U);
  EXPECT_EQ(said[0].value, "Rockwell Automation");
  EXPECT_EQ(said[1].value, "Programmable Logic Controller");
  EXPECT_EQ(said[2].value, "product code 54");
  EXPECT_EQ(said[3].value, "16.20");
  EXPECT_EQ(said[4].value, "6005e9bc");
  EXPECT_EQ(said[5].value, "1756-L61/B LOGIX5561");
  EXPECT_EQ(said[5].attribute, Attribute::model);
}

TEST(Enip, TagIsReadWithItsTypeAndWrittenWithItsValue) {
  Talk talk{enip::registration()};
  // Read Tag Crane.Hoist[3], one element; the reply is a REAL.
  talk.client(unconnected("4c 09 91 05 4372616e6500 91 05 486f69737400 28 03 0100"));
  talk.server(unconnected("cc 00 00 00 ca00 0000803f"));
  talk.client(unconnected("4d 05 91 08 536574506f696e74 c400 0100 2a000000"));
  talk.server(unconnected("cd 00 00 00"));

  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].operation.text(), "Read Tag");
  EXPECT_EQ(commands[0].function, 0x4cU);
  EXPECT_EQ(commands[0].object.symbol, "Crane.Hoist[3]");
  EXPECT_EQ(commands[0].object.offset, 3U);
  EXPECT_EQ(commands[0].object.length, 1U);
  EXPECT_EQ(commands[1].verb, Verb::write);
  EXPECT_EQ(commands[1].object.symbol, "SetPoint");
  EXPECT_EQ(commands[1].values.type, WireType::s32le);
  EXPECT_TRUE(std::ranges::equal(commands[1].values.raw, hex("2a000000")));

  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].values.type, WireType::f32le);
  EXPECT_EQ(samples[0].values.count, 1U);
  EXPECT_EQ(samples[0].object.symbol, "Crane.Hoist[3]");
}

TEST(Enip, RefusalTellsGeneralAndExtendedStatus) {
  Talk talk{enip::registration()};
  talk.client(unconnected("10 03 20 04 24 64 30 03 0102")).server(unconnected("90 00 0e 00"));
  talk.client(unconnected("4e 02 20 06 24 01 0a0e 0100 4d00 00000000 01 00 0100"));
  talk.server(unconnected("ce 00 01 01 0701 0100 4d00 00000000 00 00"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].operation.text(), "Set_Attribute_Single");
  EXPECT_EQ(commands[0].object.space.text(), "Assembly");
  EXPECT_EQ(commands[0].object.block, 0x64U);
  EXPECT_EQ(commands[0].object.offset, 3U);
  EXPECT_EQ(commands[0].outcome.code, 0x0eU);
  EXPECT_EQ(commands[0].outcome.reason.text(), "Attribute not settable");
  EXPECT_EQ(commands[1].operation.text(), "Forward_Close");
  EXPECT_EQ(commands[1].outcome.code, 0x10701U);
  EXPECT_EQ(commands[1].outcome.reason.text(), "Target connection not found");
}

TEST(Enip, EveryServiceOfAPacketIsSaidWithItsOwnReply) {
  Talk talk{enip::registration()};
  talk.client(connected("01000000", "0500",
                        "0a 02 20 02 24 01 0200 0600 0e00"
                        "07 02 20 8e 24 01 00 00 0e 03 20 04 24 01 30 03"));
  talk.server(
      connected("02000000", "0500", "8a 00 1e 00 0200 0600 0a00 87 00 10 00 8e 00 00 00 2a"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].verb, Verb::stop);
  EXPECT_EQ(commands[0].object.space.text(), "Class 0x8e");
  EXPECT_EQ(commands[0].outcome.reason.text(), "Device state conflict");
  EXPECT_EQ(commands[1].operation.text(), "Get_Attribute_Single");
  EXPECT_EQ(commands[1].outcome.state, Outcome::State::accepted);
  ASSERT_EQ(talk.said<Sample>().size(), 1U);
  EXPECT_TRUE(std::ranges::equal(talk.said<Sample>()[0].values.raw, hex("2a")));
}

TEST(Enip, ServicesThatOverlapAreNotFollowed) {
  Talk talk{enip::registration()};
  talk.client(connected("01000000", "0500", "0a 02 20 02 24 01 0200 0600 0600 07 02 20 8e 24 01"));
  talk.server(connected("02000000", "0500", "8a 00 08 00"));
  EXPECT_TRUE(talk.said<Command>().empty());
  ASSERT_EQ(talk.said<Irregularity>().size(), 1U);
}

TEST(Enip, RoutedRequestIsSaidWhereItLeads) {
  Talk talk{enip::registration()};
  talk.client(unconnected("52 02 20 06 24 01 05 fa 0600 01 02 20 01 24 01 01 00 01 02"));
  talk.server(unconnected("81 00 00 00 0100 0e00 3600 1014 6030 bce90560 02 4142"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "Get_Attributes_All");
  EXPECT_EQ(commands[0].object.station, 2U);
  EXPECT_EQ(talk.said<Identity>().size(), 6U);

  Talk failed{enip::registration()};
  failed.client(unconnected("52 02 20 06 24 01 05 fa 0600 01 02 20 01 24 01 01 00 01 02"));
  failed.server(unconnected("d2 00 01 01 0402"));
  ASSERT_EQ(failed.said<Command>().size(), 1U);
  EXPECT_EQ(failed.said<Command>()[0].outcome.reason.text(), "Unconnected request timed out");
}

TEST(Enip, OpenedConnectionAnnouncesItsData) {
  Talk talk{enip::registration()};
  talk.client(
      unconnected("54 02 20 06 24 01 0a0e 00000000 01000080 0100 4d00 78563412 03 000000"
                  "10270000 0843 10270000 0843 01 04 20 04 24 97 2c 96 2c 64"));
  talk.server(
      unconnected("d4 00 00 00 11000000 22000000 0100 4d00 78563412"
                  "10270000 10270000 00 00"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "Forward_Open");
  EXPECT_EQ(commands[0].object.space.text(), "Assembly");
  EXPECT_EQ(commands[0].object.block, 0x97U);
  EXPECT_EQ(commands[0].object.symbol, "150,100");
  ASSERT_EQ(talk.expected().size(), 2U);
  EXPECT_EQ(to_text(talk.expected()[0].listener), "10.0.0.2:2222");
  EXPECT_EQ(to_text(talk.expected()[1].listener), "10.0.0.1:2222");
}

TEST(Enip, CyclicDataIsSaidOnceAPacket) {
  Talk talk{enip::registration()};
  talk.by_datagram();
  auto const first = hex("0200 0280 0800 11000000 01000000 b100 0400 0100 abcd");
  auto const next = hex("0200 0280 0800 11000000 02000000 b100 0400 0200 abce");
  talk.server(first).server(next).server(next).server(first);
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[1].learnt, Learnt::cyclic);
  EXPECT_EQ(samples[1].object.space.text(), "connection");
  EXPECT_EQ(samples[1].object.block, 0x11U);
  EXPECT_TRUE(std::ranges::equal(samples[1].values.raw, hex("0200 abce")));
}

TEST(Enip, PcccNamesItsFunctionAndAddress) {
  Talk talk{enip::registration()};
  talk.client(unconnected("4b 02 20 67 24 01 07 4d00 78563412 0f 00 0100 a2 02 07 89 05 00"));
  talk.server(unconnected("cb 00 00 00 07 4d00 78563412 4f 00 0100 2a00"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "protected typed logical read with three address fields");
  EXPECT_EQ(commands[0].object.symbol, "N7:5");
  ASSERT_EQ(talk.said<Sample>().size(), 1U);
  EXPECT_EQ(talk.said<Sample>()[0].values.type, WireType::s16le);
}

TEST(Enip, ClockThatIsSetIsTold) {
  Talk talk{enip::registration()};
  talk.client(connected("01000000", "ba07", "04 02 20 8b 24 01 0100 0600 c0587222085a0400"));
  talk.server(connected("02000000", "ba07", "84 00 00 00 0100 0600 0000"));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].verb, Verb::set_clock);
  ASSERT_EQ(talk.said<Clock>().size(), 1U);
  EXPECT_EQ(to_text(*talk.said<Clock>()[0].time), "2008-10-24T23:28:11.000000000Z");
}

TEST(Enip, PasswordNeverEntersAnEvent) {
  Talk talk{enip::registration()};
  talk.client(unconnected("51 02 20 39 24 01 73656372657473656372657400000000"));
  talk.server(unconnected("d1 00 00 00"));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].operation.text(), "Set_Password");
  EXPECT_TRUE(talk.said<Command>()[0].values.raw.empty());
}

TEST(Enip, SilenceIsUnansweredAtTheDeadlineButUnseenWithoutTheOtherSide) {
  auto const request = unconnected("07 02 20 8e 24 01");
  Talk alone{enip::registration()};
  alone.one_sided();
  alone.client(request).pass(seconds(6));
  ASSERT_EQ(alone.said<Command>().size(), 1U);
  EXPECT_EQ(alone.said<Command>()[0].outcome.state, Outcome::State::unseen);

  Talk both{enip::registration()};
  both.client(unconnected("0e 03 20 04 24 01 30 03", "01"));
  both.server(unconnected("8e 00 00 00 2a", "01"));
  both.client(request).pass(seconds(4));
  EXPECT_EQ(both.said<Command>().size(), 1U);
  both.pass(seconds(2));
  ASSERT_EQ(both.said<Command>().size(), 2U);
  EXPECT_EQ(both.said<Command>()[1].outcome.state, Outcome::State::unanswered);
}

TEST(Enip, StreamIsFoundAgainAfterAGap) {
  Talk talk{enip::registration()};
  talk.gap(delivery::Side::client, 1000);
  auto const request = unconnected("07 02 20 8e 24 01");
  talk.client(join(hex("6f00 1122 3344 5566 7788 99aa bbcc"), request));
  talk.server(unconnected("87 00 00 00"));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].verb, Verb::stop);
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
}

TEST(Enip, ChunkedOctetByOctetSaysTheSame) {
  auto const request = connected("01000000", "0100", "4c 02 20 6b 24 05 0200");
  auto const reply = connected("02000000", "0100", "cc 00 00 00 c300 0100 0200");
  Talk talk{enip::registration()};
  for (auto const octet : request) talk.client(Bytes{&octet, 1});
  for (auto const octet : reply) talk.server(Bytes{&octet, 1});
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].object.space.text(), "Symbol");
  ASSERT_EQ(talk.said<Sample>().size(), 1U);
  EXPECT_EQ(talk.said<Sample>()[0].values.count, 2U);
}

TEST(Enip, RecognisesWhatFitsAndNothingElse) {
  using delivery::Likeness;
  auto const recognise = enip::registration().recognise;
  auto const request = unconnected("0e 03 20 01 24 01 30 07");
  auto const reply = unconnected("8e 00 00 00 02 4142");
  delivery::Opening opening;
  opening.client = request;
  EXPECT_EQ(recognise(opening), Likeness::likely);
  opening.server = reply;
  EXPECT_EQ(recognise(opening), Likeness::certain);
  opening.server = bytes_of("HTTP/1.1 200 OK\r\n\r\n        ");
  EXPECT_EQ(recognise(opening), Likeness::no);
  auto const zeros = std::vector<std::byte>(64);
  opening.client = zeros;
  opening.server = {};
  EXPECT_EQ(recognise(opening), Likeness::no);

  auto const io = hex("0200 0280 0800 11000000 01000000 b100 0400 0100 abcd");
  opening.transport = delivery::Transport::udp;
  opening.client = {};
  EXPECT_EQ(recognise(opening), Likeness::no);
  opening.client = io;
  EXPECT_EQ(recognise(opening), Likeness::certain);
}

}  // namespace
}  // namespace qw
