// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/s7comm_plus/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using test::hex;
using Octets = std::vector<std::byte>;

// Messages of an S7-1511 with a panel, and of an S7-1500 that signs its frames.
Octets const create =
    hex("030000f302f080720100e431000004ca0000000100000120360000011d00040000000000a1000000d3821f00"
        "00a3816900151653657276657253657373696f6e5f3130303030303230a38221001512303a3a3acccccccccc"
        "cccccccccccccc3a3aa3822800150f53375f56657262696e64756e675f31a3822900151753494d4154494320"
        "4e455420504320536f667477617265a3822a0015163a3a3a224f5043205365727665725f31223a3a564d2fa3"
        "822b000402a3822c001210000020a3822d00150131a1000000d3817f0000a381690015155375627363726970"
        "74696f6e436f6e7461696e6572a2a20000000072010000");
Octets const created =
    hex("030000d702f080720100c832000004ca0000000136000287088709a100000120821f0100a38169001500a382"
        "2b00048280808000a3822d0015104f4d53502e52454c2e353034312e3233a3822f1002149f96c106a8bfc594"
        "466c4047f8e02d7bb956dbd7a3823200170000013a823b00048240823c00048240823d000484818040823e00"
        "0484818040823f00151a313b36455337203531312d31414b30302d304142303b56312e30824000151a313b36"
        "455337203531312d31414b30302d304142303b56312e3082410003000300a20000000072010000");
Octets const get =
    hex("0300006a02f0807202005b310000054c0000000400000388340000000001058acdf1cd6688d0b88003029376"
        "0a000004e88969001200000000896a001300896b0004000002206697aa0a340a36f45054166e60dc82acca53"
        "d951255fc79ea2b6b65e8da5c6ab72020000");
Octets const got =
    hex("0300004202f08072020033320000054c00000004340001800a0200000620123afae91561e63ad0bf6412a43d"
        "6d2be667913e3fa9d79e53d3da434d0ae60072020000");
Octets const set_variable =
    hex("0300006802f0807203005920e969a95a852ab0e288480ccecb618e48779f4b68a1ce9a9c42cd6aa536800683"
        "31000004f20000831a70000e4d7470000e5101881d000700ce000004e88969001200000000896a001300896b"
        "000400000084eb270000000072030000");
Octets const notification =
    hex("0300007102f080720300622008c83ace381dfdbc42201789dec03b099172858efb6f3ef2e5e8ecb8bd254665"
        "3370000e51040000000000c98ec148019200000005000e41aa70aa9200000019000e417e538e920000001a00"
        "0e41467956920000001b000e4193eb85000000000072030000");

TEST(S7commPlus, FrameCutAnywhereAsksForMore) {
  auto const whole = Bytes{get}.subspan(7);
  auto const unsealed = whole.first(whole.size() - s7comm_plus::header_octets);
  for (std::size_t size = 0; size < unsealed.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(s7comm_plus::parse(whole.first(size)))) << size;
  EXPECT_FALSE(std::get<0>(s7comm_plus::parse(unsealed)).message.last);
  EXPECT_TRUE(std::get<0>(s7comm_plus::parse(whole)).message.last);
}

TEST(S7commPlus, SessionNamesTheDevice) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(create).server(created);
  ASSERT_EQ(talk.said<Handshake>().size(), 2U);
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].value, "6ES7 511-1AK00-0AB0");
  EXPECT_EQ(identities[1].value, "V1.0");
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].operation.text(), "CreateObject");
}

TEST(S7commPlus, ThePduOfOlderDevicesIsOffered) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(create).server(created);
  EXPECT_FALSE(talk.gave_up());
  talk.client(
      hex("0300 0021 02f080 3201 0000 0300 0010 0000 2900 0000 0000 0950 5f50 524f 4752 414d"));
  EXPECT_TRUE(talk.gave_up());
}

TEST(S7commPlus, ReadNamesItsDataBlock) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(get).server(got);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::read);
  EXPECT_EQ(commands[0].object.space.text(), "DB");
  EXPECT_EQ(commands[0].object.block, 3U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
}

TEST(S7commPlus, SettingASubscriptionWritesNoProcessValue) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(set_variable);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "SetVariable");
  EXPECT_EQ(commands[0].verb, Verb::other);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::none);  // it wants no response
}

TEST(S7commPlus, SilenceIsUnansweredAtTheDeadline) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(get).pass(seconds(14));
  EXPECT_TRUE(talk.said<Command>().empty());
  talk.pass(seconds(1));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unanswered);
}

TEST(S7commPlus, NotificationIsASampleOfItsSubscription) {
  test::Talk talk{s7comm_plus::registration()};
  talk.server(notification);
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].learnt, Learnt::subscription);
  EXPECT_EQ(samples[0].object.block, 0x70000e51U);
}

TEST(S7commPlus, SilenceAfterAGapIsUnseen) {
  test::Talk talk{s7comm_plus::registration()};
  talk.client(get).gap(delivery::Side::server, 66).pass(seconds(15));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unseen);
}

TEST(S7commPlus, TlsInsideTheTransportConnectionIsEncrypted) {
  auto const& self = s7comm_plus::registration();
  test::Scene scene;
  s7comm_plus::Tracker tracker{scene.around()};
  EXPECT_EQ(self.protocol.text(), "s7comm_plus");
  auto const hello = hex("0300 000d 02f080 16 0301 0001 01");
  tracker.on_stream({delivery::Side::client, hello, {}});
  EXPECT_EQ(tracker.encrypted(), true);
}

TEST(S7commPlus, ChunkedOctetByOctetSaysTheSame) {
  test::Talk talk{s7comm_plus::registration()};
  for (auto const octet : get) talk.client(Bytes{&octet, 1});
  for (auto const octet : got) talk.server(Bytes{&octet, 1});
  EXPECT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.waiting(delivery::Side::server), 0U);
}

TEST(S7commPlus, ItsFrameTellsItFromItsNeighbours) {
  auto const& self = s7comm_plus::registration();
  delivery::Opening opening;
  opening.client = get;
  EXPECT_EQ(self.recognise(opening), Likeness::likely);
  opening.server = got;
  EXPECT_EQ(self.recognise(opening), Likeness::certain);
  auto const classic = hex("0300 0019 02f080 3201 0000 0000 0008 0000 f000 0001 0001 01e0");
  opening.client = classic;
  EXPECT_EQ(self.recognise(opening), Likeness::no);
  opening.client = bytes_of("GET / HTTP/1.1\r\n");
  EXPECT_EQ(self.recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
