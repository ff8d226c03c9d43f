// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/s7comm/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using test::hex;
using Octets = std::vector<std::byte>;

// Messages of snap7 talking to a CPU 315-2 PN/DP, and of STEP 7.
Octets const connect = hex("0300 0016 11 e0 0000 0001 00 c0010a c1020100 c2020102");
Octets const confirm = hex("0300 0016 11 d0 0001 0002 00 c0010a c1020100 c2020102");
Octets const setup = hex("0300 0019 02f080 3201 0000 0000 0008 0000 f000 0001 0001 01e0");
Octets const setup_reply =
    hex("0300 001b 02f080 3203 0000 0000 0008 0000 0000 f000 0001 0001 00f0");
Octets const read_five =
    hex("0300 004f 02f080 3201 0000 1b00 003e 0000 0405 120a 10 02 0010 0000 83 000000"
        "120a 10 02 0010 0000 81 000000 120a 10 02 0010 0000 82 000000"
        "120a 10 1d 0008 0000 1d 000000 120a 10 1c 0008 0000 1c 000000");
Octets const read_five_reply =
    hex("0300 0079 02f080 3203 0000 1b00 0002 0064 0000 0405"
        "ff04 0080 acde000daddeaddeaddeaddeaddeadde ff04 0080 aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb"
        "ff04 0080 bbbbbbbbbbbbbbbbaddeaddeaddeadde ff09 0010 00000000000000000000000000000000"
        "ff09 0010 00110000000000000000000000000000");

test::Talk opened() { return test::Talk{s7comm::registration()}; }

TEST(S7comm, PduCutAnywhereAsksForMore) {
  auto const whole = Bytes{read_five}.subspan(7);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(s7comm::parse(whole.first(size)))) << size;
  EXPECT_EQ(std::get<0>(s7comm::parse(whole)).used, whole.size());
}

TEST(S7comm, ForeignProtocolOrKindIsMalformed) {
  EXPECT_EQ(std::get<Malformed>(s7comm::parse(hex("72 01"))).offset, 0U);
  EXPECT_EQ(std::get<Malformed>(s7comm::parse(hex("32 04"))).offset, 1U);
}

TEST(S7comm, SetupIsAHandshakeOfBothSides) {
  auto talk = opened();
  talk.client(connect).server(confirm).client(setup).server(setup_reply);
  auto const handshakes = talk.said<Handshake>();
  ASSERT_EQ(handshakes.size(), 2U);
  EXPECT_EQ(handshakes[0].version, "PDU 480 octets, jobs 1/1");
  EXPECT_EQ(handshakes[0].application, "PG rack 0 slot 2");
  EXPECT_EQ(handshakes[1].part, HandshakePart::server);
  EXPECT_EQ(handshakes[1].version, "PDU 240 octets, jobs 1/1");
}

TEST(S7comm, EveryItemOfAReadIsSaidWithItsValues) {
  auto talk = opened();
  talk.client(connect).server(confirm).client(read_five).server(read_five_reply);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 5U);
  EXPECT_EQ(commands[0].operation.text(), "Read Var");
  EXPECT_EQ(commands[0].object.space.text(), "M");
  EXPECT_EQ(commands[0].object.length, 16U);
  EXPECT_EQ(commands[0].object.station, 2U);
  EXPECT_EQ(commands[0].transaction, MessageNumber{0x1b00});
  EXPECT_EQ(commands[0].function, 4U);
  EXPECT_EQ(commands[0].subfunction, std::nullopt);
  EXPECT_EQ(commands[3].object.space.text(), "T");
  EXPECT_EQ(commands[3].object.length, 8U);
  EXPECT_EQ(commands[4].outcome.state, Outcome::State::accepted);
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 5U);
  EXPECT_EQ(samples[0].values.type, WireType::octets);
  EXPECT_EQ(samples[0].values.count, 16U);
  EXPECT_EQ(samples[4].values.type, WireType::u16be);
  EXPECT_EQ(samples[4].values.count, 8U);
  EXPECT_TRUE(std::ranges::equal(samples[4].values.raw.first(2), hex("0011")));
}

TEST(S7comm, WriteCarriesItsValue) {
  auto talk = opened();
  talk.client(
      hex("0300 0027 02f080 3201 0000 1800 000e 0008 0501 120a 10 08 0001 0000 83 000080"
          "0007 0004 79e9f642"));
  talk.server(hex("0300 0016 02f080 3203 0000 1800 0002 0001 0000 0501 ff"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::write);
  EXPECT_EQ(commands[0].object.offset, 16U);
  EXPECT_EQ(commands[0].values.type, WireType::f32be);
  EXPECT_TRUE(std::ranges::equal(commands[0].values.raw, hex("79e9f642")));
}

TEST(S7comm, FillOctetIsBetweenItemsNotValues) {
  auto talk = opened();
  talk.client(
      hex("0300 0037 02f080 3201 0000 1a00 001a 000c 0502 120a 10 02 0001 0005 84 000050"
          "120a 10 1d 0001 0000 1d 000001 0004 0008 ad 00 0009 0002 0011"));
  talk.server(hex("0300 0017 02f080 3203 0000 1a00 0002 0002 0000 0502 ff 03"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].object.space.text(), "DB");
  EXPECT_EQ(commands[0].object.block, 5U);
  EXPECT_EQ(commands[0].object.offset, 10U);
  EXPECT_TRUE(std::ranges::equal(commands[0].values.raw, hex("ad")));
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[1].values.type, WireType::u16be);
  EXPECT_EQ(commands[1].outcome.state, Outcome::State::refused);
  EXPECT_EQ(commands[1].outcome.code, 3U);
  EXPECT_EQ(commands[1].outcome.reason.text(), "Accessing the object not allowed");
}

TEST(S7comm, BitIsAddressedByOctetAndBit) {
  auto talk = opened();
  talk.client(hex("0300 001f 02f080 3201 0000 0001 000e 0000 0401 120a 10 01 0001 0001 84 000053"));
  talk.server(hex("0300 001a 02f080 3203 0000 0001 0002 0005 0000 0401 ff03 0001 01"));
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].object.offset, 10U);
  EXPECT_EQ(samples[0].object.bit, 3U);
  EXPECT_EQ(samples[0].object.length, 1U);
  EXPECT_EQ(samples[0].values.type, WireType::bits);
  EXPECT_EQ(samples[0].values.count, 1U);
}

TEST(S7comm, UnknownSyntaxKeepsItsOctets) {
  auto talk = opened();
  talk.client(hex("0300 0017 02f080 3201 0000 0001 0006 0000 0401 1202 77aa"));
  talk.end();
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].object.space.text(), "unknown syntax");
  EXPECT_EQ(commands[0].object.symbol, "77aa");
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::unseen);
}

TEST(S7comm, SymbolicAddressNamesItsBlock) {
  auto talk = opened();
  talk.client(
      hex("0300 0023 02f080 3201 0000 0001 0012 0000 0401"
          "120e b2 ff 8a0e 0007 11223344 40000001"));
  talk.end();
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].object.space.text(), "DB");
  EXPECT_EQ(commands[0].object.block, 7U);
  EXPECT_EQ(commands[0].object.symbol, "1122334440000001");
}

TEST(S7comm, RefusalCarriesErrorClassAndCode) {
  auto talk = opened();
  talk.client(
      hex("0300 0023 02f080 3201 0000 0600 0012 0000 1d 00 0000 00000000 09"
          "5f30383030303031 41"));
  talk.server(hex("0300 0013 02f080 3202 0000 0600 0000 0000 d241"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::take_program);
  EXPECT_EQ(commands[0].object.space.text(), "OB");
  EXPECT_EQ(commands[0].object.block, 1U);
  EXPECT_EQ(commands[0].outcome.code, 0xd241U);
  EXPECT_EQ(commands[0].outcome.reason.text(), "Function not permitted at this protection level");
}

TEST(S7comm, ProgramServicesSayWhatTheyDo) {
  auto talk = opened();
  talk.client(hex("0300 0021 02f080 3201 0000 0001 0010 0000 29 0000000000 09 505f50524f4752414d"));
  talk.server(hex("0300 0014 02f080 3203 0000 0001 0001 0000 0000 29"));
  talk.client(
      hex("0300 0027 02f080 3201 0000 1f00 0016 0000 28 000000000000fd 0002 4320"
          "09 505f50524f4752414d"));
  talk.server(hex("0300 0014 02f080 3203 0000 1f00 0001 0000 0000 28"));
  talk.client(
      hex("0300 002b 02f080 3201 0000 0074 001a 0000 28 000000000000fd 000a"
          "01 00 3042303230303041 05 5f44454c45"));
  talk.server(hex("0300 0014 02f080 3203 0000 0074 0001 0000 0000 28"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_EQ(commands[0].verb, Verb::stop);
  EXPECT_EQ(commands[0].object.symbol, "P_PROGRAM");
  EXPECT_EQ(commands[1].verb, Verb::start);
  EXPECT_EQ(commands[1].operation.text(), "PI-Service P_PROGRAM (cold restart)");
  EXPECT_EQ(commands[2].verb, Verb::configure);
  EXPECT_EQ(commands[2].object.space.text(), "SDB");
  EXPECT_EQ(commands[2].object.block, 2000U);
}

/// A download in which the controller asks for the pieces, as it does.
test::Talk& download(test::Talk& talk) {
  talk.client(
      hex("0300 0031 02f080 3201 0000 0077 0020 0000 1a 00 0100 00000000 09"
          "5f30423030303037 50 0d 31 303030303036 303030303232"));
  talk.server(hex("0300 0014 02f080 3203 0000 0077 0001 0000 0000 1a"));
  talk.server(
      hex("0300 0023 02f080 3201 0000 00c1 0012 0000 1b 00 0000 00000000 09"
          "5f30423030303037 50"));
  talk.client(hex("0300 001d 02f080 3203 0000 00c1 0002 0008 0000 1b 01 0004 00fb 70700302"));
  talk.server(
      hex("0300 0023 02f080 3201 0000 00c2 0012 0000 1b 00 0000 00000000 09"
          "5f30423030303037 50"));
  talk.client(hex("0300 001b 02f080 3203 0000 00c2 0002 0006 0000 1b 00 0002 00fb 070b"));
  talk.server(
      hex("0300 0023 02f080 3201 0000 00c3 0012 0000 1c 00 0000 00000000 09"
          "5f30423030303037 50"));
  return talk.client(hex("0300 0014 02f080 3203 0000 00c3 0001 0000 0000 1c"));
}

TEST(S7comm, DownloadedBlockIsATransferWithItsDigest) {
  auto talk = opened();
  download(talk);
  auto const transfers = talk.said<Transfer>();
  ASSERT_EQ(transfers.size(), 1U);
  EXPECT_EQ(transfers[0].name, "SDB7");
  EXPECT_EQ(transfers[0].octets, 6U);
  EXPECT_TRUE(transfers[0].complete);
  auto const block = hex("70700302070b");
  EXPECT_EQ(transfers[0].digest, HexText{Sha256::of(block)}.view());
  EXPECT_EQ(transfers[0].said.moment.speaker.port, 40000U);
  EXPECT_EQ(talk.said<Command>()[0].verb, Verb::load_program);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(S7comm, UploadThatEndsEarlyIsIncomplete) {
  auto talk = opened();
  talk.client(
      hex("0300 0023 02f080 3201 0000 0001 0012 0000 1d 00 0000 00000000 09"
          "5f30423030303030 41"));
  talk.server(
      hex("0300 0023 02f080 3203 0000 0001 0010 0000 0000 1d 00 0100 00000007 07"
          "30303030323136"));
  talk.client(hex("0300 0019 02f080 3201 0000 0002 0008 0000 1e 00 0000 00000007"));
  talk.server(hex("0300 001b 02f080 3203 0000 0002 0002 0006 0000 1e 00 0002 00fb 7070"));
  talk.client(hex("0300 0019 02f080 3201 0000 0003 0008 0000 1f 00 0000 00000007"));
  talk.server(hex("0300 0014 02f080 3203 0000 0003 0001 0000 0000 1f"));
  auto const transfers = talk.said<Transfer>();
  ASSERT_EQ(transfers.size(), 1U);
  EXPECT_FALSE(transfers[0].complete);
  EXPECT_TRUE(transfers[0].digest.empty());
  EXPECT_EQ(transfers[0].octets, 2U);
}

TEST(S7comm, PasswordIsALoginWithoutTheSecret) {
  auto talk = opened();
  talk.client(
      hex("0300 0025 02f080 3207 0000 0600 0008 000c 000112 04 11 45 01 00"
          "ff09 0008 213a1b1d6e681b1d"));
  talk.server(
      hex("0300 0021 02f080 3207 0000 0600 000c 0004 000112 08 12 85 01 01 00 00 0000"
          "0a00 0000"));
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].method.text(), "S7 password");
  EXPECT_TRUE(logins[0].in_clear);
  EXPECT_EQ(logins[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(talk.events().size(), 1U);
}

TEST(S7comm, StatusListNamesTheModule) {
  auto talk = opened();
  talk.client(
      hex("0300 0021 02f080 3207 0000 0100 0008 0008 000112 04 11 44 01 00"
          "ff09 0004 0011 0000"));
  talk.server(
      hex("0300 0061 02f080 3207 0000 0100 000c 0044 000112 08 12 84 01 02 00 00 0000"
          "ff09 0040 0011 0000 001c 0002"
          "0001 36455337203331352d32454831342d30414230 20 00c0 0003 0001"
          "0007 2020202020202020202020202020202020202020 00c0 5603 0207"));
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].attribute, Attribute::order_number);
  EXPECT_EQ(identities[0].value, "6ES7 315-2EH14-0AB0");
  EXPECT_EQ(identities[1].attribute, Attribute::firmware);
  EXPECT_EQ(identities[1].value, "V3.2.7");
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].object.block, 0x11U);
}

TEST(S7comm, StatusListInTwoUnitsIsJoined) {
  auto talk = opened();
  talk.client(
      hex("0300 0021 02f080 3207 0000 0200 0008 0008 000112 04 11 44 01 00"
          "ff09 0004 001c 0000"));
  talk.server(
      hex("0300 0033 02f080 3207 0000 0200 000c 0016 000112 08 12 84 01 02 d5 01 0000"
          "ff09 0012 001c 0000 000a 0001 0001 504c435f31 00 0000"));
  EXPECT_TRUE(talk.said<Identity>().empty());
  talk.client(
      hex("0300 0021 02f080 3207 0000 0300 000c 0004 000112 08 12 44 01 02 00 00 0000"
          "0a00 0000"));
  talk.server(
      hex("0300 0021 02f080 3207 0000 0300 000c 0004 000112 08 12 84 01 02 d5 00 0000"
          "ff09 0000"));
  ASSERT_EQ(talk.said<Identity>().size(), 1U);
  EXPECT_EQ(talk.said<Identity>()[0].attribute, Attribute::host_name);
  EXPECT_EQ(talk.said<Identity>()[0].value, "PLC_1");
  EXPECT_EQ(talk.said<Command>().size(), 1U);
}

TEST(S7comm, WatchedVariablesComeAsSamples) {
  auto talk = opened();
  talk.client(
      hex("0300 0047 02f080 3207 0000 6e03 000c 002a 000112 08 12 41 02 00 00 00 0000"
          "ff09 0026 0014 000e 0000 0001 0000 0012 0001 0001 0001 0001 0001 0200"
          "0002 01 06 0000 0000 11 01 0000 0008"));
  talk.server(
      hex("0300 0021 02f080 3207 0000 6e03 000c 0004 000112 08 12 81 02 02 00 00 0000"
          "0a00 0000"));
  talk.server(
      hex("0300 003b 02f080 3207 0000 0000 000c 001e 000112 08 12 01 02 02 00 00 0000"
          "ff09 001a 0004 0012 0100 0002 0002 ff09 0006 4133851fdead ff09 0001 02 00"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[1].operation.text(), "Variable status");
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].learnt, Learnt::subscription);
  EXPECT_EQ(samples[0].object.space.text(), "M");
  EXPECT_EQ(samples[1].object.space.text(), "I");
  EXPECT_EQ(samples[1].object.offset, 8U);
  EXPECT_TRUE(std::ranges::equal(samples[1].values.raw, hex("02")));
}

TEST(S7comm, ClockIsReadAndSet) {
  auto talk = opened();
  talk.client(
      hex("0300 0027 02f080 3207 0000 1700 0008 000e 000112 04 11 47 02 00"
          "ff09 000a 00 19 1602082308100002"));
  talk.server(
      hex("0300 0021 02f080 3207 0000 1700 000c 0004 000112 08 12 87 02 02 00 00 0000"
          "0a00 0000"));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].verb, Verb::set_clock);
  auto const clocks = talk.said<Clock>();
  ASSERT_EQ(clocks.size(), 1U);
  EXPECT_EQ(to_text(*clocks[0].time), "2016-02-08T23:08:10.000000000Z");
}

TEST(S7comm, LeavingRunIsAnAlarm) {
  auto talk = opened();
  talk.server(hex("0300 0019 02f080 3207 0000 0000 0008 0000 010010 10 00 00 00 00"));
  talk.server(hex("0300 0019 02f080 3207 0000 0000 0008 0000 010010 10 00 00 02 00"));
  auto const alarms = talk.said<Alarm>();
  ASSERT_EQ(alarms.size(), 2U);
  EXPECT_EQ(alarms[0].text, "STOP");
  EXPECT_EQ(alarms[0].state, AlarmState::raised);
  EXPECT_EQ(alarms[1].state, AlarmState::cleared);
}

TEST(S7comm, AlarmIndicationNamesItsEvent) {
  auto talk = opened();
  // ALARM_S at 2016-02-08 23:08:10, event 60000001, signal 1 raised, no values.
  talk.server(
      hex("0300 0037 02f080 3207 0000 0000 000c 001a 000112 08 12 04 12 00 00 00 0000"
          "ff09 0016 1602082308100002 00 01 12 0a 16 00 60000001 01 00 00 00"));
  auto const alarms = talk.said<Alarm>();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].source, "ALARM_S indication");
  EXPECT_EQ(alarms[0].code, 0x60000001U);
  EXPECT_EQ(alarms[0].state, AlarmState::raised);
  EXPECT_FALSE(alarms[0].acknowledged);
}

TEST(S7comm, ReplyWithoutARequestIsAMismatchAfterAWhile) {
  auto talk = opened();
  talk.client(setup).server(setup_reply).server(setup_reply);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
  talk.pass(seconds(12));
  ASSERT_EQ(talk.said<Irregularity>().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>()[0].fault, Fault::mismatch);
}

TEST(S7comm, ReplyBeforeAnyRequestIsNoFault) {
  auto talk = opened();
  talk.server(setup_reply).pass(seconds(12));
  EXPECT_TRUE(talk.events().empty());
}

TEST(S7comm, ReplyThatAHoleMadeEarlyStillMeetsItsJob) {
  test::Scene scene;
  s7comm::Tracker tracker{scene.around()};
  Moment asked;
  asked.at = Stamp{1};
  Moment answered;
  answered.at = Stamp{2};
  tracker.on_stream({delivery::Side::server, read_five_reply, answered});
  EXPECT_TRUE(scene.batch.events.empty());
  tracker.on_stream({delivery::Side::client, read_five, asked});
  ASSERT_EQ(scene.batch.events.size(), 10U);
  EXPECT_EQ(std::get<Command>(scene.batch.events[0].event).reply_after, Nanoseconds{1});
}

TEST(S7comm, SilenceIsUnansweredButUnseenAfterAGap) {
  auto silent = opened();
  silent.client(read_five).pass(seconds(15));
  ASSERT_EQ(silent.said<Command>().size(), 5U);
  EXPECT_EQ(silent.said<Command>()[0].outcome.state, Outcome::State::unanswered);

  auto gapped = opened();
  gapped.client(read_five).gap(delivery::Side::server, 121).pass(seconds(15));
  ASSERT_EQ(gapped.said<Command>().size(), 5U);
  EXPECT_EQ(gapped.said<Command>()[0].outcome.state, Outcome::State::unseen);
}

TEST(S7comm, FindsTheNextPacketAfterAGap) {
  auto talk = opened();
  auto behind = hex("0300 04ff 83 000000");
  behind.insert(behind.end(), read_five.begin(), read_five.end());
  talk.gap(delivery::Side::client, 100).client(behind).server(read_five_reply);
  EXPECT_EQ(talk.said<Command>().size(), 5U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(S7comm, ChunkedOctetByOctetSaysTheSame) {
  auto talk = opened();
  for (auto const octet : read_five) talk.client(Bytes{&octet, 1});
  for (auto const octet : read_five_reply) talk.server(Bytes{&octet, 1});
  EXPECT_EQ(talk.said<Command>().size(), 5U);
  EXPECT_EQ(talk.said<Sample>().size(), 5U);
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
}

TEST(S7comm, AnOctetOfTheNewerProtocolEndsNothing) {
  for (auto const& stray : {hex("0300 000b 02f080 72 01 0000"), hex("0300 000b 02f080 72 00 0000"),
                            hex("0300 000b 02f000 72 01 0000")}) {  // the last one goes on
    auto talk = opened();
    talk.client(read_five).server(read_five_reply);
    talk.client(stray).client(read_five).server(read_five_reply).end();
    EXPECT_FALSE(talk.gave_up());
    EXPECT_GE(talk.said<Command>().size(), 5U);
  }
}

TEST(S7comm, AUnitMayHaveAnOctetOfTheNewerProtocolWhereItsSecondPieceBegins) {
  // Write Var of two octets, 11 72, in two data TPDUs.
  auto talk = opened();
  talk.client(hex("0300 0024 02f000 3201 0000 0009 000e 0006 0501 120a 1002 0002 0007 84 000000"
                  "0004 0010 11"))
      .client(hex("0300 0008 02f080 72"))
      .server(hex("0300 0016 02f080 3203 0000 0009 0002 0001 0000 0501 ff"))
      .end();
  auto const commands = talk.said<Command>();
  ASSERT_FALSE(commands.empty());
  EXPECT_EQ(commands.back().verb, Verb::write);
  EXPECT_EQ(commands.back().outcome.state, Outcome::State::accepted);
}

TEST(S7comm, MessageCutAnywhereAndEndedNeverBreaks) {
  for (std::size_t size = 1; size < read_five_reply.size(); ++size) {
    auto talk = opened();
    talk.client(read_five).server(Bytes{read_five_reply}.first(size)).end();
    EXPECT_EQ(talk.said<Command>().size(), 5U);
    EXPECT_TRUE(talk.said<Sample>().empty());
  }
}

TEST(S7comm, RefusedConnectionIsSaid) {
  auto talk = opened();
  talk.client(connect).server(hex("0300 000b 06 80 0001 0000 03"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(commands[0].outcome.reason.text(), "Address unknown");
}

TEST(S7comm, ThePduDecidesWhoseStreamItIs) {
  auto const& self = s7comm::registration();
  delivery::Opening opening;
  opening.client = connect;
  opening.server = confirm;
  EXPECT_EQ(self.recognise(opening), Likeness::more);
  auto client = connect;
  client.insert(client.end(), setup.begin(), setup.end());
  auto server = confirm;
  server.insert(server.end(), setup_reply.begin(), setup_reply.end());
  opening.client = client;
  EXPECT_EQ(self.recognise(opening), Likeness::likely);
  opening.server = server;
  EXPECT_EQ(self.recognise(opening), Likeness::certain);
  // MMS in the same packets, S7comm-plus, and something else altogether.
  auto const mms = hex("0300 0016 02f080 0d0d 0506 1301 0016 0102 1402 0002 c1");
  opening.client = mms;
  EXPECT_EQ(self.recognise(opening), Likeness::no);
  auto const plus = hex("0300 000c 02f080 7201 0001 00");
  opening.client = plus;
  EXPECT_EQ(self.recognise(opening), Likeness::no);
  opening.client = bytes_of("GET / HTTP/1.1\r\n");
  EXPECT_EQ(self.recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
