// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/dhcpv6/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

constexpr char client_id[] = "0001 000a 0003 0001 020000000007";
constexpr char server_id[] = "0002 000a 0003 0001 020000000001";
constexpr char lease[] =  // IA_NA with 2001:db8::7 for an hour
    "0003 0028 00000001 00000000 00000000"
    "0005 0018 20010db8000000000000000000000007 00000708 00000e10";

struct Heard : test::Talk {
  Heard() : Talk{dhcpv6::registration()} { between("fe80::7", 546, "ff02::1:2", 547); }
};
struct Answered : test::Talk {
  Answered() : Talk{dhcpv6::registration()} { between("fe80::7", 546, "fe80::1", 547); }
};

std::vector<std::byte> message(std::string const& type, std::string const& options) {
  return hex(type + "123456" + options);
}

TEST(Dhcpv6, HeaderCutAnywhereAsksForMore) {
  auto const whole = message("01", "");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(dhcpv6::parse(Bytes{whole}.first(size))));
}

TEST(Dhcpv6, SolicitTellsWhoTheClientIs) {
  Heard talk;
  talk.client(message("01", std::string{client_id} + "0027 0005 00 03 706c63" +
                                "0010 000a 0000019d 0004 4d534654"));
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].value, "plc");
  EXPECT_EQ(to_text(identities[0].subject.address), "fe80::7");
  EXPECT_EQ(identities[1].value, "MSFT");
  EXPECT_EQ(identities[1].basis, Basis::banner);
}

TEST(Dhcpv6, ReplyLeasesAndNamesServers) {
  Answered talk;
  talk.server(message("07", std::string{client_id} + server_id + lease +
                                "0017 0010 20010db8000000000000000000000053"));
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 3U);
  EXPECT_EQ(bindings[0].relation, Relation::server);
  EXPECT_EQ(to_text(bindings[0].subject), "fe80::1");
  EXPECT_EQ(bindings[1].relation, Relation::lease);
  EXPECT_EQ(to_text(bindings[1].subject), "2001:db8::7");
  EXPECT_EQ(to_text(bindings[1].object), "fe80::7");
  EXPECT_EQ(bindings[1].lifetime, 3600U);
  EXPECT_EQ(bindings[2].detail, "DNS");
}

TEST(Dhcpv6, AdvertiseLeasesNothing) {
  Answered talk;
  talk.server(message("02", std::string{client_id} + server_id + lease));
  ASSERT_EQ(talk.said<Binding>().size(), 1U);
  EXPECT_EQ(talk.said<Binding>()[0].relation, Relation::server);
}

TEST(Dhcpv6, DelegatedPrefixHasItsLength) {
  Answered talk;
  talk.server(message("07", std::string{client_id} + "0019 0029 00000001 00000000 00000000"
                                                     "001a 0019 00000708 00000e10 38"
                                                     "20010db8010000000000000000000000"));
  EXPECT_EQ(talk.said<Binding>().at(1).detail, "/56");
}

TEST(Dhcpv6, ReleaseEndsALeaseAndDeclineIsAnAlarm) {
  Heard talk;
  talk.client(message("08", std::string{client_id} + lease));
  EXPECT_EQ(talk.said<Binding>().at(0).detail, "released");
  EXPECT_EQ(talk.said<Binding>().at(0).lifetime, 0U);
  talk.client(message("09", std::string{client_id} + lease));
  EXPECT_EQ(talk.said<Alarm>().at(0).source, "2001:db8::7");
}

TEST(Dhcpv6, RelayTellsTheClientsPort) {
  Heard talk;
  talk.client(
      hex("0c 00 20010db8000000000000000000000001 fe800000000000000000000000000007"
          "0012 0004 67653137"
          "004f 0008 0001 020000000007"
          "0009 0012 01 123456" +
          std::string{client_id}));
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 2U);
  EXPECT_EQ(bindings[0].relation, Relation::address);
  EXPECT_EQ(to_text(bindings[0].object), "02:00:00:00:00:07");
  EXPECT_EQ(bindings[1].relation, Relation::neighbour);
  EXPECT_EQ(bindings[1].detail, "ge17");
}

TEST(Dhcpv6, RelaysCannotNestForEver) {
  std::string const header =
      "0c 00 00000000000000000000000000000000"
      "00000000000000000000000000000000 0009";
  std::string text = "01123456";
  for (int i = 0; i < 9; ++i) {
    char octets[5];
    std::snprintf(octets, sizeof octets, "%04zx", hex(text).size());
    text = header + octets + text;
  }
  auto const parsed = dhcpv6::parse(hex(text));
  ASSERT_TRUE(std::holds_alternative<Malformed>(parsed));
  EXPECT_EQ(std::get<Malformed>(parsed).fault, Fault::depth);
}

TEST(Dhcpv6, CutOptionIsIrregular) {
  Heard talk;
  talk.client(message("01", "0001 000a 0003"));
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::truncated);
}

TEST(Dhcpv6, PortAndIdentifierAreRecognised) {
  auto const& recognise = *dhcpv6::registration().recognise;
  auto const solicit = message("01", client_id);
  delivery::Opening opening{.transport = delivery::Transport::udp, .client = solicit};
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
  opening.server_port = 547;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  auto const foreign = hex("01 123456 0010 0001 00");
  opening.client = foreign;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
