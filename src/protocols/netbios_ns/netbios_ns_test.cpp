// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/netbios_ns/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

/// A name of fifteen characters and its suffix, encoded as on the wire.
std::string encoded(std::string name, unsigned suffix) {
  name.resize(15, ' ');
  name += static_cast<char>(suffix);
  std::string text = "20";
  constexpr char digits[] = "0123456789abcdef";
  for (char const c : name)
    for (auto const half : {static_cast<unsigned char>(c) >> 4, c & 15}) {
      auto const letter = 'A' + half;
      text += digits[letter >> 4];
      text += digits[letter & 15];
    }
  return text + "00";
}

std::string const name = encoded("CRANE7", 0x20);
auto const query = hex("1234 0000 0001 0000 0000 0000" + name + "0020 0001");
auto const broadcast = hex("1234 0110 0001 0000 0000 0000" + name + "0020 0001");
auto const answer =
    hex("1234 8500 0000 0001 0000 0000" + name + "0020 0001 00000e10 0006 0000 0a000007");
auto const registration = hex("1235 2910 0001 0000 0000 0001" + name +
                              "0020 0001 c00c 0020 0001 00000e10 0006 0000 0a000007");

TEST(NetbiosNs, MessageCutAnywhereIsTruncated) {
  for (std::size_t size = 0; size < query.size(); ++size) {
    test::Talk talk{netbios_ns::registration()};
    talk.client(Bytes{query}.first(size));
    ASSERT_EQ(talk.said<Irregularity>().size(), 1U) << size;
    EXPECT_EQ(talk.said<Irregularity>()[0].fault, Fault::truncated) << size;
  }
}

TEST(NetbiosNs, LookupIsSaidWithItsAnswer) {
  test::Talk talk{netbios_ns::registration()};
  talk.client(query);
  EXPECT_TRUE(talk.events().empty());
  talk.server(answer);
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].question, "CRANE7<20>");
  EXPECT_EQ(names[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(names[1].phase, NamePhase::answered);
  ASSERT_EQ(names[1].answers.size(), 1U);
  EXPECT_EQ(names[1].answers[0], "10.0.0.7");
}

TEST(NetbiosNs, BroadcastWaitsForNobodyAndSilenceIsUnanswered) {
  test::Talk talk{netbios_ns::registration()};
  talk.client(broadcast);
  EXPECT_EQ(talk.said<Name>().at(0).outcome.state, Outcome::State::none);
  talk.both_heard().client(query).pass(seconds(5));
  EXPECT_EQ(talk.said<Name>().at(1).outcome.state, Outcome::State::unanswered);
  talk.client(query).end();
  EXPECT_EQ(talk.said<Name>().at(2).outcome.state, Outcome::State::unseen);
}

TEST(NetbiosNs, RegistrationNamesTheHost) {
  test::Talk talk{netbios_ns::registration()};
  talk.client(registration);
  EXPECT_EQ(talk.said<Name>().at(0).phase, NamePhase::announced);
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 1U);
  EXPECT_EQ(identities[0].attribute, Attribute::host_name);
  EXPECT_EQ(identities[0].value, "CRANE7");
}

TEST(NetbiosNs, NodeStatusListsNamesAndTellsTheMac) {
  test::Talk talk{netbios_ns::registration()};
  talk.server(hex("1236 8400 0000 0001 0000 0000" + encoded("*", 0) + "0021 0001 00000000 002b" +
                  "02 504f5254202020202020202020202000 8400"  // PORT, a group
                  "4352414e4537202020202020202020 00 0400"    // CRANE7
                  "020000000007"));
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 1U);
  ASSERT_EQ(names[0].answers.size(), 2U);
  EXPECT_EQ(names[0].answers[0], "PORT<00>");
  EXPECT_EQ(names[0].answers[1], "CRANE7<00>");
  EXPECT_EQ(talk.said<Identity>().at(0).value, "CRANE7");
  EXPECT_EQ(to_text(talk.said<Binding>().at(0).object), "02:00:00:00:00:07");
}

TEST(NetbiosNs, PointersLeadBackwardsOnly) {
  test::Talk talk{netbios_ns::registration()};
  talk.client(hex("1235 2910 0000 0000 0000 0001 c00c 0020 0001 00000e10 0006 0000 0a000007"));
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::value);
}

TEST(NetbiosNs, OnlyItsOwnPortIsCertain) {
  auto const& recognise = *netbios_ns::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::udp};
  opening.client = query;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
  opening.server_port = 137;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  auto const foreign = hex("1234 0100 0001 0000 0000 0000 01 61 00 0001 0001");
  opening.client = foreign;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
