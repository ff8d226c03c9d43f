// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/decoded.hpp"

namespace qw::decode {
namespace {

using test::Decoding;
using test::hex;
using test::survives_cuts;

std::string const macs = "0200 0000 0002 0200 0000 0001";
std::string const inner_macs = "0200 0000 0012 0200 0000 0011";
std::string const packet =
    "4500 0020 0001 0000 4011 66ca 0a00 0001 0a00 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const packet_6 =
    "6000 0000 000c 1140 fd00 0000 0000 0000 0000 0000 0000 0001"
    "fd00 0000 0000 0000 0000 0000 0000 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const inner_frame = inner_macs + "0800" + packet;

struct Case {
  char const* name;
  std::string octets;  // behind the link header
  char const* outer = "192.0.2.1 > 192.0.2.2";
};

std::vector<Case> cases() {
  char const* const udp = "192.0.2.1:50000 > 192.0.2.2:";
  static auto const to = [udp](int port) { return udp + std::to_string(port); };
  static auto const vxlan = to(4789), old_vxlan = to(8472), geneve = to(6081), gtp = to(2152);
  static auto const teredo = to(3544), gre = to(4754);
  return {
      {"GRE", "4500 0038 0001 0000 402f f692 c000 0201 c000 0202 0000 0800" + packet},
      {"GRE with checksum, key, number",
       "4500 0044 0001 0000 402f f686 c000 0201 c000 0202"
       "b000 0800 0000 0000 0000 0007 0000 0001" +
           packet},
      {"GRE with a frame",
       "4500 0046 0001 0000 402f f684 c000 0201 c000 0202 0000 6558" + inner_frame},
      {"GRE in UDP",
       "4500 0000 0001 0000 4011 f6e8 c000 0201 c000 0202 c350 1292 002c 0000 0000 0800" + packet,
       gre.c_str()},
      {"PPTP",
       "4500 0047 0001 0000 402f f683 c000 0201 c000 0202"
       "3081 880b 0023 0001 0000 0001 0000 0001 ff03 21" +
           packet},
      {"IP in IP", "4500 0034 0001 0000 4004 f6c1 c000 0201 c000 0202" + packet},
      {"6in4", "4500 0048 0001 0000 4029 f688 c000 0201 c000 0202" + packet_6},
      {"authentication header",
       "4500 0000 0001 0000 4033 f6c6 c000 0201 c000 0202"
       "0404 0000 0000 0001 0000 0001 0000 0000 0000 0000 0000 0000" +
           packet},
      {"EtherIP", "4500 0044 0001 0000 4061 f654 c000 0201 c000 0202 3000" + inner_frame},
      {"MPLS in IP", "4500 0038 0001 0000 4089 f638 c000 0201 c000 0202 0001 1140" + packet},
      {"VXLAN",
       "4500 0052 0001 0000 4011 f696 c000 0201 c000 0202"
       "c350 12b5 003e 0000 0800 0000 0000 0700" +
           inner_frame,
       vxlan.c_str()},
      {"VXLAN, old port, reserved bits",
       "4500 0052 0001 0000 4011 f696 c000 0201 c000 0202"
       "c350 2118 003e 0000 8800 0001 0000 0701" +
           inner_frame,
       old_vxlan.c_str()},
      {"Geneve with an option",
       "4500 005a 0001 0000 4011 f68e c000 0201 c000 0202"
       "c350 17c1 0046 0000 0240 6558 0000 0a00 0000 8001 0000 000c" +
           inner_frame,
       geneve.c_str()},
      {"GTP-U with an extension header",
       "4500 004c 0001 0000 4011 f69c c000 0201 c000 0202"
       "c350 0868 0038 0000 34ff 0028 0000 0001 0000 0085 0110 0900" +
           packet,
       gtp.c_str()},
      {"Aruba",
       "4500 0000 0001 0000 402f f6ca c000 0201 c000 0202 0000 8200"
       "0802 0000 0200 0000 0012 0200 0000 0009 0200 0000 0011 0000 aaaa 03 000000 0800" +
           packet},
  };
}

TEST(Tunnel, EachLeadsToItsPacketAndKeepsItsOwnEnds) {
  for (auto const& each : cases()) {
    SCOPED_TRACE(each.name);
    Decoding decoding;
    EXPECT_EQ(decoding.frame(macs + "0800" + each.octets), Cause::none);
    EXPECT_EQ(decoding.payload(), "ping");
    EXPECT_EQ(decoding.packet.source.port, 40000);
    EXPECT_EQ(decoding.packet.destination.port, 502);
    EXPECT_EQ(decoding.outer_ends(), each.outer);
    EXPECT_GE(decoding.packet.tunnels, 1);
    EXPECT_FALSE(decoding.packet.mirrored);
    EXPECT_EQ(to_text(decoding.packet.mac_source), "02:00:00:00:00:01");
    EXPECT_EQ(decoding.decoder().counts().bad_checksums, 0U);
    EXPECT_TRUE(survives_cuts(hex(macs + "0800" + each.octets)));
  }
}

TEST(Tunnel, TeredoNeedsItsAddresses) {
  std::string const outer = "4500 0058 0001 0000 4011 f690 c000 0201 c000 0202 c350 0dd8 0044 0000";
  std::string const bubble =
      "6000 0000 000c 1140 2001 0000 0000 0000 0000 0000 0000 0001"
      "fd00 0000 0000 0000 0000 0000 0000 0002 9c40 01f6 000c 0000 7069 6e67";
  std::string const origin = "0000 1234 0a00 0001";
  Decoding decoding;
  decoding.frame(macs + "0800" + outer + origin + bubble);
  EXPECT_EQ(decoding.ends(), "[2001::1]:40000 > [fd00::2]:502");
  EXPECT_EQ(decoding.outer_ends(), "192.0.2.1:50000 > 192.0.2.2:3544");
  decoding.frame(macs + "0800" + outer + origin + packet_6);
  EXPECT_EQ(decoding.ends(), "192.0.2.1:50000 > 192.0.2.2:3544");
  EXPECT_EQ(decoding.packet.tunnels, 0);
}

TEST(Tunnel, PortAloneIsNoEvidence) {
  for (auto const* octets : {"c350 12b5 000c 0000 7069 6e67", "c350 17c1 000c 0000 7069 6e67",
                             "c350 0868 000c 0000 7069 6e67", "c350 0dd8 000c 0000 7069 6e67"}) {
    Decoding decoding;
    decoding.frame(macs + "0800 4500 0020 0001 0000 4011 f6c8 c000 0201 c000 0202" + octets);
    EXPECT_EQ(decoding.cause, Cause::none);
    EXPECT_EQ(decoding.payload(), "ping");
    EXPECT_EQ(decoding.packet.tunnels, 0);
  }
}

TEST(Tunnel, MirrorLeavesNothingOfItsOwn) {
  std::string const start = macs + "8100 0009 0800";
  std::string const inside = inner_macs + "8100 0064 0800" + packet;
  std::string const outer = "4500 0000 0001 0000 402f f6ca c000 0201 c000 0202";
  for (auto const& mirror :
       {outer + "0000 88be", outer + "1000 88be 0000 0001 1065 c001 0008 4065",
        outer + "1000 22eb 0000 0001 2000 0000 0000 0000 0000 0000",
        outer + "1000 22eb 0000 0001 2000 0000 0000 0000 0000 0001 0000 0000 0000 0000"}) {
    SCOPED_TRACE(mirror);
    Decoding decoding;
    EXPECT_EQ(decoding.frame(start + mirror + inside), Cause::none);
    EXPECT_TRUE(decoding.packet.mirrored);
    EXPECT_EQ(decoding.ends(), "10.0.0.1:40000 > 10.0.0.2:502");
    EXPECT_EQ(decoding.outer_ends(), decoding.ends());
    EXPECT_EQ(decoding.packet.tunnels, 0);
    EXPECT_EQ(decoding.packet.vlan_tags, 1);
    EXPECT_EQ(decoding.packet.vlan[0], 0x64);
    EXPECT_EQ(to_text(decoding.packet.mac_source), "02:00:00:00:00:11");
    EXPECT_EQ(decoding.packet.wire_octets, hex(inside).size());
    EXPECT_EQ(decoding.packet.network.size(), hex(packet).size());
    EXPECT_TRUE(survives_cuts(hex(start + mirror + inside)));
  }
}

TEST(Tunnel, FrameInsideWithoutIpKeepsTheOuterEnds) {
  Decoding decoding;
  decoding.frame(macs +
                 "0800 4500 0000 0001 0000 4011 f6e8 c000 0201 c000 0202"
                 "c350 12b5 0021 0000 0800 0000 0000 0700" +
                 inner_macs + "0806 6172 70");
  EXPECT_EQ(decoding.packet.layer, Layer::link);
  EXPECT_EQ(decoding.packet.type, 0x0806);
  EXPECT_EQ(decoding.ends(), "02:00:00:00:00:11 > 02:00:00:00:00:12");
  EXPECT_EQ(decoding.outer_ends(), "192.0.2.1:50000 > 192.0.2.2:4789");
  EXPECT_EQ(decoding.packet.protocol, 0);
  EXPECT_EQ(decoding.payload(), "arp");
}

TEST(Tunnel, UnreadCargoStaysWithItsTunnel) {
  Decoding decoding;
  decoding.frame(macs +
                 "0800 4500 001c 0001 0000 402f f6ae c000 0201 c000 0202 0000 00fe 6973 6973");
  EXPECT_EQ(decoding.cause, Cause::none);
  EXPECT_EQ(decoding.packet.layer, Layer::network);
  EXPECT_EQ(decoding.packet.protocol, ip_protocol::gre);
  EXPECT_EQ(decoding.payload(), "isis");
}

TEST(Tunnel, DepthIsLimited) {
  std::string layers;
  for (int i = 0; i < 9; ++i) layers += "4500 0000 0001 0000 4004 f6f5 c000 0201 c000 0202";
  Decoding decoding;
  EXPECT_EQ(decoding.frame(macs + "0800" + layers + packet), Cause::too_deep);
  EXPECT_EQ(decoding.packet.tunnels, 8);
  EXPECT_EQ(decoding.ends(), "192.0.2.1 > 192.0.2.2");
}

}  // namespace
}  // namespace qw::decode
