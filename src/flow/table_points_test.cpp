// SPDX-License-Identifier: Apache-2.0
#include "support/flow_table.hpp"

namespace qw::flow {
namespace {

TEST_F(TableTest, WhatTwoPointsHearCountsOnce) {
  for (std::uint32_t n : {0U, 1U}) {
    hear_at(n);
    handshake();
  }
  for (std::uint32_t sequence = 100; sequence < 130; sequence += 3)
    for (std::uint32_t n : {0U, 1U}) {
      hear_at(n);
      tcp(true, sequence, "?a\n");
    }
  EXPECT_EQ(counted, 12);
  table().on_end(now);
  EXPECT_EQ(log.opened, 1);
  EXPECT_EQ(log.frames, 12U);
  EXPECT_EQ(table().counts().payload_octets, 30U);
}

TEST_F(TableTest, EachPointMayHearOneDirection) {
  hear_at(0);
  tcp(true, 99, "", flag::syn);
  hear_at(1);
  tcp(false, 499, "", flag::syn | flag::ack, 100);
  hear_at(0);
  tcp(true, 100, "?a\n", flag::ack, 500);
  hear_at(1);
  tcp(false, 500, "!b\n", flag::ack, 103);
  EXPECT_EQ(heard, "?a@3-3 !b@4-4 ");
  EXPECT_EQ(counted, 4);
}

TEST_F(TableTest, ASilentPointHandsOver) {
  handshake();
  tcp(true, 100, "?a\n");
  hear_at(1);
  tcp(true, 100, "?a\n");
  now = now + limits.silence;
  tcp(true, 103, "?c\n");
  EXPECT_EQ(heard, "?a@3-3 ?c@5-5 ");
  hear_at(0);
  tcp(true, 103, "?c\n");
  EXPECT_EQ(counted, 4) << "the other one measures now";
  table().on_end(now);
  EXPECT_EQ(log.opened, 1);
}

TEST_F(TableTest, MachinesWithTheSameAddressesAreTwoConversations) {
  constexpr std::uint32_t far = 1'000'000'000;
  handshake();
  hear_at(1);
  tcp(true, 99 + far, "", flag::syn);  // may be a new connection that point 0 is about to hear
  tcp(false, 499 + far, "", flag::syn | flag::ack, 100 + far);
  for (std::uint32_t n : {0U, 1U}) {
    hear_at(n);
    tcp(true, 100 + n * far, "?a\n", flag::ack, 500 + n * far);
    tcp(false, 500 + n * far, "!b\n", flag::ack, 103 + n * far);
  }
  EXPECT_EQ(heard, "?a@5-5 !b@6-6 ?a@7-7 !b@8-8 ");
  EXPECT_EQ(counted, 7);
  table().on_end(now);
  EXPECT_EQ(log.opened, 2);
  EXPECT_EQ(log.client_ports, (std::vector<std::uint16_t>{40000, 40000}));
  EXPECT_EQ(table().size(), 0U);
}

TEST_F(TableTest, FilesOfOnePointGoOn) {
  handshake();
  tcp(true, 100, "?a\n");
  source = SourceId{1};
  tcp(true, 103, "?b\n");
  source = SourceId{2};
  now = now + limits.silence;
  tcp(true, 106 + (100U << 20), "?c\n");  // what came between was not recorded
  EXPECT_EQ(counted, 5);
  EXPECT_EQ(log.opened, 1);
  source = SourceId{3};
  tcp(true, 100, "?d\n");
  EXPECT_EQ(log.opened, 2) << "what comes at the same time and does not fit is another one";
}

}  // namespace
}  // namespace qw::flow
