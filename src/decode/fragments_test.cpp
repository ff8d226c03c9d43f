// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "support/decoded.hpp"

namespace qw::decode {
namespace {

using test::Decoding;
using test::hex;

std::string const macs = "0200 0000 0002 0200 0000 0001";
// 10.0.0.1:40000 to 10.0.0.2:502, UDP, "abcdefghijklmnopqrstuvwx" in three
std::string const first = macs +
                          "0800 4500 0024 0007 2000 4011 46c0 0a00 0001 0a00 0002"
                          "9c40 01f6 0020 0000 6162 6364 6566 6768";
std::string const second =
    macs + "0800 4500 001c 0007 2002 4011 46c6 0a00 0001 0a00 0002 696a 6b6c 6d6e 6f70";
std::string const third =
    macs + "0800 4500 001c 0007 0003 4011 66c5 0a00 0001 0a00 0002 7172 7374 7576 7778";
// Says other octets in the place of `second`.
std::string const other =
    macs + "0800 4500 001c 0007 2002 4011 46c6 0a00 0001 0a00 0002 4949 4949 4949 4949";
std::string const letters = "abcdefghijklmnopqrstuvwx";

std::string const ends_6 =
    "fd00 0000 0000 0000 0000 0000 0000 0001 fd00 0000 0000 0000 0000 0000 0000 0002";
std::string const first_6 = macs + "86dd 6000 0000 0018 2c40" + ends_6 +
                            "1100 0001 0000 0007 9c40 01f6 0020 0000 6162 6364 6566 6768";
std::string const second_6 =
    macs + "86dd 6000 0000 0010 2c40" + ends_6 + "1100 0011 0000 0007 696a 6b6c 6d6e 6f70";
std::string const third_6 =
    macs + "86dd 6000 0000 0010 2c40" + ends_6 + "1100 0018 0000 0007 7172 7374 7576 7778";
std::string const other_6 =
    macs + "86dd 6000 0000 0010 2c40" + ends_6 + "1100 0011 0000 0007 4949 4949 4949 4949";

std::size_t size_of(std::string const& text) { return hex(text).size(); }

TEST(Fragments, AnyOrderGivesTheSameDatagram) {
  for (auto const& set :
       {std::vector{first, second, third}, std::vector{first_6, second_6, third_6}}) {
    std::vector<std::size_t> order{0, 1, 2};
    do {
      Decoding decoding;
      EXPECT_EQ(decoding.frame(set[order[0]]), Cause::fragment);
      EXPECT_EQ(decoding.frame(set[order[1]]), Cause::fragment);
      EXPECT_EQ(decoding.frame(set[order[2]]), Cause::none);
      auto const& packet = decoding.packet;
      EXPECT_EQ(packet.source.port, 40000);
      EXPECT_EQ(packet.destination.port, 502);
      EXPECT_EQ(decoding.payload(), letters);
      EXPECT_EQ(packet.first_frame, 1U);
      EXPECT_EQ(packet.held_frames, 2U);
      EXPECT_EQ(packet.held_octets, size_of(set[order[0]]) + size_of(set[order[1]]));
      EXPECT_EQ(packet.wire_octets, packet.held_octets + size_of(set[order[2]]));
      EXPECT_EQ(packet.network.size(), packet.type == 0x0800 ? 20U + 32U : 40U + 32U);
      decoding.decoder().finish();
      EXPECT_TRUE(decoding.decoder().lost().empty());
    } while (std::ranges::next_permutation(order).found);
  }
}

TEST(Fragments, AtomicFragmentIsWhole) {
  Decoding decoding;
  EXPECT_EQ(decoding.frame(macs + "86dd 6000 0000 0014 2c40" + ends_6 +
                           "1100 0000 0000 0007 9c40 01f6 000c 0000 7069 6e67"),
            Cause::none);
  EXPECT_EQ(decoding.payload(), "ping");
}

TEST(Fragments, CopiesAreToldBeforeAndAfterTheWhole) {
  Decoding decoding;
  EXPECT_EQ(decoding.frame(first), Cause::fragment);
  EXPECT_EQ(decoding.frame(first), Cause::fragment_copy);
  EXPECT_EQ(decoding.packet.held_frames, 0U);
  EXPECT_EQ(decoding.frame(third), Cause::fragment);
  EXPECT_EQ(decoding.frame(second), Cause::none);
  EXPECT_EQ(decoding.packet.held_frames, 2U);
  EXPECT_EQ(decoding.frame(second), Cause::fragment_copy);
  EXPECT_EQ(decoding.frame(third), Cause::fragment_copy);
  decoding.pass(milliseconds(60));  // from then on the identification is used anew
  EXPECT_EQ(decoding.frame(first), Cause::fragment);
}

TEST(Fragments, IdentificationUsedAgainWithOtherOctetsIsAnotherDatagram) {
  Decoding decoding;
  for (auto const& each : {first, second, third}) decoding.frame(each);
  EXPECT_EQ(decoding.frame(other), Cause::fragment);
  EXPECT_EQ(decoding.frame(first), Cause::fragment);
  EXPECT_EQ(decoding.frame(third), Cause::none);
  EXPECT_EQ(decoding.payload(), "abcdefghIIIIIIIIqrstuvwx");
}

TEST(Fragments, InIpv4WhatCameFirstStays) {
  Decoding decoding;
  decoding.frame(first);
  decoding.frame(second);
  EXPECT_EQ(decoding.frame(other), Cause::fragment);
  EXPECT_EQ(decoding.frame(third), Cause::none);
  EXPECT_EQ(decoding.payload(), letters);
  EXPECT_EQ(decoding.packet.held_frames, 3U);
  EXPECT_EQ(decoding.decoder().counts().fragment_overlaps, 1U);
}

TEST(Fragments, OverlapFillsOnlyWhatIsMissing) {
  Decoding decoding;
  decoding.frame(second);
  // from the start, over all of `second` and further, with other octets in its place
  EXPECT_EQ(decoding.frame(macs + "0800 4500 002c 0007 2000 4011 46b8 0a00 0001 0a00 0002"
                                  "9c40 01f6 0020 0000 6162 6364 6566 6768 5858 5858 5858 5858"),
            Cause::fragment);
  EXPECT_EQ(decoding.frame(third), Cause::none);
  EXPECT_EQ(decoding.payload(), letters);
}

TEST(Fragments, InIpv6AnOverlapSpoilsTheDatagram) {
  Decoding decoding;
  decoding.frame(first_6);
  decoding.frame(second_6);
  EXPECT_EQ(decoding.frame(other_6), Cause::fragment_lost);
  EXPECT_EQ(decoding.frame(third_6), Cause::fragment_lost);
  auto const& lost = decoding.decoder().lost();
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].why, LostDatagram::Why::spoilt);
  EXPECT_EQ(lost[0].frame_count, 2U);
  EXPECT_EQ(lost[0].octets, size_of(first_6) + size_of(second_6));
  EXPECT_EQ(to_text(lost[0].source), "fd00::1");
}

TEST(Fragments, ContradictionsAreLeftOut) {
  Decoding decoding;
  decoding.frame(third);
  // behind the end; another end; a middle of seven octets; beyond 65,535
  for (auto const* octets : {"001c 0007 2004 4011 46c4 0a00 0001 0a00 0002 696a 6b6c 6d6e 6f70",
                             "001c 0007 0002 4011 66c6 0a00 0001 0a00 0002 696a 6b6c 6d6e 6f70",
                             "001b 0007 2002 4011 46c7 0a00 0001 0a00 0002 696a 6b6c 6d6e 6f",
                             "001c 0007 1fff 4011 46c9 0a00 0001 0a00 0002 696a 6b6c 6d6e 6f70"})
    EXPECT_EQ(decoding.frame(macs + "0800 4500" + octets), Cause::bad_header) << octets;
  decoding.frame(first);
  EXPECT_EQ(decoding.frame(second), Cause::none);
  EXPECT_EQ(decoding.payload(), letters);
}

TEST(Fragments, CutOneIsNotHeldButStillHasItsPorts) {
  auto octets = hex(first);
  octets.resize(octets.size() - 2);
  Decoding decoding;
  EXPECT_EQ(decoding.frame(octets, LinkType::ethernet, octets.size() + 2), Cause::truncated);
  EXPECT_EQ(decoding.packet.destination.port, 502);
  decoding.decoder().finish();
  EXPECT_TRUE(decoding.decoder().lost().empty());
}

TEST(Fragments, TimeOutIsLost) {
  Decoding decoding;
  decoding.frame(first);
  decoding.pass(seconds(31));
  EXPECT_EQ(decoding.frame(third), Cause::fragment);
  ASSERT_EQ(decoding.decoder().lost().size(), 1U);
  EXPECT_EQ(decoding.decoder().lost()[0].why, LostDatagram::Why::timed_out);
  EXPECT_EQ(decoding.decoder().lost()[0].frames.first, 1U);
  EXPECT_EQ(decoding.decoder().counts().fragments_evicted, 1U);
  decoding.decoder().clear_lost();
  decoding.decoder().finish();
  ASSERT_EQ(decoding.decoder().lost().size(), 1U);
  EXPECT_EQ(decoding.decoder().lost()[0].why, LostDatagram::Why::ended);
}

/// `first` of a datagram with another identification; its checksum is then wrong.
std::vector<std::byte> numbered(unsigned identification) {
  auto octets = hex(first);
  octets[18] = static_cast<std::byte>(identification >> 8);
  octets[19] = static_cast<std::byte>(identification);
  return octets;
}

TEST(Fragments, LimitsEvictTheOldestAndNothingIsUnaccounted) {
  for (auto const& limits :
       {DecoderLimits{.fragment_datagrams = 10}, DecoderLimits{.fragment_octets = 4096}}) {
    Decoding decoding{limits};
    std::uint64_t octets = 0;
    for (unsigned i = 0; i < 100; ++i) {
      EXPECT_EQ(decoding.frame(numbered(i)), Cause::fragment);
      octets += decoding.packet.frame.wire_octets;
    }
    EXPECT_GE(decoding.decoder().lost().size(), 90U);
    EXPECT_EQ(decoding.decoder().lost()[0].frames.first, 1U);
    EXPECT_EQ(decoding.decoder().lost()[0].why, LostDatagram::Why::evicted);
    decoding.decoder().finish();
    std::uint64_t lost = 0;
    for (auto const& each : decoding.decoder().lost()) lost += each.octets;
    EXPECT_EQ(lost, octets);
  }
}

TEST(Fragments, PlacesAndTunnelsAreKeptApart) {
  Decoding decoding;
  decoding.frame(first);
  decoding.point = PointId{1};
  EXPECT_EQ(decoding.frame(third), Cause::fragment);
  EXPECT_EQ(decoding.frame(second), Cause::fragment);
  decoding.point = PointId{0};
  auto const tagged = [](std::string const& frame) {
    return frame.substr(0, macs.size()) + "8100 0064" + frame.substr(macs.size());
  };
  EXPECT_EQ(decoding.frame(tagged(second)), Cause::fragment);
  EXPECT_EQ(decoding.frame(tagged(third)), Cause::fragment);
  EXPECT_EQ(decoding.frame(second), Cause::fragment);
  EXPECT_EQ(decoding.frame(third), Cause::none);
  EXPECT_EQ(decoding.packet.held_frames, 2U);
}

TEST(Fragments, WithinFragmentsAreAllAccounted) {
  // All in IP in IP; the tunnel's packet around `second` is itself in two.
  auto const outer = [](std::string const& start, std::string const& frame, std::size_t from,
                        std::size_t to) {
    auto octets = hex(macs + "0800 4500" + start + "c000 0201 c000 0202");
    auto const inner = hex(frame.substr(macs.size() + 4));
    octets.insert(octets.end(), inner.begin() + static_cast<std::ptrdiff_t>(from),
                  inner.begin() + static_cast<std::ptrdiff_t>(std::min(to, inner.size())));
    return octets;
  };
  Decoding decoding;
  EXPECT_EQ(decoding.frame(outer("0038 0001 0000 4004 f6bd", first, 0, 99)), Cause::fragment);
  EXPECT_EQ(decoding.frame(outer("0030 0001 0000 4004 f6c5", third, 0, 99)), Cause::fragment);
  EXPECT_EQ(decoding.frame(outer("002c 0009 2000 4004 d6c1", second, 0, 24)), Cause::fragment);
  EXPECT_EQ(decoding.frame(outer("0018 0009 0003 4004 f6d2", second, 24, 99)), Cause::none);
  EXPECT_EQ(decoding.payload(), letters);
  EXPECT_EQ(decoding.packet.held_frames, 3U);
  EXPECT_EQ(decoding.packet.first_frame, 1U);
  EXPECT_EQ(decoding.outer_ends(), "192.0.2.1 > 192.0.2.2");
}

}  // namespace
}  // namespace qw::decode
