// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/tls/certificate.hpp"
#include "protocols/tls/fingerprint.hpp"
#include "protocols/tls/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using delivery::Side;
using test::hex;

// Of suricata-verify ja4-tls: no server name, two ALPN names ("spdy/3.1", "http/1.1").
constexpr std::string_view client_hello =
    "16030100af010000ab0303942d1fef575d770207c29dbe2401ccf05dcde1d2a5869c4a3eee38db551ad9bc0000"
    "24c02bc02f009ec00ac009c013c014c007c011003300320039009c002f0035000a000500040100005eff010001"
    "00000a00080006001700180019000b00020100002300003374000000100014001208737064792f332e31086874"
    "74702f312e317550000000050005010000000000120000000d0012001004010501020104030503020304020202";

// Of retina tls_ciphers: version 1, no extensions.
constexpr std::string_view certificate =
    "308201b53082011e020900f4a72fd3e8fc37c4300d06092a864886f70d0101050500301f311d301b06035504030c"
    "145465737420436572746966696361746520525341301e170d3133303931353231353131305a170d323330393133"
    "3231353131305a301f311d301b06035504030c14546573742043657274696669636174652052534130819f300d06"
    "092a864886f70d010101050003818d0030818902818100ac352a937fc54f1898b29fa0fb34e6e28b9ed7469107d8"
    "488aa8438bfac0ffb7cad55f58bee42f201c3ef942f4b0279ab6b001bf9740aac42a1cac9370b48e94da38cbb45e"
    "14b6cc1966e806f299ec490c910996e69ae166e584642fa24ce321ac4275ec8ce9f6d99e40cb1d02c38c68f02b46"
    "1cb32739750e2ac4d99cb6b44d0203010001300d06092a864886f70d01010505000381810067434ca8a43eeb1b32"
    "28708bdbebfef1b3703995343326ef54b622f9e1d5e6c37696e5c114615ba5c26ce7e6ef0026ecbc4827f53d7366"
    "15379caa8797ef22da5851bb33e9c84644d1c99d35cc660529b4645f6de1210d4568ac064315e1c6c4c8b4fac334"
    "fd4939cb22018a303450b024557b6c6d5cf6331a6cf677a62c9a32";

std::vector<std::byte> operator+(std::vector<std::byte> first, std::vector<std::byte> const& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// A Certificate message with the one certificate, in records of at most `most` octets.
std::vector<std::byte> certificate_records(std::size_t most) {
  auto const message = hex("0b 0001bf 0001bc 0001b9") + hex(certificate);
  std::vector<std::byte> records;
  for (std::size_t at = 0; at < message.size(); at += most) {
    auto const size = std::min(most, message.size() - at);
    records = records + hex("16 0303") +
              std::vector<std::byte>{static_cast<std::byte>(size >> 8),
                                     static_cast<std::byte>(size & 0xff)};
    records.insert(records.end(), message.begin() + static_cast<std::ptrdiff_t>(at),
                   message.begin() + static_cast<std::ptrdiff_t>(at + size));
  }
  return records;
}

TEST(Tls, RecordCutAnywhereAsksForMore) {
  auto const whole = hex(client_hello);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(tls::parse(Bytes{whole}.first(size))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(tls::parse(hex("16 0203 0001 00"))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(tls::parse(hex("16 0303 ffff 00"))));
}

TEST(Tls, ClientHelloIsSaidWithItsFingerprints) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello));
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].part, HandshakePart::client);
  EXPECT_EQ(said[0].version, "TLS 1.2");
  EXPECT_EQ(said[0].application, "spdy/3.1,http/1.1");
  EXPECT_EQ(said[0].fingerprint, "t12i1810s1_27d4652c4487_06a4338d0495");
  EXPECT_EQ(said[0].fingerprint_old, "308b0bd904abbef5e0034a1ff7a78920");
}

TEST(Tls, HelloCutAnywhereIsBrokenAndNeverFingerprinted) {
  auto const whole = hex(client_hello);
  auto const body = Bytes{whole}.subspan(tls::header_octets + tls::message_header_octets);
  EXPECT_FALSE(tls::read_client_hello(body).broken);
  constexpr std::size_t before_extensions = 75;  // a hello without any is legal
  for (std::size_t size = 0; size < body.size(); ++size)
    EXPECT_EQ(tls::read_client_hello(body.first(size)).broken, size != before_extensions) << size;
}

TEST(Tls, GreaseChangesNoFingerprint) {
  auto const groups = hex("001d 0017");
  auto const greased_groups = hex("2a2a 001d 0017");
  auto const ciphers = hex("1301 c02f");
  auto const greased_ciphers = hex("fafa 1301 c02f");
  auto const extensions = hex("000a 0000 000b 0000");
  auto const greased_extensions = hex("0a0a 0000 000a 0000 000b 0000 caca 0001 00");
  tls::HelloView const plain{.legacy_version = 0x0303,
                             .highest = 0x0304,
                             .ciphers = ciphers,
                             .extensions = extensions,
                             .groups = groups};
  tls::HelloView const greased{.legacy_version = 0x0303,
                               .highest = 0x0304,
                               .ciphers = greased_ciphers,
                               .extensions = greased_extensions,
                               .groups = greased_groups};
  EXPECT_EQ(tls::ja3_of(plain).view(), tls::ja3_of(greased).view());
  EXPECT_EQ(tls::ja4_of(plain).view(), tls::ja4_of(greased).view());
  EXPECT_EQ(tls::ja4_of(plain).view().substr(0, 10), "t13i020200");
}

TEST(Tls, Ja4OfNothingHasZeros) {
  EXPECT_EQ(tls::ja4_of({.highest = 0x0303}).view(), "t12i000000_000000000000_000000000000");
}

TEST(Tls, Ja4ShowsDigitsOfAProtocolNameThatIsNoText) {
  auto const protocols = hex("02 0a0a");
  EXPECT_EQ(tls::ja4_of({.highest = 0x0303, .protocols = protocols}).view().substr(8, 2), "0a");
}

TEST(Tls, VersionsOfferedWinOverTheLegacyOne) {
  // supported_versions: GREASE, TLS 1.3, TLS 1.2, somebody's own; server_name: a.example
  auto const body = hex("0303" + std::string(64, '0') +
                        "00 0002 1301 01 00 001f"
                        "002b 0009 08 8a8a 0304 0303 fb1a"
                        "0000 000e 000c 00 0009 612e6578616d706c65");
  auto const hello = tls::read_client_hello(body);
  EXPECT_FALSE(hello.broken);
  EXPECT_EQ(tls::version_name(hello.version).text(), "TLS 1.3");
  EXPECT_EQ(hello.server_name, "a.example");
  EXPECT_EQ(tls::ja4_of(hello).view().substr(0, 4), "t00d");  // JA4 takes any number
}

TEST(Tls, ServerHelloAndCertificateAreSaid) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello));
  talk.server(hex("16 0303 002a 02 000026 0303" + std::string(64, '0') + "00 0004 00"));
  talk.server(certificate_records(16384));
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[1].part, HandshakePart::server);
  EXPECT_EQ(said[1].version, "TLS 1.2");
  EXPECT_EQ(said[1].cipher, "TLS_RSA_WITH_RC4_128_MD5");
  EXPECT_EQ(said[2].part, HandshakePart::certificate);
  EXPECT_EQ(said[2].certificate,
            "843e734f3a1f0917a784c34aa081afd5ff5e498bd1ea283fede52e8591db99be");
  EXPECT_EQ(said[2].subject, "CN=Test Certificate RSA");
  EXPECT_EQ(to_text(*said[2].not_before), "2013-09-15T21:51:10.000000000Z");
  EXPECT_EQ(to_text(*said[2].not_after), "2023-09-13T21:51:10.000000000Z");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Tls, MessagesAcrossRecordsAndSegmentsSayTheSame) {
  test::Talk talk{tls::registration()};
  for (auto const octet : hex(client_hello)) talk.client(Bytes{&octet, 1});
  for (auto const octet : certificate_records(100)) talk.server(Bytes{&octet, 1});
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].fingerprint, "t12i1810s1_27d4652c4487_06a4338d0495");
  EXPECT_EQ(said[1].certificate,
            "843e734f3a1f0917a784c34aa081afd5ff5e498bd1ea283fede52e8591db99be");
  EXPECT_LT(said[1].said.moment.frames.first, said[1].said.moment.frames.last);
  EXPECT_EQ(talk.waiting(Side::server), 0U);
}

TEST(Tls, ApplicationDataIsPassedOverAndGapsInsideItAreBorne) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello)).client(hex("14 0303 0001 01")).client(hex("17 0303 0020 aabb"));
  EXPECT_EQ(talk.waiting(Side::client), 0U);
  talk.gap(Side::client, 30).client(hex("15 0303 0002 0100"));
  talk.gap(Side::client, 5).client(hex("aabbccddeeff")).client(hex("17 0303 0001 aa"));
  EXPECT_EQ(talk.waiting(Side::client), 0U);
  EXPECT_FALSE(talk.gave_up());
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Tls, HandshakeAfterCipherChangeIsNotRead) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello)).client(hex("14 0303 0001 01"));
  talk.client(hex("16 0303 0008 01ffffff 00000000"));
  EXPECT_EQ(talk.events().size(), 1U);
}

TEST(Tls, AlertInClearIsAnAlarm) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello))
      .server(hex("15 0303 0002 02 28"))
      .server(hex("15 0303 0002 01 00"));
  auto const alarms = talk.said<Alarm>();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].code, 40U);
  EXPECT_EQ(alarms[0].text, "handshake_failure");
}

TEST(Tls, MessageAboveTheLimitIsSaidOnceAndLeft) {
  test::Talk talk{tls::registration()};
  talk.server(hex("16 0303 0008 0b ff0000 00000000")).server(hex("16 0303 0004 00000000"));
  ASSERT_EQ(talk.said<Irregularity>().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>()[0].fault, Fault::limit);
  EXPECT_FALSE(talk.gave_up());
}

TEST(Tls, ForeignOctetsGiveUp) {
  test::Talk talk{tls::registration()};
  talk.client(hex(client_hello)).server(bytes_of("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_TRUE(talk.gave_up());
  EXPECT_EQ(talk.said<Irregularity>().size(), 1U);
}

TEST(Tls, HelloInTheFormOfSsl2IsHeard) {
  auto const hello =
      hex("802b 01 0301 0012 0000 0010 000004 000005 00000a 010080 0700c0 030080"
          "000102030405060708090a0b0c0d0e0f");
  delivery::Opening const opening{.client = hello};
  EXPECT_EQ(tls::registration().recognise(opening), Likeness::certain);
  test::Talk talk{tls::registration()};
  talk.client(hello).server(
      hex("16 0301 002a 02 000026 0301" + std::string(64, '0') + "00 0004 00"));
  auto const said = talk.said<Handshake>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].version, "TLS 1.0");
  EXPECT_EQ(said[1].version, "TLS 1.0");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Tls, RecogniseAsksForAHello) {
  auto const recognise = tls::registration().recognise;
  auto const hello = hex(client_hello);
  EXPECT_EQ(recognise({.client = hello}), Likeness::certain);
  EXPECT_EQ(recognise({.client = Bytes{hello}.first(5)}), Likeness::more);
  auto const data = hex("17 0303 0002 aabb 17 0303 0020");
  EXPECT_EQ(recognise({.client = data, .server = data}), Likeness::likely);
  auto const noise = hex("17 0303 0002 aabb ffff ffff ff");
  EXPECT_EQ(recognise({.client = noise, .server = data}), Likeness::no);
  EXPECT_EQ(recognise({.client = bytes_of("GET / HTTP/1.1\r\n")}), Likeness::no);
}

TEST(TlsCertificate, CutAnywhereIsNoneOrReadable) {
  auto const whole = hex(certificate);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(tls::read_certificate(Bytes{whole}.first(size)));
  EXPECT_TRUE(tls::read_certificate(whole));
}

TEST(TlsCertificate, NamesAreWrittenMostParticularFirst) {
  // C=DE, O="A, B", CN=x (BMPString)
  auto const name =
      hex("310b 3009 0603550406 13024445"
          "310d 300b 060355040a 0c04412c2042"
          "310b 3009 0603550403 1e020078");
  EXPECT_EQ(tls::name_text(name), "CN=x,O=A\\, B,C=DE");
}

TEST(TlsCertificate, AlternativeNamesOfSeveralKinds) {
  auto const names = hex("8209 612e6578616d706c65 8704 0a000001 a403 300100 8608 6f70633a2f2f6131");
  EXPECT_EQ(tls::alternative_names(names),
            (std::vector<std::string>{"a.example", "10.0.0.1", "opc://a1"}));
}

}  // namespace
}  // namespace qw
