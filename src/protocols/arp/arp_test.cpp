// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/arp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

auto const request = hex("0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002");
auto const reply = hex("0001 0800 06 04 0002 020000000001 0a000001 020000000002 0a000002");
auto const probe = hex("0001 0800 06 04 0001 020000000001 00000000 000000000000 0a000005");
auto const announcement = hex("0001 0800 06 04 0001 020000000001 0a000005 000000000000 0a000005");

struct Heard : test::Talk {
  explicit Heard(std::vector<std::byte> const& packet) : Talk{arp::registration()} {
    frame(delivery::frame_type::arp, packet);
  }
};

TEST(Arp, PacketCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < request.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(arp::parse(Bytes{request}.first(size)))) << size;
}

TEST(Arp, RequestTiesTheSenderAndAsksForTheTarget) {
  Heard const talk{request};
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 1U);
  EXPECT_EQ(to_text(bindings[0].subject), "10.0.0.1");
  EXPECT_EQ(to_text(bindings[0].object), "02:00:00:00:00:01");
  EXPECT_EQ(bindings[0].detail, "request");
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].question, "10.0.0.2");
  EXPECT_EQ(names[0].record.text(), "ARP");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Arp, ReplyTiesItsSenderOnly) {
  Heard const talk{reply};
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(talk.said<Binding>().at(0).detail, "reply");
}

TEST(Arp, ProbeClaimsNothing) {
  Heard const talk{probe};
  EXPECT_TRUE(talk.said<Binding>().empty());
  EXPECT_EQ(talk.said<Name>().at(0).record.text(), "ARP Probe");
}

TEST(Arp, AnnouncementIsAClaimAndNoSearch) {
  Heard const talk{announcement};
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(talk.said<Binding>().at(0).detail, "announcement");
}

TEST(Arp, ForeignSenderMacIsIrregular) {
  auto packet = reply;
  packet[13] = std::byte{9};
  Heard const talk{packet};
  auto const faults = talk.said<Irregularity>();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].fault, Fault::mismatch);
  EXPECT_EQ(faults[0].offset, 8U);
}

TEST(Arp, WrongLengthsAndOperationsAreIrregular) {
  auto packet = request;
  packet[4] = std::byte{8};
  EXPECT_EQ(Heard{packet}.said<Irregularity>().at(0).offset, 4U);
  packet = request;
  packet[7] = std::byte{99};
  EXPECT_EQ(Heard{packet}.said<Irregularity>().at(0).offset, 6U);
  packet.resize(20);
  EXPECT_EQ(Heard{packet}.said<Irregularity>().at(0).fault, Fault::truncated);
}

TEST(Arp, OtherMediaAreLeftAlone) {
  Heard const talk{hex("0013 0800 04 04 0001 00000001 0a000001 00000000 0a000002")};
  EXPECT_TRUE(talk.events().empty());
}

}  // namespace
}  // namespace qw
