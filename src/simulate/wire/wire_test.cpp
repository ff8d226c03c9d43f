// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

constexpr Stamp start{1'700'000'000'000'000'000};

std::string hex_of(Bytes bytes) {
  std::string out;
  for (auto const octet : bytes) {
    constexpr char digits[] = "0123456789abcdef";
    out += digits[std::to_integer<unsigned>(octet) >> 4];
    out += digits[std::to_integer<unsigned>(octet) & 15];
  }
  return out;
}

unsigned number_at(std::vector<std::byte> const& frame, std::size_t at, unsigned octets) {
  unsigned value = 0;
  for (unsigned i = 0; i < octets; ++i)
    value = value << 8 | std::to_integer<unsigned>(frame[at + i]);
  return value;
}

/// A crane's LAN behind a translating gateway, and a quay's VLAN with a server.
class Wire : public testing::Test {
 protected:
  Wire() : shard{"test", 1, Dice{7}, start} {
    quay = &shard.add_segment({"quay", ip4(10, 1, 0, 0), 24, 20, Point::quay, nullptr});
    crane = &shard.add_segment({"crane", ip4(192, 168, 0, 0), 24, 0, Point::ehouse, nullptr});
    auto& inner = add("inner", *crane, 1, 0x0a);
    auto& outer = add("outer", *quay, 101, 0x0b);
    crane->up = &shard.add_router({.inner = &inner, .outer = &outer, .translates = true});
    client = &add("client", *crane, 20, 0x0c);
    server = &add("server", *quay, 9, 0x0d);
    flow = shard.add_flow({"test", "TCP", "client", "server", "tcp/9", false});
  }

  Host& add(std::string name, Segment& segment, std::uint32_t number, std::uint8_t mac) {
    return shard.add_host({.identity = {std::move(name), "test", "", "", "", ""},
                           .mac = {{2, 0, 0, 0, 0, mac}},
                           .ip = segment.host(number),
                           .segment = &segment});
  }

  /// All frames until `later`, at one point.
  std::vector<Frame> frames(Point point, Nanoseconds later = seconds(10)) {
    std::vector<Frame> all;
    shard.run(start + later, all);
    std::erase_if(all, [&](Frame const& frame) { return frame.point != point; });
    return all;
  }

  Shard shard;
  Segment* quay = nullptr;
  Segment* crane = nullptr;
  Host* client = nullptr;
  Host* server = nullptr;
  FlowId flow{};
};

TEST(Headers, UdpFrameIsOctetForOctetWhatTheRfcsSay) {
  Link const link{{{2, 0, 0, 0, 0, 1}}, {{2, 0, 0, 0, 0, 2}}, 0, 0};
  IpHeader const ip{.from = ip4(10, 0, 0, 1), .to = ip4(10, 0, 0, 2), .ttl = 64, .id = 1};
  auto const frame = udp_frame(link, ip, {1000, 2000}, Octets{1, 2, 3});
  EXPECT_EQ(hex_of(frame),
            "020000000002020000000001"
            "0800"
            "4500001f00014000401126cb"
            "0a0000010a000002"
            "03e807d0000bdc1b"
            "010203"
            "000000000000000000000000000000");
}

TEST(Headers, ChecksumOfWholePacketIsZero) {
  Octets const octets{0x45, 0,    0,  0x1f, 0, 1, 0x40, 0, 0x40, 0x11,
                      0x26, 0xcb, 10, 0,    0, 1, 10,   0, 0,    2};
  EXPECT_EQ(internet_checksum(octets), 0);
}

TEST_F(Wire, GatewayTranslatesAddressPortAndTimeToLive) {
  auto const talk = Talk::make(shard, flow, *client, *server, 9);
  talk->open(start);
  auto const all = frames(Point::quay);
  ASSERT_EQ(all.size(), 5U);  // ARP both ways, then three of TCP
  auto const& syn = all[2].octets;
  EXPECT_EQ(number_at(syn, 12, 4), 0x8100'0014U);           // VLAN 20
  EXPECT_EQ(number_at(syn, 30, 4), quay->host(101).value);  // the gateway's address
  EXPECT_EQ(number_at(syn, 26, 1), 63U);                    // one router behind
  EXPECT_EQ(number_at(syn, 38, 2), 20000U);                 // a port of its own
}

TEST_F(Wire, BothPointsSeeTheSameOctetsOfATalk) {
  auto const talk = Talk::make(shard, flow, *client, *server, 9);
  auto const ready = talk->open(start);
  auto const asked = talk->send(Side::client, ready, bytes_of("question"));
  talk->send(Side::server, asked, bytes_of("answer"));
  std::vector<Frame> all;
  shard.run(start + seconds(5), all);
  for (auto const point : {Point::ehouse, Point::quay}) {
    std::string said;
    for (auto const& frame : all) {
      if (frame.point != point) continue;
      auto const text = text_of(frame.octets);
      for (auto const word : {"question", "answer"})
        if (text.find(word) != text.npos) said += word;
    }
    EXPECT_EQ(said, "questionanswer");
  }
}

TEST_F(Wire, LargePayloadIsAcknowledgedEverySecondSegment) {
  auto const talk = Talk::make(shard, flow, *client, *server, 9);
  std::vector<std::byte> const large(14'480);  // ten segments of 1448
  talk->send(Side::client, talk->open(start), large);
  std::size_t data = 0;
  std::size_t acknowledgements = 0;
  for (auto const& frame : frames(Point::ehouse)) {
    if (number_at(frame.octets, 12, 2) != ethertype_ipv4) continue;
    if (frame.octets.size() > 1000) ++data;
    if (number_at(frame.octets, 26, 4) == server->ip.value) ++acknowledgements;
  }
  EXPECT_EQ(data, 10U);
  EXPECT_EQ(acknowledgements, 6U);  // of the handshake, four pairs, the last one later
}

TEST_F(Wire, LostSegmentComesAgain) {
  auto const talk =
      Talk::make(shard, flow, *client, *server, 9, {.loss = 1, .lost_unseen = 0, .reorder = 0});
  auto const ready = talk->open(start);
  auto const arrived = talk->send(Side::client, ready, bytes_of("once more"));
  EXPECT_GT((arrived - ready).count, client->stack.first_timeout.count);
  int copies = 0;
  for (auto const& frame : frames(Point::ehouse))
    if (text_of(frame.octets).find("once more") != std::string_view::npos) ++copies;
  EXPECT_EQ(copies, 2);
}

TEST_F(Wire, SilenceIsBrokenByKeepAlive) {
  auto const talk = Talk::make(shard, flow, *client, *server, 9);
  talk->open(start);
  auto const before = frames(Point::ehouse, seconds(1)).size();
  talk->keep_alive(Side::client, seconds(2));
  EXPECT_GT(before, 0U);
  EXPECT_EQ(frames(Point::ehouse, seconds(6)).size(), 4U);  // twice a question and an answer
}

TEST_F(Wire, FramesComeInTheOrderOfTime) {
  auto const one = Talk::make(shard, flow, *client, *server, 9);
  auto const two = Talk::make(shard, flow, *client, *server, 9);
  one->send(Side::client, one->open(start), std::vector<std::byte>(50'000));
  two->send(Side::client, two->open(start), std::vector<std::byte>(50'000));
  std::vector<Frame> all;
  shard.run(start + seconds(5), all);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](Frame const& a, Frame const& b) { return a.at < b.at; }));
}

TEST_F(Wire, WhatTheCranesRouterLosesIsSeenOnTheSendersSide) {
  Path path{*client, 9, *server, 9};
  send_udp_in_vain(shard, path, Side::client, flow, start, bytes_of("from the crane"));
  send_udp_in_vain(shard, path, Side::server, flow, start, bytes_of("from the quay"));
  std::vector<Frame> all;
  shard.run(start + seconds(1), all);
  std::vector<Point> crane_points;
  std::vector<Point> quay_points;
  for (auto const& frame : all) {
    auto const text = text_of(frame.octets);
    if (text.find("from the crane") != text.npos) crane_points.push_back(frame.point);
    if (text.find("from the quay") != text.npos) quay_points.push_back(frame.point);
  }
  EXPECT_EQ(crane_points, std::vector{Point::ehouse});
  EXPECT_EQ(quay_points, std::vector{Point::quay});
  crane->up->dark_until = start + seconds(2);
  EXPECT_FALSE(path.passes(start + seconds(1)));
  EXPECT_TRUE(path.passes(start + seconds(2)));
}

TEST_F(Wire, MarkedTalkStaysMarked) {
  auto const mark = shard.add_mark({"test", false, "planted"});
  TalkPointer talk;
  {
    Marking const marking{shard, mark};
    talk = Talk::make(shard, flow, *client, *server, 9);
    talk->open(start);
  }
  talk->send(Side::client, start + seconds(1), bytes_of("still"));
  for (auto const& frame : frames(Point::ehouse))
    EXPECT_EQ(frame.mark, mark);  // what it asked by ARP, too
}

}  // namespace
}  // namespace qw::simulate
