// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/modbus/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

TEST(Modbus, MessageCutAnywhereAsksForMore) {
  auto const whole = hex("0001 0000 0006 11 06 0001 0003");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(modbus::parse(Bytes{whole}.first(size))));
}

TEST(Modbus, ForeignProtocolIdentifierIsMalformed) {
  auto const parsed = modbus::parse(hex("0001 0100 0006 11 06 0001 0003"));
  ASSERT_TRUE(std::holds_alternative<Malformed>(parsed));
  EXPECT_EQ(std::get<Malformed>(parsed).offset, 2U);
}

TEST(Modbus, ReadIsSaidWithItsValues) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0001 0000 0006 11 03 006b 0003"));
  EXPECT_TRUE(talk.events().empty());
  talk.server(hex("0001 0000 0009 11 03 06 022b 0000 0064"));

  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "Read Holding Registers");
  EXPECT_EQ(commands[0].object.station, 0x11U);
  EXPECT_EQ(commands[0].object.offset, 0x6bU);
  EXPECT_EQ(commands[0].object.length, 3U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[0].said.moment.frames.first, 1U);
  EXPECT_EQ(commands[0].said.reply, 2U);
  EXPECT_EQ(commands[0].reply_after, milliseconds(1));

  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].values.type, WireType::u16be);
  EXPECT_EQ(samples[0].values.count, 3U);
  auto const expected = hex("022b 0000 0064");
  EXPECT_TRUE(std::ranges::equal(samples[0].values.raw, expected));
}

TEST(Modbus, WriteCarriesItsValueAndRefusal) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0002 0000 0006 01 06 0001 0003")).server(hex("0002 0000 0003 01 86 02"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::write);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(commands[0].outcome.code, 2U);
  EXPECT_EQ(commands[0].outcome.reason.text(), "Illegal Data Address");
  auto const expected = hex("0003");
  EXPECT_TRUE(std::ranges::equal(commands[0].values.raw, expected));
}

TEST(Modbus, CommandsTellTheNumbersOfTheirMessage) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("a001 0000 0006 11 03 006b 0001")).server(hex("a001 0000 0005 11 03 02 022b"));
  talk.client(hex("a002 0000 0006 11 08 000a 0000")).server(hex("a002 0000 0006 11 08 000a 0000"));
  talk.client(hex("a003 0000 0005 11 2b 0e 01 00"));
  talk.server(hex("a003 0000 0003 11 ab 01"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_EQ(commands[0].transaction, MessageNumber{0xa001});
  EXPECT_EQ(commands[0].function, 3U);
  EXPECT_EQ(commands[0].subfunction, std::nullopt);
  EXPECT_EQ(commands[1].function, 8U);
  EXPECT_EQ(commands[1].subfunction, 10U);
  EXPECT_EQ(commands[2].function, 43U) << "without the flag of a refusal";
  EXPECT_EQ(commands[2].subfunction, 14U);
}

TEST(Modbus, SilenceIsUnansweredAtTheDeadlineButUnseenAfterAGap) {
  test::Talk silent{modbus::registration()};
  silent.client(hex("0002 0000 0006 01 06 0001 0003")).pass(seconds(4));
  EXPECT_TRUE(silent.events().empty());
  silent.pass(seconds(1));
  ASSERT_EQ(silent.said<Command>().size(), 1U);
  EXPECT_EQ(silent.said<Command>()[0].outcome.state, Outcome::State::unanswered);

  test::Talk gapped{modbus::registration()};
  gapped.client(hex("0002 0000 0006 01 06 0001 0003")).gap(delivery::Side::server, 12);
  gapped.pass(seconds(6));
  ASSERT_EQ(gapped.said<Command>().size(), 1U);
  EXPECT_EQ(gapped.said<Command>()[0].outcome.state, Outcome::State::unseen);
}

TEST(Modbus, SilenceOfADirectionThatNobodyHearsIsUnseen) {
  test::Talk talk{modbus::registration()};
  talk.one_sided().client(hex("0002 0000 0006 01 06 0001 0003")).pass(seconds(5));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unseen);
}

std::vector<std::byte> write_number(std::uint8_t number) {
  auto octets = hex("0000 0000 0006 01 06 0005 0009");
  octets[1] = std::byte{number};
  return octets;
}

TEST(Modbus, MoreWritesThanWaitAreUnseenAndBreakNoRule) {
  test::Talk talk{modbus::registration()};
  for (std::uint8_t i = 0; i < 65; ++i) talk.client(write_number(i));
  for (std::uint8_t i = 0; i < 65; ++i) talk.server(write_number(i));
  talk.end();
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 65U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::unseen);
  for (std::size_t i = 1; i < commands.size(); ++i)
    EXPECT_EQ(commands[i].outcome.state, Outcome::State::accepted) << i;
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Modbus, LateReplyKeepsItsValuesAndBreaksNoRule) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0001 0000 0006 11 03 006b 0001")).pass(seconds(5));
  talk.server(hex("0001 0000 0005 11 03 02 022b")).end();
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unanswered);
  EXPECT_EQ(talk.said<Sample>().size(), 1U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Modbus, ReplyCapturedBeforeItsRequestIsItsReply) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0001 0000 0006 01 06 0001 0003")).server(hex("0001 0000 0006 01 06 0001 0003"));
  talk.server(hex("0002 0000 0006 01 06 0001 0003")).client(hex("0002 0000 0006 01 06 0001 0003"));
  ASSERT_EQ(talk.end().said<Command>().size(), 2U);
  EXPECT_EQ(talk.said<Command>()[1].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(talk.said<Command>()[1].reply_after, Nanoseconds{});
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Modbus, FindsItsFeetBehindAGap) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0001 0000 0006 01 06 0001 0003")).gap(delivery::Side::client, 5);
  talk.client(hex("ffff ffff")).client(hex("0002 0000 0006 01 06 0001 0004"));
  talk.server(hex("0002 0000 0006 01 06 0001 0004"));
  EXPECT_FALSE(talk.gave_up());
  EXPECT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Modbus, WhatIsNoMessageEndsNothing) {
  auto const foreign = hex("0007 0009 0006 01 03 0000 0001");
  test::Talk talk{modbus::registration()};
  talk.client(hex("0001 0000 0006 01 03 0000 0001")).server(hex("0001 0000 0005 01 03 02 0007"));
  for (int i = 0; i < 3; ++i) talk.client(foreign).client(hex("0002 0000 0006 01 06 0005 0009"));
  EXPECT_EQ(talk.end().said<Irregularity>().size(), 3U);
  EXPECT_EQ(talk.said<Command>().size(), 4U);
  EXPECT_FALSE(talk.gave_up());
  for (int i = 0; i < modbus::most_faults; ++i) talk.client(foreign);
  EXPECT_TRUE(talk.gave_up());
}

TEST(Modbus, ReplyBeforeAnyRequestIsNoFault) {
  test::Talk talk{modbus::registration()};
  talk.server(hex("0001 0000 0006 01 06 0001 0003"));
  EXPECT_TRUE(talk.events().empty());
}

TEST(Modbus, ChunkedOctetByOctetSaysTheSame) {
  auto const request = hex("0007 0000 000b 01 10 0010 0002 04 000a 0102");
  auto const reply = hex("0007 0000 0006 01 10 0010 0002");
  test::Talk talk{modbus::registration()};
  for (auto const octet : request) talk.client(Bytes{&octet, 1});
  for (auto const octet : reply) talk.server(Bytes{&octet, 1});
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "Write Multiple Registers");
  EXPECT_EQ(commands[0].values.count, 2U);
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
}

TEST(Modbus, DeviceIdentificationNamesTheDevice) {
  test::Talk talk{modbus::registration()};
  talk.client(hex("0003 0000 0005 ff 2b 0e 01 00"));
  talk.server(hex("0003 0000 0010 ff 2b 0e 01 01 00 00 02 00 02 4142 01 02 3132"));
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].attribute, Attribute::maker);
  EXPECT_EQ(identities[0].value, "AB");
  EXPECT_EQ(identities[1].attribute, Attribute::order_number);
}

TEST(Modbus, BothSidesTogetherAreCertain) {
  auto const request = hex("0001 0000 0006 11 03 006b 0003");
  auto const reply = hex("0001 0000 0009 11 03 06 022b 0000 0064");
  delivery::Opening opening;
  opening.client = request;
  opening.server = reply;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::certain);
  opening.client = bytes_of("GET / HTTP/1.1\r\n");
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::no);
}

// HART-IP's header reads as ours does, but for its message type in the transaction.
TEST(Modbus, HartIpIsNotTakenForModbus) {
  auto const request = hex("0100 0000 0002 00 0d 0100007530");
  auto const reply = hex("0101 0000 0002 00 0d 010000ea60");
  delivery::Opening opening;
  opening.client = request;
  opening.server = reply;
  opening.server_port = 5094;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::no);
  opening.server_port = 502;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::likely);
}

// As in a test that walks through all functions.
TEST(Modbus, FunctionZeroIsModbusOnlyAtItsPortAndOnlyIfRefused) {
  auto const request = hex("0000 0000 0006 01 00 0001 0003");
  auto const refusal = hex("0000 0000 0003 01 80 01");
  auto const answer = hex("0000 0000 0003 01 00 01");
  delivery::Opening opening;
  opening.client = request;
  opening.server_port = 502;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::more);
  opening.server = refusal;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::certain);
  opening.server_port = 5020;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::no);
  opening.server_port = 502;
  opening.server = answer;
  EXPECT_EQ(modbus::registration().recognise(opening), delivery::Likeness::no);
}

std::vector<std::byte> message_of_length(std::uint16_t length, std::uint8_t function) {
  auto octets = hex("0009 0000");
  octets.push_back(static_cast<std::byte>(length >> 8));
  octets.push_back(static_cast<std::byte>(length & 0xff));
  octets.push_back(std::byte{1});
  octets.push_back(static_cast<std::byte>(function));
  octets.resize(6U + length, std::byte{0x77});
  return octets;
}

TEST(Modbus, OnlyUmasIsLongerThanTheSpecificationAllows) {
  EXPECT_TRUE(std::holds_alternative<Malformed>(modbus::parse(message_of_length(255, 16))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(modbus::parse(message_of_length(1025, 90))));
  auto const longest = message_of_length(1024, 90);
  for (std::size_t size = 0; size < longest.size(); ++size)
    ASSERT_TRUE(std::holds_alternative<NeedMore>(modbus::parse(Bytes{longest}.first(size))))
        << size;

  test::Talk talk{modbus::registration()};
  talk.client(longest).server(message_of_length(1024, 90));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(talk.said<Command>()[0].values.raw.size(), 1022U);
  EXPECT_EQ(talk.said<Sample>()[0].values.raw.size(), 1022U);
  EXPECT_FALSE(talk.gave_up());
}

}  // namespace
}  // namespace qw
