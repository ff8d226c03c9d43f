// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/ssh/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;
using test::Talk;

void append_u32(std::vector<std::byte>& out, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::byte>(value >> shift & 0xff));
}

std::vector<std::byte> packet(std::vector<std::byte> const& payload) {
  std::vector<std::byte> out;
  append_u32(out, payload.size() + 5);
  out.push_back(std::byte{4});
  out.insert(out.end(), payload.begin(), payload.end());
  out.insert(out.end(), 4, std::byte{0});
  return out;
}

std::vector<std::byte> offer(std::string_view key_exchange, std::string_view cipher) {
  std::vector<std::byte> payload(17, std::byte{20});
  std::string_view const lists[] = {key_exchange,    "ssh-ed25519", cipher, cipher, "hmac-sha2-256",
                                    "hmac-sha2-256", "none",        "none", "",     ""};
  for (auto const list : lists) {
    append_u32(payload, list.size());
    auto const octets = bytes_of(list);
    payload.insert(payload.end(), octets.begin(), octets.end());
  }
  payload.insert(payload.end(), 5, std::byte{0});
  return packet(payload);
}

auto const client_offer =
    offer("curve25519-sha256,diffie-hellman-group14-sha1", "aes128-ctr,3des-cbc");
auto const server_offer = offer("diffie-hellman-group14-sha1", "3des-cbc,aes128-ctr");
auto const new_keys = packet(hex("15"));

TEST(Ssh, PacketCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < client_offer.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(ssh::parse(Bytes{client_offer}.first(size))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(ssh::parse(hex("000000050515000000"))));
}

TEST(Ssh, ClientsFirstNameThatTheServerKnowsIsChosen) {
  EXPECT_EQ(ssh::chosen("a,b,c", "c,b"), "b");
  EXPECT_EQ(ssh::chosen("a", "ab"), "");
  EXPECT_EQ(ssh::chosen("", ""), "");
}

TEST(Ssh, BothSidesAreIdentifiedAndTheAgreementIsSaid) {
  Talk talk{ssh::registration()};
  talk.server(bytes_of("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u1\r\n"));
  talk.client(bytes_of("SSH-2.0-PuTTY_Release_0.78\r\n"));
  talk.client(client_offer);
  EXPECT_TRUE(talk.said<Handshake>().empty());
  talk.server(server_offer);

  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 3U);
  EXPECT_EQ(identities[0].value, "OpenSSH_9.2p1");
  EXPECT_EQ(identities[1].attribute, Attribute::operating_system);
  EXPECT_EQ(identities[1].value, "Debian-2+deb12u1");
  EXPECT_EQ(identities[2].value, "PuTTY_Release_0.78");

  auto const handshakes = talk.said<Handshake>();
  ASSERT_EQ(handshakes.size(), 2U);
  EXPECT_EQ(handshakes[0].cipher, "aes128-ctr,3des-cbc");
  EXPECT_EQ(handshakes[1].version, "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u1");
  EXPECT_EQ(handshakes[1].cipher, "aes128-ctr");
  EXPECT_EQ(handshakes[1].application, "diffie-hellman-group14-sha1");
  EXPECT_EQ(talk.end().said<Handshake>().size(), 2U);
}

TEST(Ssh, IdentificationFilledUpWithZerosIsTrimmed) {
  auto const line = hex("5353482d312e39392d436973636f20 0000 00 0a");
  auto const parsed = ssh::parse_version(line);
  ASSERT_TRUE(std::holds_alternative<Done<ssh::VersionView>>(parsed));
  EXPECT_EQ(std::get<0>(parsed).message.line, "SSH-1.99-Cisco");
  EXPECT_EQ(std::get<0>(parsed).used, line.size());
}

TEST(Ssh, WhatIsEncryptedIsPassedOver) {
  Talk talk{ssh::registration()};
  talk.client(bytes_of("SSH-2.0-a\r\n")).client(client_offer).client(new_keys);
  talk.client(hex("ffffffff ffffffff ffffffff"));
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Ssh, ChunkedOctetByOctetSaysTheSame) {
  Talk talk{ssh::registration()};
  for (auto const octet : bytes_of("hello\r\nSSH-2.0-srv\r\n")) talk.server(Bytes{&octet, 1});
  for (auto const octet : bytes_of("SSH-2.0-cli\n")) talk.client(Bytes{&octet, 1});
  for (auto const octet : server_offer) talk.server(Bytes{&octet, 1});
  for (auto const octet : client_offer) talk.client(Bytes{&octet, 1});
  EXPECT_EQ(talk.said<Identity>().size(), 2U);
  EXPECT_EQ(talk.said<Handshake>().size(), 2U);
  EXPECT_EQ(talk.waiting(delivery::Side::server), 0U);
}

TEST(Ssh, SideThatSpeaksAnotherTongueIsIrregular) {
  Talk talk{ssh::registration()};
  talk.client(bytes_of("GET / HTTP/1.1\r\n\r\n")).server(bytes_of("SSH-2.0-srv\r\n"));
  EXPECT_EQ(talk.said<Irregularity>().size(), 1U);
  EXPECT_EQ(talk.said<Identity>().size(), 1U);
  EXPECT_EQ(talk.end().said<Handshake>().size(), 1U);
}

TEST(Ssh, RecognisedByEitherSide) {
  using delivery::Likeness;
  auto const recognise = ssh::registration().recognise;
  delivery::Opening opening;
  opening.server = bytes_of("SSH-2.0-OpenSSH");
  EXPECT_EQ(recognise(opening), Likeness::certain);
  opening.client = bytes_of("GET / HTTP/1.1\r\n");
  EXPECT_EQ(recognise(opening), Likeness::likely);
  opening.server = bytes_of("SSH");
  opening.client = {};
  EXPECT_EQ(recognise(opening), Likeness::more);
  opening.server = bytes_of("SSDP");
  EXPECT_EQ(recognise(opening), Likeness::no);
}

}  // namespace
}  // namespace qw
