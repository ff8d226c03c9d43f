// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/ftp/track.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::Talk;

Talk& say(Talk& talk, std::string_view command, std::string_view reply) {
  return talk.client(bytes_of(command)).server(bytes_of(reply));
}

TEST(Ftp, LineCutAnywhereAsksForMore) {
  std::string_view const whole = "RETR plan.edi\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(ftp::parse(bytes_of(whole.substr(0, size)))));
  auto const parsed = ftp::parse(bytes_of(whole));
  EXPECT_EQ(std::get<0>(parsed).message, "RETR plan.edi");
}

TEST(Ftp, LoginIsSaidWithoutItsPassword) {
  Talk talk{ftp::registration()};
  talk.server(bytes_of("220 (vsFTPd 3.0.3)\r\n"));
  say(talk, "USER crane1\r\n", "331 Please specify the password.\r\n");
  say(talk, "PASS hunter2\r\n", "530 Login incorrect.\r\n");
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].account, "crane1");
  EXPECT_TRUE(logins[0].in_clear);
  EXPECT_EQ(logins[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(logins[0].outcome.code, 530U);
  for (auto const& command : talk.said<Command>())
    EXPECT_EQ(command.object.symbol.find("hunter2"), std::string_view::npos);
  ASSERT_EQ(talk.said<Identity>().size(), 1U);
  EXPECT_EQ(talk.said<Identity>()[0].value, "(vsFTPd 3.0.3)");
}

TEST(Ftp, TransferWaitsForItsFinalReply) {
  Talk talk{ftp::registration()};
  talk.server(bytes_of("220-Welcome\r\n to the quay\r\n220 Ready\r\n"));
  talk.client(bytes_of("RETR plan.edi\r\n")).server(bytes_of("150 Opening\r\n"));
  talk.pass(seconds(600));
  EXPECT_TRUE(talk.said<Command>().empty());
  talk.server(bytes_of("226 Transfer complete\r\n"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "RETR");
  EXPECT_EQ(commands[0].verb, Verb::file);
  EXPECT_EQ(commands[0].object.symbol, "plan.edi");
  EXPECT_EQ(commands[0].outcome.code, 226U);
}

TEST(Ftp, DataConnectionsAreAnnounced) {
  Talk talk{ftp::registration()};
  say(talk, "PORT 10,0,0,1,4,210\r\n", "200 PORT command successful\r\n");
  say(talk, "PASV\r\n", "227 Entering Passive Mode (10,0,0,2,156,64).\r\n");
  say(talk, "EPRT |1|10.0.0.1|6446|\r\n", "200 OK\r\n");
  say(talk, "EPSV\r\n", "229 Entering Extended Passive Mode (|||6447|)\r\n");
  ASSERT_EQ(talk.expected().size(), 4U);
  EXPECT_EQ(to_text(talk.expected()[0].listener), "10.0.0.1:1234");
  EXPECT_EQ(to_text(talk.expected()[1].listener), "10.0.0.2:40000");
  EXPECT_EQ(to_text(talk.expected()[2].listener), "10.0.0.1:6446");
  EXPECT_EQ(to_text(talk.expected()[3].listener), "10.0.0.2:6447");
  EXPECT_EQ(talk.expected()[0].protocol.text(), "ftp_data");
  EXPECT_TRUE(talk.said<Irregularity>().empty());

  say(talk, "PORT 192,0,2,7,4,210\r\n", "200 OK\r\n");
  EXPECT_EQ(talk.expected().size(), 6U);
  EXPECT_EQ(talk.said<Irregularity>().size(), 1U);
}

/// Of the last data connection that was expected.
delivery::AnnouncedFile const* announced(Talk const& talk) {
  auto const& expected = talk.expected().back();
  return dynamic_cast<delivery::AnnouncedFile const*>(expected.announced.get());
}

TEST(Ftp, WhatADataConnectionCarriesIsAnnouncedOnceItIsAskedFor) {
  Talk talk{ftp::registration()};
  say(talk, "PASV\r\n", "227 Entering Passive Mode (10,0,0,2,156,64).\r\n");
  EXPECT_EQ(announced(talk), nullptr);
  talk.client(bytes_of("RETR /out/plan.edi\r\n"));
  ASSERT_EQ(talk.expected().size(), 2U);
  EXPECT_EQ(to_text(talk.expected()[1].listener), "10.0.0.2:40000");
  ASSERT_NE(announced(talk), nullptr);
  EXPECT_EQ(announced(talk)->name(), "/out/plan.edi");
  EXPECT_EQ(announced(talk)->what(), TransferKind::file);
  EXPECT_EQ(announced(talk)->from(), delivery::Side::server) << "who listens sends it";

  talk.server(bytes_of("226 Done\r\n"));
  say(talk, "EPSV\r\n", "229 Entering Extended Passive Mode (|||6447|)\r\n");
  talk.client(bytes_of("STOR moves.csv\r\n"));
  EXPECT_EQ(announced(talk)->name(), "moves.csv");
  EXPECT_EQ(announced(talk)->from(), delivery::Side::client);
}

TEST(Ftp, WhereTheClientListensTheServerOpens) {
  Talk talk{ftp::registration()};
  say(talk, "PORT 10,0,0,1,4,210\r\n", "200 OK\r\n");
  say(talk, "APPE log.txt\r\n", "226 Done\r\n");
  EXPECT_EQ(to_text(talk.expected().back().listener), "10.0.0.1:1234");
  EXPECT_EQ(announced(talk)->from(), delivery::Side::server);
  talk.client(bytes_of("RETR plan.edi\r\n"));
  EXPECT_EQ(announced(talk)->from(), delivery::Side::client);
}

TEST(Ftp, AListingIsNamedByWhatAskedForIt) {
  Talk talk{ftp::registration()};
  say(talk, "LIST\r\n", "425 Use PORT or PASV first.\r\n");
  EXPECT_TRUE(talk.expected().empty());
  say(talk, "PORT 10,0,0,1,4,210\r\n", "200 OK\r\n");
  talk.client(bytes_of("LIST\r\n"));
  EXPECT_EQ(announced(talk)->name(), "LIST");
  talk.client(bytes_of("MLSD /out\r\n"));
  EXPECT_EQ(announced(talk)->name(), "MLSD /out");
}

/// Both ends that may listen are told of it.
TEST(Ftp, AFileBehindATranslatedAddressHasItsNameToo) {
  Talk talk{ftp::registration()};
  say(talk, "PASV\r\n", "227 Entering Passive Mode (192,168,7,2,156,64).\r\n");
  talk.client(bytes_of("RETR plan.edi\r\n"));
  ASSERT_EQ(talk.expected().size(), 4U);
  EXPECT_EQ(to_text(talk.expected()[2].listener), "10.0.0.2:40000");
  EXPECT_EQ(to_text(talk.expected()[3].listener), "192.168.7.2:40000");
  EXPECT_NE(talk.expected()[2].announced, nullptr);
  EXPECT_EQ(talk.expected()[2].announced, talk.expected()[3].announced);
}

TEST(Ftp, AddressesThatAreNone) {
  EXPECT_FALSE(ftp::read_port("10,0,0,1,4"));
  EXPECT_FALSE(ftp::read_port("10,0,0,256,4,210"));
  EXPECT_FALSE(ftp::read_port(""));
  EXPECT_FALSE(ftp::read_extended_port("|1|10.0.0.1|65536|"));
  EXPECT_FALSE(ftp::read_extended_port("|1|crane|6446|"));
  EXPECT_FALSE(ftp::read_extended_port("("));
}

TEST(Ftp, AuthTlsHandsOver) {
  Talk talk{ftp::registration()};
  say(talk, "AUTH TLS\r\n", "234 Proceed with negotiation.\r\n");
  EXPECT_EQ(talk.last().then, delivery::Taken::Then::offer);
  EXPECT_EQ(talk.last().hint.text(), "tls");

  Talk refused{ftp::registration()};
  say(refused, "AUTH TLS\r\n", "530 Please login with USER and PASS.\r\n");
  EXPECT_EQ(refused.last().then, delivery::Taken::Then::go_on);
}

TEST(Ftp, LineThatNeverEndsIsPassedOver) {
  Talk talk{ftp::registration()};
  std::string const endless(10'000, 'A');
  talk.client(bytes_of("USER ")).client(bytes_of(endless)).client(bytes_of("\r\n"));
  say(talk, "NOOP\r\n", "200 OK\r\n");
  EXPECT_EQ(talk.said<Irregularity>().size(), 1U);
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].operation.text(), "NOOP");
  for (int i = 0; i < 100; ++i) talk.client(bytes_of(endless));
  talk.client(bytes_of("\r\n"));
  say(talk, "NOOP\r\n", "200 OK\r\n");
  EXPECT_EQ(talk.said<Command>().size(), 2U);
}

TEST(Ftp, ChunkedOctetByOctetSaysTheSame) {
  Talk talk{ftp::registration()};
  talk.server(bytes_of("220 FTP\r\n"));
  for (char const c : std::string_view{"SYST\r\n"}) talk.client(bytes_of({&c, 1}));
  for (char const c : std::string_view{"215 UNIX Type: L8\r\n"}) talk.server(bytes_of({&c, 1}));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  ASSERT_EQ(talk.said<Identity>().size(), 2U);
  EXPECT_EQ(talk.said<Identity>()[1].attribute, Attribute::operating_system);
  EXPECT_EQ(talk.waiting(delivery::Side::server), 0U);
}

TEST(Ftp, SmtpIsNotTaken) {
  using delivery::Likeness;
  auto const recognise = ftp::registration().recognise;
  delivery::Opening opening;
  opening.server = bytes_of("220 mail.example.org ESMTP\r\n");
  EXPECT_EQ(recognise(opening), Likeness::more);
  opening.client = bytes_of("EHLO client\r\n");
  EXPECT_EQ(recognise(opening), Likeness::no);
  opening.client = bytes_of("QUIT\r\n");
  EXPECT_EQ(recognise(opening), Likeness::more);
  opening.client = bytes_of("AUTH PLAIN\r\n");
  EXPECT_EQ(recognise(opening), Likeness::more);
  opening.client = bytes_of("AUTH TLS\r\n");
  EXPECT_EQ(recognise(opening), Likeness::certain);
  opening.client = bytes_of("USER crane1\r\n");
  EXPECT_EQ(recognise(opening), Likeness::certain);
  opening.server = bytes_of("finger: no such user");
  EXPECT_EQ(recognise(opening), Likeness::no);
  opening.server = bytes_of("+OK POP3 ready\r\n");
  EXPECT_EQ(recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
