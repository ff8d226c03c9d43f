// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "protocols/smb/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using delivery::Side;
using test::hex;
using Octets = std::vector<std::byte>;

constexpr std::string_view abc_sha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view file_id = "1100000000000000 2200000000000000";
constexpr std::string_view any_file = "ffffffffffffffff ffffffffffffffff";

/// A number of octets in little-endian order, as hex digits.
std::string le(std::uint64_t value, int octets) {
  std::string text;
  for (int i = 0; i < octets; ++i) text += fmt::format("{:02x}", value >> (8 * i) & 0xff);
  return text;
}

std::string utf16(std::string_view text) {
  std::string digits;
  for (char const c : text) digits += fmt::format("{:02x}00", static_cast<unsigned>(c));
  return digits;
}

struct Header {
  int command = 0;
  int id = 1;
  bool response = false;
  std::uint32_t status = 0;
  int next = 0;
  bool related = false;
};

/// A message of SMB 2 as hex digits, in tree 5.
std::string message(Header const& header, std::string const& body) {
  auto const flags = (header.response ? 1U : 0U) | (header.related ? 4U : 0U);
  return "fe534d42 4000 0000" + le(header.status, 4) +
         le(static_cast<unsigned>(header.command), 2) + "0100" + le(flags, 4) +
         le(static_cast<unsigned>(header.next), 4) + le(static_cast<unsigned>(header.id), 8) +
         "00000000 05000000" + std::string(48, '0') + body;
}

/// The same as a packet.
Octets packet(std::string const& messages) {
  auto const octets = hex(messages);
  auto whole = hex(fmt::format("{:08x}", octets.size()));
  whole.insert(whole.end(), octets.begin(), octets.end());
  return whole;
}

std::string tree_connect(std::string_view path) {
  return "0900 0000 4800" + le(path.size() * 2, 2) + utf16(path);
}
std::string create(std::string_view name, unsigned disposition, unsigned options = 0) {
  return "3900" + std::string(68, '0') + le(disposition, 4) + le(options, 4) + "7800" +
         le(name.size() * 2, 2) + std::string(16, '0') + utf16(name);
}
std::string created(std::uint64_t end_of_file, std::string_view file = file_id) {
  return "5900 0000 01000000" + std::string(80, '0') + le(end_of_file, 8) + "00000000 00000000" +
         std::string{file} + std::string(16, '0');
}
std::string write(std::uint64_t offset, std::size_t length, std::string_view file = file_id) {
  return "3100 7000" + le(length, 4) + le(offset, 8) + std::string{file} + std::string(32, '0');
}
std::string read(std::uint64_t offset, std::string_view file = file_id) {
  return "3100 0000 00100000" + le(offset, 8) + std::string{file} + std::string(34, '0');
}
std::string read_reply(std::string const& data, std::size_t length) {
  return "1100 50 00" + le(length, 4) + std::string(16, '0') + data;
}
std::string close(std::string_view file = file_id) {
  return "1800 0000 00000000" + std::string{file};
}

/// A talk with the share connected and the file open as "dir\\a".
void open_file(test::Talk& talk, std::uint64_t end_of_file = 0) {
  talk.client(packet(message({.command = 3, .id = 1}, tree_connect("\\\\s\\data"))));
  talk.server(packet(message({.command = 3, .id = 1, .response = true}, std::string(32, '0'))));
  talk.client(packet(message({.command = 5, .id = 2}, create("dir\\a", 5))));
  talk.server(packet(message({.command = 5, .id = 2, .response = true}, created(end_of_file))));
}
void close_file(test::Talk& talk) {
  talk.client(packet(message({.command = 6, .id = 90}, close())));
  talk.server(packet(message({.command = 6, .id = 90, .response = true}, std::string(120, '0'))));
}

TEST(Smb, PacketCutAnywhereAsksForMore) {
  auto const whole = packet(message({.command = 5}, create("a", 1)));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(smb::parse(Bytes{whole}.first(size))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(smb::parse(hex("00 00001f ff"))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(smb::parse(hex("47 455420"))));
}

TEST(Smb, NegotiationIsAHandshakeAndTellsTheTime) {
  test::Talk talk{smb::registration()};
  talk.client(
      packet(message({.command = 0}, "2400 0200 0100 0000" + std::string(56, '0') + "0202 1103")));
  talk.server(packet(message(
      {.command = 0, .response = true},
      "4100 0100 0203" + std::string(68, '0') + "00803ed5deb19d01" + std::string(32, '0'))));
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].version, "SMB 3.1.1");
  EXPECT_EQ(said[1].version, "SMB 3.0.2");
  ASSERT_EQ(talk.said<Clock>().size(), 1U);
  EXPECT_EQ(to_text(*talk.said<Clock>()[0].time), "1970-01-01T00:00:00.000000000Z");
}

TEST(Smb, SharesAndFilesAreSaidByName) {
  test::Talk talk{smb::registration()};
  open_file(talk);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].operation.text(), "TREE_CONNECT");
  EXPECT_EQ(commands[0].object.symbol, "\\\\s\\data");
  EXPECT_EQ(commands[1].operation.text(), "CREATE FILE_OVERWRITE_IF");
  EXPECT_EQ(commands[1].object.symbol, "\\\\s\\data\\dir\\a");
  EXPECT_EQ(commands[1].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[1].said.reply, 4U);
}

TEST(Smb, RefusalNamesItsStatus) {
  test::Talk talk{smb::registration()};
  talk.client(packet(message({.command = 5}, create("secret", 1, 0x1000))));
  talk.server(packet(message({.command = 5, .response = true, .status = 0xc0000022}, "0900 0000")));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  auto const command = talk.said<Command>()[0];
  EXPECT_EQ(command.operation.text(), "CREATE FILE_DELETE_ON_CLOSE");
  EXPECT_EQ(command.outcome.state, Outcome::State::refused);
  EXPECT_EQ(command.outcome.reason.text(), "STATUS_ACCESS_DENIED");
}

TEST(Smb, WrittenFileIsATransferOnceClosed) {
  test::Talk talk{smb::registration()};
  open_file(talk);
  talk.client(packet(message({.command = 9, .id = 3}, write(0, 2) + "6162")));
  talk.client(packet(message({.command = 9, .id = 4}, write(2, 1) + "63")));
  EXPECT_TRUE(talk.said<Transfer>().empty());
  close_file(talk);
  ASSERT_EQ(talk.said<Transfer>().size(), 1U);
  auto const transfer = talk.said<Transfer>()[0];
  EXPECT_EQ(transfer.name, "\\\\s\\data\\dir\\a");
  EXPECT_EQ(transfer.octets, 3U);
  EXPECT_EQ(transfer.digest, abc_sha256);
  EXPECT_TRUE(transfer.complete);
  EXPECT_EQ(transfer.said.moment.speaker.port, 40000);
}

TEST(Smb, ReadFileIsCompleteOnlyUpToItsEnd) {
  for (std::uint64_t const end_of_file : {3U, 4U}) {
    test::Talk talk{smb::registration()};
    open_file(talk, end_of_file);
    talk.client(packet(message({.command = 8, .id = 3}, read(0))));
    talk.server(
        packet(message({.command = 8, .id = 3, .response = true}, read_reply("616263", 3))));
    close_file(talk);
    ASSERT_EQ(talk.said<Transfer>().size(), 1U);
    EXPECT_EQ(talk.said<Transfer>()[0].complete, end_of_file == 3);
    EXPECT_EQ(talk.said<Transfer>()[0].digest, end_of_file == 3 ? abc_sha256 : "");
    EXPECT_EQ(talk.said<Transfer>()[0].said.moment.listener.port, 40000);
  }
}

TEST(Smb, LongWritesAreNotHeldAndCutAnywhereSayTheSame) {
  constexpr std::size_t size = 100'000;
  auto long_write =
      packet(message({.command = 9, .id = 3}, write(0, size)) + std::string(2 * size, '4'));
  test::Talk whole{smb::registration()};
  open_file(whole);
  whole.client(long_write);
  close_file(whole);
  test::Talk cut{smb::registration()};
  open_file(cut);
  for (std::size_t at = 0; at < long_write.size(); at += 1000) {
    cut.client(Bytes{long_write}.subspan(at, std::min<std::size_t>(1000, long_write.size() - at)));
    EXPECT_LE(cut.waiting(Side::client), smb::most_head + 1000);
  }
  close_file(cut);
  ASSERT_EQ(whole.said<Transfer>().size(), 1U);
  ASSERT_EQ(cut.said<Transfer>().size(), 1U);
  EXPECT_EQ(cut.said<Transfer>()[0].octets, size);
  EXPECT_TRUE(cut.said<Transfer>()[0].complete);
  EXPECT_EQ(cut.said<Transfer>()[0].digest, whole.said<Transfer>()[0].digest);
}

TEST(Smb, OctetByOctetSaysTheSame) {
  test::Talk talk{smb::registration()};
  auto const request = packet(message({.command = 3, .id = 1}, tree_connect("\\\\s\\data")));
  auto const reply =
      packet(message({.command = 3, .id = 1, .response = true}, std::string(32, '0')));
  for (auto const octet : request) talk.client(Bytes{&octet, 1});
  for (auto const octet : reply) talk.server(Bytes{&octet, 1});
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].object.symbol, "\\\\s\\data");
  EXPECT_EQ(talk.waiting(Side::client), 0U);
}

TEST(Smb, RelatedRequestsAreAboutTheFileJustOpened) {
  auto padded = create("a", 1) + std::string(12, '0');
  auto const first = static_cast<int>(hex(message({}, padded)).size());
  test::Talk talk{smb::registration()};
  talk.client(
      packet(message({.command = 5, .id = 1, .next = first}, padded) +
             message({.command = 17, .id = 2, .related = true},
                     "2100 01 0d 01000000 6000 0000 00000000" + std::string{any_file} + "01")));
  auto const reply = created(0);
  auto const second = static_cast<int>(hex(message({}, reply)).size());
  talk.server(packet(message({.command = 5, .id = 1, .response = true, .next = second}, reply) +
                     message({.command = 17, .id = 2, .response = true, .related = true}, "0200")));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[1].operation.text(), "SET_INFO FileDispositionInformation");
  EXPECT_EQ(commands[1].object.symbol, "\\a");
}

TEST(Smb, RenameCarriesItsNewName) {
  test::Talk talk{smb::registration()};
  open_file(talk);
  talk.client(packet(message({.command = 17, .id = 3},
                             "2100 01 0a 1a000000 6000 0000 00000000" + std::string{file_id} +
                                 std::string(32, '0') + "06000000" + utf16("b.x"))));
  talk.server(packet(message({.command = 17, .id = 3, .response = true}, "0200")));
  auto const command = talk.said<Command>().back();
  EXPECT_EQ(command.operation.text(), "SET_INFO FileRenameInformation");
  EXPECT_EQ(command.object.symbol, "\\\\s\\data\\dir\\a");
  EXPECT_EQ(text_of(command.values.raw), "b.x");
}

TEST(Smb, NtlmLoginNamesItsAccount) {
  std::string const token =
      "4e544c4d53535000 03000000 0000 0000 48000000 0000 0000 48000000"
      "0200 0200 48000000 0400 0400 4a000000 0400 0400 4e000000"
      "0000 0000 52000000 01000002 0a00 614a 0000000f 4400 55007300 57003100";
  test::Talk talk{smb::registration()};
  talk.client(packet(message(
      {.command = 1}, "1900 00 01 00000000 00000000 5800 5200" + std::string(16, '0') + token)));
  talk.server(packet(message({.command = 1, .response = true, .status = 0xc000006d}, "0900 0000")));
  ASSERT_EQ(talk.said<Login>().size(), 1U);
  EXPECT_EQ(talk.said<Login>()[0].account, "D\\Us");
  EXPECT_EQ(talk.said<Login>()[0].method.text(), "NTLM");
  EXPECT_FALSE(talk.said<Login>()[0].in_clear);
  EXPECT_EQ(talk.said<Login>()[0].outcome.reason.text(), "STATUS_LOGON_FAILURE");
  ASSERT_EQ(talk.said<Identity>().size(), 2U);
  EXPECT_EQ(talk.said<Identity>()[0].value, "W1");
}

TEST(Smb, Smb1NamesItsDialectAndSystems) {
  test::Talk talk{smb::registration()};
  // Of zeek raw_ntlm_in_smb, frames 16, 17 and the head of 20.
  talk.client(
      hex("00000045ff534d4272000000000801c8000000000000000000000000ffff0100ffff0000002200024e"
          "54204c4d20302e31320002534d4220322e3030320002534d4220322e3f3f3f00"));
  talk.server(
      hex("00000055ff534d4272000000008801c8000000000000000000000000ffff0100ffff0000110000030a"
          "000100041100000000010000000000fde3008090acf3d0d88fd101a401001000d3c4c4c51f131d4c83"
          "37ec5e5af4a860"));
  talk.client(
      hex("0000009aff534d4273000000000801c8000000000000000000000000ffff0100000001000cff000000"
          "04110a000700000000002800000000005cc000805f004e544c4d535350000100000005028862000000"
          "000000000000000000000000000601b01d0f000000004d006100630020004f00530020005800200031"
          "0030002e0031003000000053004d00420046005300200033002e0030002e0030000000"));
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].version, "SMB 2.???");
  EXPECT_EQ(said[1].version, "NT LM 0.12");
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].attribute, Attribute::operating_system);
  EXPECT_EQ(identities[0].value, "Mac OS X 10.10");
  EXPECT_EQ(identities[1].value, "SMBFS 3.0.0");
}

TEST(Smb, TransformHeaderMeansEncrypted) {
  test::Talk talk{smb::registration()};
  talk.client(hex("00000040 fd534d42" + std::string(20, 'a')));
  EXPECT_EQ(talk.waiting(Side::client), 0U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
  test::Scene scene;
  smb::Tracker tracker{scene.around()};
  EXPECT_EQ(tracker.encrypted(), false);
  tracker.on_stream({.bytes = hex("00000040 fd534d42")});
  EXPECT_EQ(tracker.encrypted(), true);
}

TEST(Smb, GapsSpoilTheDigestAndStepIsFoundAgain) {
  test::Talk talk{smb::registration()};
  open_file(talk);
  talk.client(packet(message({.command = 9, .id = 3}, write(0, 2) + "6162")));
  talk.gap(Side::client, 200).client(hex("0102030405060708090a"));
  talk.client(packet(message({.command = 9, .id = 4}, write(2, 1) + "63")));
  close_file(talk);
  ASSERT_EQ(talk.said<Transfer>().size(), 1U);
  EXPECT_EQ(talk.said<Transfer>()[0].octets, 3U);
  EXPECT_FALSE(talk.said<Transfer>()[0].complete);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Smb, SilenceIsUnansweredButNotWhilePostponed) {
  test::Talk talk{smb::registration()};
  talk.client(packet(message({.command = 5, .id = 1}, create("a", 1))));
  talk.client(packet(message({.command = 5, .id = 2}, create("b", 1))));
  talk.server(packet(message({.command = 5, .id = 2, .response = true, .status = 0x103}, "0900")));
  talk.pass(seconds(59));
  EXPECT_TRUE(talk.said<Command>().empty());
  talk.pass(seconds(2));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unanswered);
  talk.end();
  ASSERT_EQ(talk.said<Command>().size(), 2U);
  EXPECT_EQ(talk.said<Command>()[1].outcome.state, Outcome::State::unseen);
}

TEST(Smb, RecogniseAsksForTheSignatureAndTheDirection) {
  auto const recognise = smb::registration().recognise;
  auto const request = packet(message({.command = 3}, tree_connect("\\\\s\\d")));
  auto const reply = packet(message({.command = 3, .response = true}, std::string(32, '0')));
  EXPECT_EQ(recognise({.client = request}), Likeness::certain);
  EXPECT_EQ(recognise({.client = request, .server = reply}), Likeness::certain);
  EXPECT_EQ(recognise({.client = reply}), Likeness::no);
  EXPECT_EQ(recognise({.client = Bytes{request}.first(6)}), Likeness::more);
  EXPECT_EQ(recognise({.client = hex("00000022 0000000000000000")}), Likeness::no);
}

}  // namespace
}  // namespace qw
