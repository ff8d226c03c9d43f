// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "naming/ndpi/named_protocols.hpp"
#include "naming/ndpi/packet.hpp"
#include "support/hex.hpp"

namespace qw::naming {
namespace {

using delivery::Side;
using delivery::Transport;
using test::hex;

Endpoint end(std::string_view address, std::uint16_t port) {
  return {{RealmId{}, *Address::parse(address)}, port};
}

/// WireGuard: a handshake is initiated (148 octets, sender index 28 11 a3 60) and answered
/// (92 octets, to that index). "WireGuard: Next Generation Kernel Network Tunnel", 5.4.
std::vector<std::byte> initiation() {
  auto octets = hex("01 000000 2811a360");
  octets.resize(148, std::byte{0x5a});
  return octets;
}
std::vector<std::byte> response() {
  auto octets = hex("02 000000 99000001 2811a360");
  octets.resize(92, std::byte{0xa5});
  return octets;
}

/// A namer with its engine, and one conversation after the other.
struct Desk {
  explicit Desk(std::vector<Term> own = {}, std::size_t hearings = 8)
      : engine{make_engine({.hearings = hearings, .modules = 1}, own)}, namer{engine->namer(0)} {}

  std::unique_ptr<delivery::Hearing> begin(std::uint16_t port = 40000,
                                           Transport transport = Transport::udp) {
    return namer->begin(transport, end("10.0.0.1", port), end("198.51.100.9", 51820));
  }

  std::unique_ptr<Engine> engine;
  std::unique_ptr<Namer> namer;
};

std::string said(delivery::Hearing& hearing, Side from, std::vector<std::byte> const& payload) {
  auto const found = hearing.hear(from, payload, Stamp{1'000'000'000});
  return found ? std::string{found->text()} : std::string{};
}

TEST(Naming, DatagramBecomesAPacketOfOurOwn) {
  Ends ends{.transport = Transport::udp, .sides = {end("10.0.0.1", 4660), end("10.0.0.2", 53)}};
  PacketRoom room;
  auto const length = write_packet(room, ends, Side::server, hex("cafe"), 2);
  auto const expected =
      hex("45 00 001e 0000 0000 40 11 0000 0a000002 0a000001"
          "0035 1234 000a 0000 cafe");
  ASSERT_EQ(length, expected.size());
  EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span{room.octets}).first(length), expected));
}

TEST(Naming, StreamCountsWhatWasSentThoughOnlyTheBeginningIsShown) {
  Ends ends{.sides = {end("2001:db8::1", 1), end("2001:db8::2", 2)}};
  PacketRoom room;
  write_packet(room, ends, Side::client, hex("01"), 5'000);
  EXPECT_EQ(ends.sequence[0], 5'000U);
  auto const length = write_packet(room, ends, Side::server, hex("02"), 1);
  auto const expected =
      hex("60000000 0015 06 40 20010db8000000000000000000000002 20010db8000000000000000000000001"
          "0002 0001 00000000 00001388 5018 ffff 0000 0000 02");
  ASSERT_EQ(length, expected.size());
  EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span{room.octets}).first(length), expected));
}

TEST(Naming, NothingOfTheLastPacketStandsBehindTheNext) {
  Ends ends{.transport = Transport::udp, .sides = {end("10.0.0.1", 1), end("10.0.0.2", 2)}};
  PacketRoom room;
  write_packet(room, ends, Side::client, initiation(), 148);
  auto const length = write_packet(room, ends, Side::client, hex("01"), 1);
  auto const* const behind = room.octets.data() + length;
  EXPECT_TRUE(std::all_of(behind, behind + PacketRoom::slack, [](auto each) { return each == 0; }));
}

TEST(Naming, WordsAreFoundByTheirNumber) {
  ASSERT_FALSE(named_protocols().empty());
  for (auto const& each : named_protocols()) EXPECT_EQ(named_protocol(each.id), &each);
  EXPECT_EQ(named_protocol(0), nullptr);
  EXPECT_EQ(named_protocol(65'535), nullptr);
}

TEST(Naming, HandshakeOfBothSidesHasAName) {
  Desk desk;
  auto const hearing = desk.begin();
  EXPECT_EQ(said(*hearing, Side::client, initiation()), "");
  auto const found = hearing->hear(Side::server, response(), Stamp{2'000'000'000});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name(), Term{"wireguard"});
  EXPECT_TRUE(found->has(Trait::encrypted));
  EXPECT_TRUE(hearing->over());
  EXPECT_EQ(desk.namer->counts().named, 1U);
}

TEST(Naming, AProtocolWithARoomOfOursIsNeverNamed) {
  Desk desk{{"wireguard"}};
  auto const hearing = desk.begin();
  EXPECT_EQ(said(*hearing, Side::client, initiation()), "");
  EXPECT_EQ(said(*hearing, Side::server, response()), "");
}

TEST(Naming, ConversationsBetweenDoNotMatter) {
  Desk desk;
  auto const one = desk.begin(40000);
  auto const other = desk.begin(40001);
  EXPECT_EQ(said(*one, Side::client, initiation()), "");
  EXPECT_EQ(said(*other, Side::client, hex("ffffffffffffffff")), "");
  EXPECT_EQ(said(*other, Side::server, response()), "");
  EXPECT_EQ(said(*one, Side::server, response()), "wireguard");
}

TEST(Naming, APortIsNoReasonForAName) {
  Desk desk;
  auto const hearing =
      desk.namer->begin(Transport::udp, end("10.0.0.1", 40000), end("8.8.8.8", 443));
  for (std::uint32_t i = 0; i < most_payloads; ++i)
    EXPECT_EQ(said(*hearing, Side::client, hex("7f7f7f7f7f7f7f7f7f7f7f7f")), "");
  EXPECT_TRUE(hearing->over());
}

TEST(Naming, HearingEndsAfterSoManyPayloads) {
  Desk desk;
  auto const hearing = desk.begin();
  for (std::uint32_t i = 0; i < most_payloads; ++i) {
    EXPECT_FALSE(hearing->over());
    EXPECT_EQ(said(*hearing, Side::client, hex("7f7f7f7f7f7f7f7f7f7f7f7f")), "");
  }
  EXPECT_TRUE(hearing->over());
  EXPECT_EQ(said(*hearing, Side::client, initiation()), "");
}

TEST(Naming, TheOldestMakesRoom) {
  Desk desk{{}, 2};
  auto const first = desk.begin(1);
  auto const second = desk.begin(2);
  auto const third = desk.begin(3);
  EXPECT_TRUE(first->over());
  EXPECT_FALSE(second->over());
  EXPECT_FALSE(third->over());
  EXPECT_EQ(desk.namer->counts().heard, 3U);
  EXPECT_EQ(desk.namer->counts().cut_short, 1U);
}

TEST(Naming, PayloadsOfAnyLengthAreHeard) {
  Desk desk;
  for (std::size_t const size : {std::size_t{1}, most_octets - 1, most_octets, most_octets + 1,
                                 std::size_t{65'507}, std::size_t{200'000}})
    for (auto const transport : {Transport::tcp, Transport::udp}) {
      auto const hearing = desk.begin(40000, transport);
      EXPECT_EQ(said(*hearing, Side::client, std::vector<std::byte>(size, std::byte{0xff})), "");
    }
}

TEST(Naming, MacAddressesHaveNoPackets) {
  Desk desk;
  EXPECT_EQ(desk.namer->begin(Transport::udp, end("02:00:00:00:00:01", 0), end("10.0.0.1", 1)),
            nullptr);
}

}  // namespace
}  // namespace qw::naming
