// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/dhcp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

/// A message of 02:00:00:00:00:07: operation, ciaddr, yiaddr, giaddr, options.
std::vector<std::byte> message(std::string const& operation, std::string const& client,
                               std::string const& given, std::string const& relay,
                               std::string const& options) {
  auto octets = hex(operation + " 01 06 00 12345678 0000 0000 " + client + given + "00000000" +
                    relay + "020000000007 00000000000000000000");
  octets.resize(dhcp::fixed_octets);
  for (auto const octet : hex("63825363" + options)) octets.push_back(octet);
  return octets;
}

std::vector<std::byte> request(std::string const& options, std::string const& client = "00000000") {
  return message("01", client, "00000000", "00000000", options);
}
std::vector<std::byte> reply(std::string const& options, std::string const& relay = "00000000") {
  return message("02", "00000000", "0a000007", relay, options);
}

struct Heard : test::Talk {
  explicit Heard(std::vector<std::byte> const& octets) : Talk{dhcp::registration()} {
    client(octets);
  }
};

TEST(Dhcp, HeaderCutAnywhereAsksForMore) {
  auto const whole = request("35 01 01 ff");
  for (std::size_t size = 0; size < dhcp::header_octets; ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(dhcp::parse(Bytes{whole}.first(size))));
}

TEST(Dhcp, CutOptionIsIrregular) {
  Heard const talk{request("35 01 01 0c 05 706c63")};
  ASSERT_EQ(talk.said<Irregularity>().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>()[0].fault, Fault::truncated);
  EXPECT_EQ(talk.said<Irregularity>()[0].offset, 245U);
}

TEST(Dhcp, DiscoverTellsWhoTheClientIs) {
  Heard const talk{
      request("35 01 01 0c 04 706c6300 3c 08 4d53465420352e30"
              "51 0c 05 0000 03 706c63 04 706f7274 ff")};
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 3U);
  EXPECT_EQ(to_text(identities[0].subject.address), "02:00:00:00:00:07");
  EXPECT_EQ(identities[0].attribute, Attribute::host_name);
  EXPECT_EQ(identities[0].value, "plc");
  EXPECT_EQ(identities[1].attribute, Attribute::software);
  EXPECT_EQ(identities[1].value, "MSFT 5.0");
  EXPECT_EQ(identities[1].basis, Basis::banner);
  EXPECT_EQ(identities[2].value, "plc.port");  // a partial name ends without the root
  EXPECT_TRUE(talk.said<Binding>().empty());
}

TEST(Dhcp, QualifiedNameIsReadAsLabelsOrText) {
  Heard const labels{request("35 01 03 51 0d 04 0000 03 706c63 04 706f7274 00 ff")};
  EXPECT_EQ(labels.said<Identity>().at(0).value, "plc.port");
  Heard const text{request("35 01 03 51 06 00 0000 706c63 ff")};
  EXPECT_EQ(text.said<Identity>().at(0).value, "plc");
}

TEST(Dhcp, AcknowledgmentLeasesAndNamesServers) {
  Heard const talk{
      reply("35 01 05 36 04 0a000001 01 04 ffffff00 33 04 00000e10"
            "03 04 0a0000fe 06 08 0a000002 0a000003 ff")};
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 5U);
  EXPECT_EQ(bindings[0].relation, Relation::server);
  EXPECT_EQ(to_text(bindings[0].subject), "10.0.0.1");
  EXPECT_EQ(bindings[1].relation, Relation::lease);
  EXPECT_EQ(to_text(bindings[1].subject), "10.0.0.7");
  EXPECT_EQ(to_text(bindings[1].object), "02:00:00:00:00:07");
  EXPECT_EQ(bindings[1].detail, "/24");
  EXPECT_EQ(bindings[1].lifetime, 3600U);
  EXPECT_EQ(bindings[2].relation, Relation::gateway);
  EXPECT_EQ(bindings[3].detail, "DNS");
  EXPECT_EQ(to_text(bindings[4].subject), "10.0.0.3");
}

TEST(Dhcp, OfferLeasesNothing) {
  Heard const talk{reply("35 01 02 36 04 0a000001 03 04 0a0000fe ff")};
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 2U);
  EXPECT_EQ(bindings[0].relation, Relation::server);
  EXPECT_EQ(bindings[1].relation, Relation::gateway);
}

TEST(Dhcp, OverloadedFieldsHoldOptionsToo) {
  auto octets = reply("35 01 05 34 01 01 ff");
  auto const router = hex("03 04 0a0000fe ff");
  std::ranges::copy(router, octets.begin() + 108);
  Heard const talk{octets};
  EXPECT_EQ(talk.said<Binding>().back().relation, Relation::gateway);
}

TEST(Dhcp, RoutesAreSaidWithTheirPrefix) {
  Heard const talk{reply("35 01 05 79 0e 18 c0a805 0a000009 00 0a0000fe 20 ff")};
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 4U);
  EXPECT_EQ(bindings[2].relation, Relation::route);
  EXPECT_EQ(bindings[2].detail, "192.168.5.0/24");
  EXPECT_EQ(to_text(bindings[2].subject), "10.0.0.9");
  EXPECT_EQ(bindings[3].relation, Relation::gateway);
}

TEST(Dhcp, RelayNamesThePort) {
  Heard const talk{reply("35 01 02 52 08 01 06 506f72742d37 ff", "0a0000fe")};
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 2U);
  EXPECT_EQ(bindings[1].relation, Relation::neighbour);
  EXPECT_EQ(bindings[1].detail, "Port-7");
}

TEST(Dhcp, ReleaseAndDeclineAreSaid) {
  Heard const released{request("35 01 07 ff", "0a000007")};
  EXPECT_EQ(released.said<Binding>().at(0).detail, "released");
  EXPECT_EQ(released.said<Binding>().at(0).lifetime, 0U);
  Heard const declined{request("35 01 04 32 04 0a000007 ff")};
  EXPECT_EQ(declined.said<Alarm>().at(0).source, "10.0.0.7");
}

TEST(Dhcp, OnlyTheCookieIsCertain) {
  auto const& recognise = *dhcp::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::udp};
  auto octets = request("35 01 01 ff");
  opening.client = octets;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  octets[236] = std::byte{0};
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
