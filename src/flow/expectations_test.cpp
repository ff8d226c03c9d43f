// SPDX-License-Identifier: Apache-2.0
#include "flow/expectations.hpp"

#include <gtest/gtest.h>

#include "support/flow_table.hpp"

namespace qw::flow {
namespace {

using delivery::AnnouncedFile;
using delivery::Expectation;
using delivery::Transport;

constexpr Stamp early{1};
constexpr Stamp late{100};

Endpoint end(std::uint16_t port) { return {{RealmId{}, *Address::parse("10.0.0.2")}, port}; }

Expectation expectation(std::uint16_t port, Stamp until = late) {
  return {end(port), Transport::tcp, "block", until};
}

bool holds(ExpectationIndex const& index, std::uint16_t port, Stamp now = early) {
  return index.find(end(port), Transport::tcp, now) != nullptr;
}

TEST(Expectations, OfOneListenerTransportAndTime) {
  ExpectationIndex index{4};
  index.add(expectation(1));
  EXPECT_TRUE(holds(index, 1));
  EXPECT_TRUE(holds(index, 1, late));
  EXPECT_FALSE(holds(index, 1, Stamp{101}));
  EXPECT_FALSE(holds(index, 2));
  EXPECT_EQ(index.find(end(1), Transport::udp, early), nullptr);
}

TEST(Expectations, ALaterOneForTheSameListenerReplaces) {
  ExpectationIndex index{2};
  index.add(expectation(1));
  index.add({.listener = end(1), .protocol = "lines", .until = late});
  EXPECT_EQ(index.find(end(1), Transport::tcp, early)->protocol.text(), "lines");
  index.add(expectation(2));
  EXPECT_TRUE(holds(index, 1)) << "the turn of the replaced one was the oldest";
  EXPECT_EQ(index.size(), 2U);
}

TEST(Expectations, TheOldestMakesRoomAndCountsUnlessItWasMet) {
  ExpectationIndex index{2};
  index.add(expectation(1));
  index.add(expectation(2));
  EXPECT_TRUE(holds(index, 1));
  index.add(expectation(3));
  EXPECT_FALSE(holds(index, 1));
  EXPECT_EQ(index.evicted(), 0U);
  index.add(expectation(4));
  EXPECT_FALSE(holds(index, 2));
  EXPECT_EQ(index.evicted(), 1U);
}

TEST(Expectations, WhatRanOutIsForgottenWithoutBeingCounted) {
  ExpectationIndex index{2};
  index.add(expectation(1, Stamp{5}));
  index.add(expectation(2));
  index.forget(Stamp{6});
  EXPECT_EQ(index.size(), 1U);
  index.add(expectation(3));
  EXPECT_EQ(index.evicted(), 0U);
  EXPECT_TRUE(holds(index, 2));
}

TEST(Expectations, OthersKnowOnceTheShardsHaveMet) {
  ExpectationIndex shared{8};
  ExpectationTable one{shared};
  ExpectationTable other{shared};
  one.expect(expectation(1));
  EXPECT_NE(one.find(end(1), Transport::tcp, early), nullptr);
  EXPECT_EQ(other.find(end(1), Transport::tcp, early), nullptr);
  auto const before = other.changes();
  one.share(shared);
  EXPECT_NE(other.changes(), before);
  EXPECT_NE(one.find(end(1), Transport::tcp, early), nullptr);
  EXPECT_NE(other.find(end(1), Transport::tcp, early), nullptr);
}

TEST(Expectations, AFloodCostsNoMoreThanItsCount) {
  ExpectationIndex shared{ExpectationTable::most_shared};
  ExpectationTable table{shared};
  constexpr std::size_t flood = 1'000'000;
  for (std::size_t i = 0; i < flood; ++i) {
    table.expect(expectation(static_cast<std::uint16_t>(i)));
    if (i % 1000 == 0) table.share(shared);
  }
  table.share(shared);
  EXPECT_LE(shared.size(), ExpectationTable::most_shared);
  EXPECT_GT(table.evicted() + shared.evicted(), flood / 2);
}

/// A conversation that others announced: what reaches its tracker, and when.
class Announced : public TableTest {
 protected:
  void expect(std::string_view file = {}) {
    Expectation announced{end(7000), Transport::tcp, "parcel", now + seconds(60)};
    if (!file.empty())
      announced.announced = std::make_shared<AnnouncedFile>(std::string{file}, TransferKind{},
                                                            delivery::Side::client);
    expectations.expect(announced);
  }
  std::string_view told() {
    table().on_end(now);
    return heard;
  }
};

TEST_F(Announced, IsKnownFromItsOpening) {
  expect("plan");
  handshake();
  tcp(true, 100, "?a\n");
  EXPECT_EQ(told(), "plan:?a\n ");
  EXPECT_EQ(log.services, std::vector<std::string>{"parcel"});
}

TEST_F(Announced, AndWhatIsSaidOfItBeforeItsFirstOctets) {
  expect();
  handshake();
  expect("plan");
  tcp(true, 100, "?a\n");
  expect("another");
  tcp(true, 103, "?b\n");
  EXPECT_EQ(told(), "plan:?a\n plan:?b\n ");
}

TEST_F(Announced, WhatWasLostBeforeItsFirstOctetsStaysLost) {
  expect();
  handshake();
  tcp(true, 110, "?b\n");
  tcp(false, 500, "", flag::ack, 113);
  now = now + seconds(1);
  table().on_tick(now);
  expect("plan");
  tcp(true, 113, "?c\n");
  EXPECT_EQ(told(), "?:gap10 ?:?b\n ?:?c\n ");
}

TEST_F(Announced, TooLateButStillUndecidedItLosesNothing) {
  handshake();
  tcp(true, 100, "@@");
  expect("plan");
  tcp(true, 102, "x");
  EXPECT_EQ(told(), "plan:@@ plan:x ");
}

TEST_F(Announced, AfterItWasGivenUpTheRestIsBehindAGap) {
  handshake();
  tcp(true, 100, "unknown");
  expect("plan");
  tcp(true, 107, "x");
  EXPECT_EQ(told(), "plan:gap7 plan:x ");
  EXPECT_EQ(log.services, std::vector<std::string>{"parcel"});
}

TEST_F(Announced, NeverOverWhatItsContentTold) {
  handshake();
  tcp(true, 100, "#a");
  expect("plan");
  tcp(true, 102, "b");
  EXPECT_EQ(told(), "[#a] [b] ");
}

TEST_F(Announced, TheListenerIsTheServerWhoeverSpoke) {
  tcp(true, 100, "unknown");
  expectations.expect({{{RealmId{}, *Address::parse("10.0.0.1")}, 40000},
                       Transport::tcp,
                       "parcel",
                       now + seconds(60)});
  tcp(true, 107, "x");
  EXPECT_EQ(told(), "?:unknown ?:x ") << "without a SYN it is undecided, and kept, for longer";
  EXPECT_EQ(log.client_ports, std::vector<std::uint16_t>{7000});
}

}  // namespace
}  // namespace qw::flow
