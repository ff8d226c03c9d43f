// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/icmp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

constexpr char host_2[] = "fe800000000000000000000000000002";

struct V4 : test::Talk {
  V4() : Talk{icmp::registration()} { between("10.0.0.1", 0, "10.0.0.2", 0); }
};
struct V6 : test::Talk {
  explicit V6(std::string_view from = "fe80::1", std::string_view to = "ff02::1")
      : Talk{icmp::registration()} {
    between(from, 0, to, 0);
  }
};

TEST(Icmp, MessageCutAnywhereIsTruncated) {
  auto const whole = hex("8700 0000 00000000" + std::string{host_2});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    V6 talk;
    talk.client(Bytes{whole}.first(size));
    ASSERT_EQ(talk.events().size(), 1U) << size;
    EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::truncated) << size;
  }
}

TEST(Icmp, EchoIsPairedWithItsReply) {
  V4 talk;
  talk.client(hex("0800 0000 0001 0002 61626364"));
  EXPECT_TRUE(talk.events().empty());
  talk.server(hex("0000 0000 0001 0002 61626364"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::diagnose);
  EXPECT_EQ(commands[0].said.protocol.text(), "icmp");
  EXPECT_EQ(commands[0].object.length, 4U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[0].said.reply, 2U);
}

TEST(Icmp, EchoOfTheSameNumbersIsAnother) {
  V4 talk;
  talk.client(hex("0800 0000 0001 0001 aa")).client(hex("0800 0000 0001 0001 aa"));
  talk.server(hex("0000 0000 0001 0001 aa")).server(hex("0000 0000 0001 0001 aa"));
  EXPECT_EQ(talk.said<Command>().size(), 2U);
}

TEST(Icmp, SilenceIsUnansweredAndTheEndUnseen) {
  V4 talk;
  talk.both_heard().client(hex("0800 0000 0001 0001")).pass(seconds(5));
  EXPECT_EQ(talk.said<Command>().at(0).outcome.state, Outcome::State::unanswered);
  talk.client(hex("0800 0000 0001 0002")).end();
  EXPECT_EQ(talk.said<Command>().at(1).outcome.state, Outcome::State::unseen);
}

TEST(Icmp, TypesOfOneVersionMeanNothingInTheOther) {
  V4 talk;
  talk.client(hex("8700 0000 00000000" + std::string{host_2}));
  EXPECT_TRUE(talk.events().empty());
}

TEST(Icmp, RedirectIsARoute) {
  V4 talk;
  talk.server(hex("0501 0000 0a0000fe 45000054 00000000 40010000 0a000001 c0a80507"));
  auto const binding = talk.said<Binding>().at(0);
  EXPECT_EQ(binding.relation, Relation::route);
  EXPECT_EQ(to_text(binding.subject), "10.0.0.254");
  EXPECT_EQ(to_text(binding.object), "192.168.5.7");
}

TEST(Icmp, RouterAdvertisementNamesGatewayPrefixAndServer) {
  V6 talk;
  talk.client(
      hex("8600 0000 40 00 0708 00000000 00000000"
          "01 01 020000000001"
          "03 04 40 c0 00000e10 00000e10 00000000 20010db8000000000000000000000000"
          "19 03 0000 00000078 20010db8000000000000000000000053"));
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 4U);
  EXPECT_EQ(bindings[0].relation, Relation::gateway);
  EXPECT_EQ(to_text(bindings[0].subject), "fe80::1");
  EXPECT_EQ(to_text(bindings[0].object), "ff02::1");
  EXPECT_EQ(bindings[0].lifetime, 1800U);
  EXPECT_EQ(bindings[1].relation, Relation::address);
  EXPECT_EQ(to_text(bindings[1].object), "02:00:00:00:00:01");
  EXPECT_EQ(bindings[2].relation, Relation::route);
  EXPECT_EQ(bindings[2].detail, "2001:db8::/64");
  EXPECT_EQ(bindings[2].lifetime, 3600U);
  EXPECT_EQ(bindings[3].relation, Relation::server);
  EXPECT_EQ(to_text(bindings[3].subject), "2001:db8::53");
}

TEST(Icmp, SolicitationTiesTheAskerAndAsksForTheTarget) {
  V6 talk;
  talk.client(hex("8700 0000 00000000" + std::string{host_2} + "01 01 020000000001"));
  EXPECT_EQ(to_text(talk.said<Binding>().at(0).subject), "fe80::1");
  EXPECT_EQ(talk.said<Name>().at(0).question, "fe80::2");
  EXPECT_EQ(talk.said<Name>().at(0).record.text(), "Neighbor Solicitation");

  V6 probe{"::"};
  probe.client(hex("8700 0000 00000000" + std::string{host_2}));
  EXPECT_TRUE(probe.said<Binding>().empty());
  EXPECT_EQ(probe.said<Name>().at(0).record.text(), "Duplicate Address Detection");
}

TEST(Icmp, AdvertisementTiesTheTarget) {
  V6 talk;
  talk.client(hex("8800 0000 60000000" + std::string{host_2} + "02 01 020000000002"));
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(to_text(talk.said<Binding>().at(0).subject), "fe80::2");
  EXPECT_EQ(to_text(talk.said<Binding>().at(0).object), "02:00:00:00:00:02");
}

TEST(Icmp, OptionWithoutLengthEndsTheWalk) {
  V6 talk;
  talk.client(hex("8800 0000 60000000" + std::string{host_2} + "02 00 020000000002"));
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::length);
}

TEST(Icmp, NothingButItsTransportIsRecognised) {
  auto const& recognise = *icmp::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::icmp};
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  opening.transport = delivery::Transport::udp;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
