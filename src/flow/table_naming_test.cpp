// SPDX-License-Identifier: Apache-2.0
#include "support/flow_table.hpp"

namespace qw::flow {
namespace {

TEST_F(TableTest, WhatNoProtocolClaimsIsNamedFromItsFirstOctetsOn) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "hel");
  tcp(true, 103, "lo");
  EXPECT_EQ(log.named, 1) << "said at once";
  tcp(false, 500, "who?");
  table().on_end(now);
  EXPECT_EQ(heard, "hel lo ") << "nothing is heard once there is a name";
  EXPECT_EQ(log.named, 2);
  EXPECT_EQ(log.services, std::vector<std::string>{"greeting"});
  EXPECT_EQ(table().counts().understood_octets, 0U);
  EXPECT_EQ(table().counts().unknown_octets, 9U);
}

TEST_F(TableTest, WhatAProtocolClaimsIsNeverNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "?hello\n");
  tcp(false, 500, "!hello\n");
  tcp(true, 107, "?bad\n");
  tcp(true, 112, "hello");
  table().on_end(now);
  EXPECT_EQ(log.named, 0);
  EXPECT_EQ(log.services, std::vector<std::string>{"lines"});
}

TEST_F(TableTest, WhatAProtocolDeclinesMayStillBeNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  server_port = 8001;
  handshake();
  tcp(true, 100, "? hello");  // may be lines, until the other side speaks
  tcp(false, 500, "nonsense");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{"greeting"});
}

TEST_F(TableTest, AStreamWithAHoleIsNotNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "hel");
  tcp(true, 200, "hello");
  tcp(false, 500, "x", flag::ack, 205);
  now = now + seconds(1);
  table().on_tick(now);
  table().on_end(now);
  EXPECT_EQ(log.named, 0);
  EXPECT_EQ(log.lost, 97U);
}

TEST_F(TableTest, ADatagramThatTheCaptureCutIsNotHeard) {
  GreetingNamer greeting;
  namer = &greeting;
  auto view = packet(true, decode::ip_protocol::udp);
  view.payload = bytes_of("hello");
  view.payload_wire_octets = 6;
  hear(view);
  table().on_end(now);
  EXPECT_EQ(heard, "");
}

TEST_F(TableTest, WithoutANamerNothingIsNamed) {
  handshake();
  tcp(true, 100, "hello");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{""});
}

}  // namespace
}  // namespace qw::flow
