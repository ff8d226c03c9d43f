// SPDX-License-Identifier: Apache-2.0
#include "decode/duplicate.hpp"

#include <gtest/gtest.h>

#include "support/decoded.hpp"

namespace qw::decode {
namespace {

using test::Decoding;

constexpr Nanoseconds microseconds(std::int64_t count) { return {count * 1000}; }

/// Frames into one filter, each so much later than the one before.
class Mirror {
 public:
  explicit Mirror(DuplicateLimits const& limits = {}) : filter{limits} {}

  bool copy(std::string_view octets, Nanoseconds after) {
    now_ = now_ + after;
    decoding.frame(octets);
    decoding.packet.frame.at = now_;
    return filter.seen_before(decoding.packet, likeness_of(decoding.packet));
  }
  Decoding decoding;
  DuplicateFilter filter;

 private:
  Stamp now_{seconds(1'000'000).count};
};

std::string const macs = "0200 0000 0002 0200 0000 0001";
std::string const next_hop = "0200 0000 0005 0200 0000 0004";
std::string const udp = "0a00 0001 0a00 0002 9c40 01f6 000c 0000 7069 6e67";
std::string const numbered = "4500 0020 0001 0000 4011 66ca" + udp;
std::string const numbered_next = "4500 0020 0002 0000 4011 66c9" + udp;
std::string const unnumbered = "4500 0020 0000 0000 4011 66cb" + udp;

TEST(Duplicate, SameOctetsWithinTheWindow) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
  EXPECT_TRUE(mirror.copy(macs + "0800" + numbered, microseconds(20)));
  EXPECT_TRUE(mirror.copy(macs + "0800" + numbered, milliseconds(49)));
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, milliseconds(2)));
  EXPECT_EQ(mirror.filter.counts().duplicates, 2U);
  EXPECT_EQ(mirror.filter.counts().seen, 4U);
}

TEST(Duplicate, TagPaddingAndOrderDoNotMatter) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, milliseconds(5)));
  EXPECT_TRUE(mirror.copy(macs + "8100 0064 0800" + numbered, microseconds(1)));
  EXPECT_TRUE(mirror.copy(macs + "0800" + numbered + "0000 0000", microseconds(-3)));
}

TEST(Duplicate, RoutedHopRewritesMacsAndTimeToLive) {
  std::string const hop = "4500 0020 0001 0000 3f11 67ca" + udp;
  std::string const two_hops = "4500 0020 0001 0000 3e11 68ca" + udp;
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
  EXPECT_TRUE(mirror.copy(next_hop + "0800" + hop, microseconds(100)));
  EXPECT_FALSE(mirror.copy(next_hop + "0800" + two_hops, microseconds(100)));
}

TEST(Duplicate, SistersWithOneAddressPlanAreTwo) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "8100 0001 0800" + numbered, {}));
  EXPECT_FALSE(mirror.copy(next_hop + "8100 0002 0800" + numbered, microseconds(1)));
}

TEST(Duplicate, PointsAreTwo) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
  mirror.decoding.point = PointId{1};
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
}

TEST(Duplicate, RetransmissionIsNone) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered_next, microseconds(20)));

  Mirror without;  // a poll each millisecond that carries no number
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(without.copy(macs + "0800" + unnumbered, milliseconds(1))) << i;
  EXPECT_TRUE(without.copy(macs + "0800" + unnumbered, microseconds(20)));
}

TEST(Duplicate, FramesWithoutIpCountTheirMacs) {
  std::string const arp = "0806 0001 0800 0604 0001";
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + arp, {}));
  EXPECT_TRUE(mirror.copy(macs + "8100 0064" + arp, microseconds(10)));
  EXPECT_FALSE(mirror.copy(next_hop + arp, microseconds(10)));
  EXPECT_FALSE(mirror.copy(macs + arp, seconds(1)));
}

TEST(Duplicate, RedundantNetworkSendsEachFrameTwice) {
  std::string const goose = "88b8 676f6f73 65";
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + goose + "0102 a00b 88fb", {}));
  EXPECT_TRUE(mirror.copy(macs + goose + "0102 b00b 88fb", milliseconds(8)));
  EXPECT_FALSE(mirror.copy(macs + goose + "0103 a00b 88fb", milliseconds(8)));
}

TEST(Duplicate, MirroredFrameIsTheFrameItself) {
  Mirror mirror;
  EXPECT_FALSE(mirror.copy(macs + "0800" + numbered, {}));
  EXPECT_TRUE(mirror.copy(next_hop +
                              "0800 4500 0046 0001 0000 402f f684 c000 0201 c000 0202 0000 88be" +
                              macs + "0800" + numbered,
                          microseconds(50)));
}

TEST(Duplicate, ReassembledDatagramIsComparedWhole) {
  auto const fragments = [](char const* vlan) {
    return std::pair{macs + vlan +
                         "0800 4500 0024 0007 2000 4011 46c0 0a00 0001 0a00 0002"
                         "9c40 01f6 0018 0000 6162 6364 6566 6768",
                     macs + vlan +
                         "0800 4500 001c 0007 0002 4011 66c6 0a00 0001 0a00 0002"
                         "696a 6b6c 6d6e 6f70"};
  };
  Mirror mirror;
  mirror.decoding.frame(fragments("").first);
  EXPECT_FALSE(mirror.copy(fragments("").second, {}));
  mirror.decoding.frame(fragments("8100 0064").first);
  EXPECT_TRUE(mirror.copy(fragments("8100 0064").second, microseconds(30)));
  EXPECT_EQ(mirror.decoding.packet.held_frames, 1U);
}

TEST(Duplicate, FullGroupForgetsItsOldestAndSaysSo) {
  Mirror mirror{{.entries = 4}};
  for (int i = 0; i < 5; ++i) {
    auto const octets = macs + "0806 0" + std::to_string(i);
    EXPECT_FALSE(mirror.copy(octets, microseconds(1)));
  }
  EXPECT_EQ(mirror.filter.counts().displaced, 1U);
  EXPECT_TRUE(mirror.copy(macs + "0806 04", microseconds(1)));
  EXPECT_FALSE(mirror.copy(macs + "0806 00", microseconds(1)));
}

}  // namespace
}  // namespace qw::decode
