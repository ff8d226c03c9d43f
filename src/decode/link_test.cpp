// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/decoded.hpp"

namespace qw::decode {
namespace {

using test::Decoding;
using test::hex;
using test::survives_cuts;

// 10.0.0.1:40000 to 10.0.0.2:502, UDP, "ping"
std::string const packet =
    "4500 0020 0001 0000 4011 66ca 0a00 0001 0a00 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const packet_6 =
    "6000 0000 000c 1140 fd00 0000 0000 0000 0000 0000 0000 0001"
    "fd00 0000 0000 0000 0000 0000 0000 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const macs = "0200 0000 0002 0200 0000 0001";

struct Case {
  char const* name;
  LinkType link;
  std::string octets;
  std::uint8_t tunnels = 0;
  char const* ends = "10.0.0.1:40000 > 10.0.0.2:502";
};

std::vector<Case> cases() {
  auto const number = [](std::uint32_t value) { return static_cast<LinkType>(value); };
  char const* const six = "[fd00::1]:40000 > [fd00::2]:502";
  return {
      {"Ethernet II", LinkType::ethernet, macs + "0800" + packet},
      {"Ethernet II with padding", LinkType::ethernet, macs + "0800" + packet + "0000 0000 0000"},
      {"SNAP", LinkType::ethernet, macs + "0028 aaaa 03 000000 0800" + packet},
      {"802.1H", LinkType::ethernet, macs + "0028 aaaa 03 0000f8 0800" + packet},
      {"802.1Q", LinkType::ethernet, macs + "8100 6064 0800" + packet},
      {"802.1ad", LinkType::ethernet, macs + "88a8 0064 8100 00c8 0800" + packet},
      {"old QinQ", LinkType::ethernet, macs + "9100 0064 9200 00c8 0800" + packet},
      {"VN-Tag", LinkType::ethernet, macs + "8926 0001 0002 0800" + packet},
      {"802.1ah", LinkType::ethernet, macs + "88e7 0000 0001" + macs + "0800" + packet, 1},
      {"HSR", LinkType::ethernet, macs + "892f 0026 0007 0800" + packet},
      {"NSH", LinkType::ethernet, macs + "894f 0fc2 0101 0000 0001" + packet, 1},
      {"MPLS", LinkType::ethernet, macs + "8847 0001 0040 0001 1140" + packet, 1},
      {"MPLS, IPv6", LinkType::ethernet, macs + "8847 0001 1140" + packet_6, 1, six},
      {"pseudowire, control word", LinkType::ethernet,
       macs + "8847 0001 1140 0000 0000" + macs + "0800" + packet, 1},
      {"pseudowire, none", LinkType::ethernet, macs + "8847 0001 1140" + macs + "0800" + packet, 1},
      {"PPPoE", LinkType::ethernet, macs + "8864 1100 0001 0022 0021" + packet, 1},
      {"PPP", LinkType::ppp, "ff03 0021" + packet},
      {"PPP, all compressed", LinkType::ppp, "21" + packet},
      {"PPP, IPv6", LinkType::ppp, "0057" + packet_6, 0, six},
      {"PPP, MPLS", LinkType::ppp, "ff03 0281 0001 1140" + packet, 1},
      {"PPP in HDLC framing", LinkType::ppp_hdlc, "ff03 0021" + packet},
      {"Cisco under PPP's number", LinkType::ppp_hdlc, "0f00 0800" + packet},
      {"PPPoE without Ethernet", LinkType::ppp_ether, "1100 0001 0022 0021" + packet, 1},
      {"Cisco HDLC", LinkType::cisco_hdlc, "0f00 0800" + packet},
      {"raw", LinkType::raw, packet},
      {"raw, BSD's number", number(12), packet},
      {"raw, OpenBSD's number", number(14), packet_6, 0, six},
      {"IPv4", LinkType::ipv4, packet},
      {"IPv6", LinkType::ipv6, packet_6, 0, six},
      {"null, little end", LinkType::null, "0200 0000" + packet},
      {"null, big end", LinkType::null, "0000 0002" + packet},
      {"null, macOS IPv6", LinkType::null, "1e00 0000" + packet_6, 0, six},
      {"null, Ethernet type", LinkType::null, "0f00 0800" + packet},
      {"loop", LinkType::loop, "0000 0002" + packet},
      {"SLL", LinkType::linux_sll, "0000 0001 0006 0200 0000 0001 0000 0800" + packet},
      {"SLL2", LinkType::linux_sll2, "0800 0000 0000 0002 0001 00 06 0200 0000 0001 0000" + packet},
      {"PPI", LinkType::ppi, "0000 0800 0100 0000" + macs + "0800" + packet},
      {"radiotap", LinkType::ieee802_11_radiotap,
       "0000 0800 0000 0000 0801 0000 0200 0000 0009 0200 0000 0001 0200 0000 0002 0000"
       "aaaa 03 000000 0800" +
           packet},
      {"802.11 with quality of service", LinkType::ieee802_11,
       "8802 0000 0200 0000 0002 0200 0000 0009 0200 0000 0001 0000 0000"
       "aaaa 03 000000 0800" +
           packet},
  };
}

TEST(Link, EachLeadsToItsPacket) {
  for (auto const& each : cases()) {
    SCOPED_TRACE(each.name);
    Decoding decoding;
    EXPECT_EQ(decoding.frame(each.octets, each.link), Cause::none);
    EXPECT_EQ(decoding.ends(), each.ends);
    EXPECT_EQ(decoding.outer_ends(), each.ends);
    EXPECT_EQ(decoding.payload(), "ping");
    EXPECT_EQ(decoding.packet.layer, Layer::transport);
    EXPECT_EQ(decoding.packet.tunnels, each.tunnels);
    EXPECT_EQ(decoding.packet.wire_octets, hex(each.octets).size());
    EXPECT_EQ(decoding.decoder().counts().bad_checksums, 0U);
  }
}

TEST(Link, EachCutAnywhereGivesACause) {
  for (auto const& each : cases()) {
    SCOPED_TRACE(each.name);
    EXPECT_TRUE(survives_cuts(hex(each.octets), each.link));
  }
}

TEST(Link, HeaderCutIsTruncated) {
  auto const whole = hex(macs + "8100 6064 0800" + packet);
  for (std::size_t size = 0; size < 18 + 28; ++size) {
    Decoding decoding;
    auto cut = whole;
    cut.resize(size);
    EXPECT_EQ(decoding.frame(cut, LinkType::ethernet, whole.size()), Cause::truncated) << size;
  }
}

TEST(Link, VlanTagsAreKeptOutermostFirst) {
  Decoding decoding;
  decoding.frame(macs + "88a8 6064 8100 00c8 8100 0fff 0800" + packet);
  EXPECT_EQ(decoding.packet.vlan_tags, 3);
  EXPECT_EQ(decoding.packet.vlan[0], 0x064);
  EXPECT_EQ(decoding.packet.vlan[1], 0x0c8);
}

TEST(Link, TooManyTagsAreTooDeep) {
  std::string tags;
  for (int i = 0; i < 9; ++i) tags += "8100 0001";
  Decoding decoding;
  EXPECT_EQ(decoding.frame(macs + tags + "0800" + packet), Cause::too_deep);
  EXPECT_EQ(to_text(decoding.packet.source), "02:00:00:00:00:01");
}

TEST(Link, WhatIsNotIpKeepsMacsAndType) {
  struct {
    char const* octets;
    std::uint16_t type;
    char const* payload;
  } const samples[] = {
      {"0806 6172 70", 0x0806, "arp"},
      {"0006 4242 03 627064", 0x0042, "bpd"},
      {"0006 4242 03 627064 0000 0000", 0x0042, "bpd"},  // padding goes
      {"000b aaaa 03 00000c 2000 636470", 0x2000, "cdp"},
      {"000b aaaa 03 080007 809b 617070", 0x00aa, "\x08"},  // a stranger's: from its number on
      {"0006 fefe 03 697369", 0x00fe, "isi"},
      {"0007 e0e0 0000 697078", 0x00e0, "ipx"},  // two octets of control
      {"0005 ffff 697078", 0x00ff, "\xff\xff"},  // Novell's, without LLC
      {"88cc 6c6c", 0x88cc, "ll"},
      {"8100 0001 8892 706e", 0x8892, "pn"},
      {"8864 1100 0001 0004 c021 0101", 0x880b, "\xc0\x21\x01\x01"},
  };
  for (auto const& sample : samples) {
    SCOPED_TRACE(sample.octets);
    Decoding decoding;
    EXPECT_EQ(decoding.frame(macs + sample.octets), Cause::none);
    EXPECT_EQ(decoding.packet.layer, Layer::link);
    EXPECT_EQ(decoding.packet.type, sample.type);
    EXPECT_EQ(decoding.ends(), "02:00:00:00:00:01 > 02:00:00:00:00:02");
    EXPECT_TRUE(decoding.payload().starts_with(sample.payload));
    EXPECT_TRUE(survives_cuts(hex(macs + sample.octets)));
  }
}

TEST(Link, RedundancyIsReadAndTakenAway) {
  Decoding hsr;
  hsr.frame(macs + "892f 0026 0007 88b8 676f6f73 65");
  EXPECT_EQ(hsr.packet.redundancy, 7);
  EXPECT_EQ(hsr.payload(), "goose");

  Decoding prp;  // five octets and six of trailer: LAN A, size 11
  prp.frame(macs + "88b8 676f6f73 65 0102 a00b 88fb");
  EXPECT_EQ(prp.packet.redundancy, 0x0102);
  EXPECT_EQ(prp.payload(), "goose");

  Decoding over_ip;
  over_ip.frame(macs + "0800" + packet + "0000 0001 0003 b028 88fb");
  EXPECT_EQ(over_ip.packet.redundancy, std::nullopt);  // the size is wrong
  over_ip.frame(macs + "0800" + packet + "0000 0003 b028 88fb");
  EXPECT_EQ(over_ip.packet.redundancy, 3);
  EXPECT_EQ(over_ip.payload(), "ping");
}

TEST(Link, CheckSequenceIsNoPayload) {
  Decoding decoding;
  decoding.fcs_octets = 4;
  decoding.frame(macs + "88cc 6c6c dead beef");
  EXPECT_EQ(decoding.payload(), "ll");
  EXPECT_EQ(decoding.packet.wire_octets, 20U);
}

TEST(Link, UnknownLinksSayWhy) {
  struct {
    LinkType link;
    char const* octets;
  } const samples[] = {
      {LinkType::token_ring, "0000"},
      {LinkType::null, "ff00 0000 4500"},
      {LinkType::ieee802_11, "8000 0000 ffff ffff ffff 0200 0000 0001 0200 0000 0001 0000"},
      {LinkType::ieee802_11, "d400 0000 0200 0000 0001"},                // an acknowledgment
      {LinkType::linux_sll, "0004 0338 0000 0000 0000 0000 0000 0000"},  // netlink
      {LinkType::ppi, "0000 0800 9500 0000"},
  };
  for (auto const& sample : samples) {
    Decoding decoding;
    EXPECT_EQ(decoding.frame(sample.octets, sample.link), Cause::link_type) << sample.octets;
    EXPECT_TRUE(survives_cuts(hex(sample.octets), sample.link));
  }
}

TEST(Link, LengthBetweenTheTwoMeaningsIsBad) {
  Decoding decoding;
  EXPECT_EQ(decoding.frame(macs + "05dd 0000"), Cause::bad_header);
}

}  // namespace
}  // namespace qw::decode
