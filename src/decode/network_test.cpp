// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/decoded.hpp"

namespace qw::decode {
namespace {

using test::Decoding;
using test::hex;
using test::survives_cuts;

std::string const macs = "0200 0000 0002 0200 0000 0001";
std::string const packet =
    "4500 0020 0001 0000 4011 66ca 0a00 0001 0a00 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const ends_6 =
    "fd00 0000 0000 0000 0000 0000 0000 0001 fd00 0000 0000 0000 0000 0000 0000 0002";
std::string const udp = "9c40 01f6 000c 0000 7069 6e67";

TEST(Network, HeaderFieldsOfTcp) {
  Decoding decoding;
  decoding.frame(macs +
                 "0800 4500 0038 1234 0000 4006 548a 0a00 0001 0a00 0002"
                 "9c40 01f6 0000 0001 0000 0002 8018 0064 e536 0000"
                 "0101 080a 0000 0007 0000 0003 7069 6e67");
  auto const& packet_view = decoding.packet;
  EXPECT_EQ(decoding.cause, Cause::none);
  EXPECT_EQ(packet_view.type, 0x0800);
  EXPECT_EQ(packet_view.protocol, ip_protocol::tcp);
  EXPECT_EQ(packet_view.hops, 64);
  EXPECT_EQ(packet_view.identification, 0x1234);
  EXPECT_EQ(packet_view.tcp.sequence, 1U);
  EXPECT_EQ(packet_view.tcp.acknowledgment, 2U);
  EXPECT_EQ(packet_view.tcp.flags, tcp_flag::psh | tcp_flag::ack);
  EXPECT_EQ(packet_view.tcp.window, 100);
  EXPECT_EQ(packet_view.tcp.timestamp, 7U);
  EXPECT_EQ(packet_view.tcp.window_scale, std::nullopt);
  EXPECT_EQ(packet_view.network.size(), 56U);
  EXPECT_EQ(decoding.payload(), "ping");
}

TEST(Network, WindowScaleOfASynAndBrokenOptions) {
  std::string const start =
      macs + "0800 4500 0030 0001 0000 4006 66c5 0a00 0001 0a00 0002 9c40 01f6 0000 0001 0000 0000";
  Decoding decoding;
  decoding.frame(start + "7002 ffff 0000 0000 0204 05b4 0103 0307");
  EXPECT_EQ(decoding.packet.tcp.window_scale, 7);
  decoding.frame(start + "7002 ffff 0000 0000 0200 05b4 0103 0307");  // length 0
  EXPECT_EQ(decoding.cause, Cause::none);
  EXPECT_EQ(decoding.packet.tcp.window_scale, std::nullopt);
  decoding.frame(start + "1002 ffff 0000 0000 0204 05b4 0103 0307");  // header of four octets
  EXPECT_EQ(decoding.cause, Cause::bad_header);
  EXPECT_EQ(decoding.ends(), "10.0.0.1:40000 > 10.0.0.2:502");
}

TEST(Network, OptionsAreCountedIn) {
  Decoding decoding;
  decoding.frame(macs + "0800 4600 0024 0001 0000 4011 d1c1 0a00 0001 0a00 0002 9404 0000" + udp);
  EXPECT_EQ(decoding.payload(), "ping");
  EXPECT_FALSE(decoding.packet.bad_checksum);
}

TEST(Network, IcmpKeepsItsHeaderAsPayload) {
  Decoding decoding;
  decoding.frame(macs +
                 "0800 4500 001c 0001 0000 4001 66de 0a00 0001 0a00 0002 0800 f7fa 0001 0004");
  EXPECT_EQ(decoding.packet.layer, Layer::transport);
  EXPECT_EQ(decoding.ends(), "10.0.0.1 > 10.0.0.2");
  EXPECT_EQ(decoding.packet.payload.size(), 8U);
}

TEST(Network, SctpHasPortsAndIgmpHasNone) {
  Decoding decoding;
  decoding.frame(macs +
                 "0800 4500 0024 0001 0000 4084 6653 0a00 0001 0a00 0002"
                 "0b59 0b59 0000 0001 0000 0000 0003 0004");
  EXPECT_EQ(decoding.ends(), "10.0.0.1:2905 > 10.0.0.2:2905");
  EXPECT_EQ(decoding.packet.payload.size(), 4U);
  decoding.frame(macs +
                 "0800 4500 001c 0001 0000 4002 8fe3 0a00 0001 e000 00fb 1600 0904 0000 0000");
  EXPECT_EQ(decoding.packet.layer, Layer::network);
  EXPECT_EQ(decoding.packet.payload.size(), 8U);
}

TEST(Network, ExtensionHeadersAreBounded) {
  Decoding decoding;
  decoding.frame(macs + "86dd 6000 0000 001c 0040" + ends_6 +
                 "2b00 0502 0000 0100 1100 0000 0000 0000" + udp);
  EXPECT_EQ(decoding.cause, Cause::none);
  EXPECT_EQ(decoding.ends(), "[fd00::1]:40000 > [fd00::2]:502");
  std::string many;
  for (int i = 0; i < 20; ++i) many += "3c00 0104 0000 0000";
  auto const deep = hex(macs + "86dd 6000 0000 00ac 3c40" + ends_6 + many + udp);
  EXPECT_EQ(decoding.frame(deep), Cause::too_deep);
  EXPECT_TRUE(survives_cuts(deep));
}

TEST(Network, LengthThatOffloadLeftIsTheFrames) {
  Decoding decoding;
  decoding.frame(macs + "0800 4500 0000 0001 0000 4011 66ea 0a00 0001 0a00 0002" + udp);
  EXPECT_EQ(decoding.payload(), "ping");
  decoding.frame(macs + "86dd 6000 0000 0000 1140" + ends_6 + udp);
  EXPECT_EQ(decoding.payload(), "ping");
}

TEST(Network, CutFrameKnowsWhatWasSent) {
  auto octets = hex(macs + "0800" + packet);
  octets.resize(octets.size() - 3);
  Decoding decoding;
  EXPECT_EQ(decoding.frame(octets, LinkType::ethernet, octets.size() + 3), Cause::none);
  EXPECT_EQ(decoding.payload(), "p");
  EXPECT_EQ(decoding.packet.payload_wire_octets, 4U);
}

TEST(Network, ContradictionsAreBadHeaders) {
  for (auto const* octets :
       {"5500 0020 0001 0000 4011 0000 0a00 0001 0a00 0002",  // version
        "4400 0020 0001 0000 4011 0000 0a00 0001 0a00 0002",  // header of 16 octets
        "4500 0013 0001 0000 4011 0000 0a00 0001 0a00 0002",  // shorter than its header
        "4500 0020 0001 0000 4011 66ca 0a00 0001 0a00 0002 9c40 01f6 0007 0000"}) {  // UDP's
    Decoding decoding;
    EXPECT_EQ(decoding.frame(macs + "0800" + octets), Cause::bad_header) << octets;
    EXPECT_FALSE(decoding.packet.source.host.address.empty());
  }
}

TEST(Network, ChecksumsAreCountedAndTolerated) {
  Decoding decoding;
  decoding.frame(macs + "0800 4500 0020 0001 0000 4011 66cb 0a00 0001 0a00 0002" + udp);
  EXPECT_EQ(decoding.cause, Cause::none);
  EXPECT_TRUE(decoding.packet.bad_checksum);
  EXPECT_EQ(decoding.decoder().counts().bad_checksums, 1U);
}

TEST(Network, TransportChecksumsOnlyWhenAsked) {
  std::string const start = macs + "0800 4500 0020 0001 0000 4011 66ca 0a00 0001 0a00 0002";
  Decoding trusting;
  trusting.frame(start + "9c40 01f6 000c 6ecd 7069 6e67");
  EXPECT_FALSE(trusting.packet.bad_checksum);
  Decoding strict{{.verify_transport_checksums = true}};
  strict.frame(start + "9c40 01f6 000c 6ecd 7069 6e67");
  EXPECT_TRUE(strict.packet.bad_checksum);
  strict.frame(start + "9c40 01f6 000c 6ecc 7069 6e67");
  EXPECT_FALSE(strict.packet.bad_checksum);
  strict.frame(start + "9c40 01f6 000c 0000 7069 6e67");  // none given
  EXPECT_FALSE(strict.packet.bad_checksum);
  strict.frame(macs +
               "0800 4500 0038 1234 0000 4006 548a 0a00 0001 0a00 0002"
               "9c40 01f6 0000 0001 0000 0002 8018 0064 e536 0000"
               "0101 080a 0000 0007 0000 0003 7069 6e67");
  EXPECT_FALSE(strict.packet.bad_checksum);
  EXPECT_EQ(strict.decoder().counts().bad_checksums, 1U);
}

}  // namespace
}  // namespace qw::decode
