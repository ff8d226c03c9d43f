// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/rdp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using test::hex;
using Octets = std::vector<std::byte>;

// "Cookie: mstshash=FTBCO\A70", TLS offered.
Octets const request_tls =
    hex("0300002f 2a e0 0000 0000 00 436f6f6b69653a206d737473686173683d465442434f5c413730 0d0a"
        "01 00 0800 01000000");
Octets const request_plain =
    hex("0300002f 2a e0 0000 0000 00 436f6f6b69653a206d737473686173683d465442434f5c413730 0d0a"
        "01 00 0800 00000000");
Octets const confirm_tls = hex("03000013 0e d0 0000 1234 00 02 00 0800 01000000");
Octets const confirm_plain = hex("03000013 0e d0 0000 1234 00 02 00 0800 00000000");
Octets const refusal = hex("03000013 0e d0 0000 1234 00 03 00 0800 02000000");

/// Connect Initial of a client named SEPTU, of build 2600, with three channels.
Octets const connect_initial =
    hex("0300019c02f0807f658201900401010401010101ff30190201220201020201000201010201000201010202ff"
        "ff020102301902010102010102010102010102010002010102020420020102301c0202ffff0202fc170202ff"
        "ff0201010201000201010202ffff0201020482012f000500147c00018126000800100001c000447563618118"
        "01c0d400040008000005000401ca03aa09040000280a00005300450050005400550000000000000000000000"
        "00000000000000000000000004000000000000000c0000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "01ca010000000000100007000100370036003400380037002d004f0045004d002d0030003000310031003900"
        "300033002d0030003000310030003200000000000000000000000000000000000000000004c00c0009000000"
        "0000000002c00c000b0000000000000003c02c0003000000726470647200000000008080636c697072647200"
        "0000a0c0726470736e640000000000c0");

TEST(Rdp, CookieIsAnAccountAndNegotiationAHandshake) {
  test::Talk talk{rdp::registration()};
  talk.client(request_tls);
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].account, "FTBCO\\A70");
  EXPECT_FALSE(logins[0].in_clear);
  ASSERT_EQ(talk.said<Handshake>().size(), 1U);
  EXPECT_EQ(talk.said<Handshake>()[0].application, "TLS");
}

TEST(Rdp, WhatFollowsTheChoiceOfTlsIsOffered) {
  test::Talk talk{rdp::registration()};
  talk.client(request_tls).server(confirm_tls);
  EXPECT_EQ(talk.last().then, delivery::Taken::Then::offer);
  EXPECT_EQ(talk.last().hint.text(), "tls");
  EXPECT_EQ(talk.last().used, confirm_tls.size());
  EXPECT_EQ(talk.said<Handshake>()[1].part, HandshakePart::server);
}

TEST(Rdp, RefusalIsSaidWithItsReason) {
  test::Talk talk{rdp::registration()};
  talk.client(request_tls).server(refusal);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(commands[0].outcome.reason.text(), "SSL_NOT_ALLOWED_BY_SERVER");
}

TEST(Rdp, RequestWithoutConfirmationIsUnseen) {
  test::Talk talk{rdp::registration()};
  talk.client(request_tls).end();
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unseen);
}

TEST(Rdp, StandardSecurityShowsTheClient) {
  test::Talk talk{rdp::registration()};
  talk.client(request_plain).server(confirm_plain).client(connect_initial);
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 3U);
  EXPECT_EQ(identities[0].attribute, Attribute::host_name);
  EXPECT_EQ(identities[0].value, "SEPTU");
  EXPECT_EQ(identities[1].value, "RDP client build 2600");
  EXPECT_EQ(identities[2].value, "76487-OEM-0011903-00102");
  auto const handshakes = talk.said<Handshake>();
  ASSERT_EQ(handshakes.size(), 3U);
  ASSERT_EQ(handshakes[2].names.size(), 3U);
  EXPECT_EQ(handshakes[2].names[0], "rdpdr");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Rdp, AccountBesideAPasswordInClearIsALoginWithoutIt) {
  // Send Data Request, SEC_INFO_PKT, Unicode; domain D, account bob, password pw.
  auto const info =
      hex("64 0006 03eb 70 24 4000 0000 00000000 10000000 0200 0600 0400 0000 0000"
          "4400 0000 62006f006200 0000 70007700 0000");
  auto const view = rdp::read_client_info(info);
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->domain.view(), "D");
  EXPECT_EQ(view->account.view(), "bob");
  EXPECT_TRUE(view->has_password);
}

TEST(Rdp, ConnectInitialCutAnywhereNeverBreaks) {
  auto const unit = Bytes{connect_initial}.subspan(7);
  for (std::size_t size = 0; size < unit.size(); ++size)
    static_cast<void>(rdp::read_client_data(
        Octets(unit.begin(), unit.begin() + static_cast<std::ptrdiff_t>(size))));
  EXPECT_TRUE(rdp::read_client_data(unit).has_value());
}

TEST(Rdp, ChunkedOctetByOctetSaysTheSame) {
  test::Talk talk{rdp::registration()};
  for (auto const octet : request_plain) talk.client(Bytes{&octet, 1});
  for (auto const octet : confirm_plain) talk.server(Bytes{&octet, 1});
  for (auto const octet : connect_initial) talk.client(Bytes{&octet, 1});
  EXPECT_EQ(talk.said<Identity>().size(), 3U);
  EXPECT_EQ(talk.said<Login>().size(), 1U);
}

TEST(Rdp, FastPathIsPassedOver) {
  auto const fast = hex("00 80 07 aabbccdd");
  auto const parsed = rdp::parse_pdu(fast);
  ASSERT_TRUE(std::holds_alternative<Done<Bytes>>(parsed));
  EXPECT_EQ(std::get<0>(parsed).used, 7U);
  EXPECT_TRUE(std::holds_alternative<Malformed>(rdp::parse_pdu(hex("16 03 01"))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(rdp::parse_pdu(hex("00 01"))));
}

TEST(Rdp, OnlyItsOwnConnectionRequestIsRecognised) {
  auto const& self = rdp::registration();
  delivery::Opening opening;
  opening.client = request_tls;
  EXPECT_EQ(self.recognise(opening), Likeness::likely);
  opening.server = confirm_tls;
  EXPECT_EQ(self.recognise(opening), Likeness::certain);
  // A connection request to rack and slot of a programmable controller.
  auto const controller = hex("0300 0016 11 e0 0000 0001 00 c0010a c1020100 c2020102");
  opening.client = controller;
  EXPECT_EQ(self.recognise(opening), Likeness::no);
  opening.client = bytes_of("GET / HTTP/1.1\r\n");
  EXPECT_EQ(self.recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
