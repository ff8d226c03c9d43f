// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "site/imports.hpp"

namespace qw::site {
namespace {

constexpr std::int64_t march{1'772'346'600'000'000'000};  // 2026-03-01T06:30:00Z

Imported counters(std::string_view text, std::int32_t offset = 0) {
  return import_counters(text, "c.csv", offset);
}

TEST(ImportCounters, OurOwnColumns) {
  auto const read = counters(
      "switch,port,time,in_frames,out_frames,in_octets,point,role\n"
      "sw1,Gi1/0/1,2026-03-01T06:30:00Z,100,200,9,ehouse,\n"
      "sw1,Gi1/0/9,2026-03-01 06:30:00.5,0,300,9,ehouse,tap\n");
  ASSERT_TRUE(read.mistakes.empty()) << to_text(read.mistakes[0]);
  ASSERT_EQ(read.counters.size(), 2U);
  auto const& first = read.counters[0];
  EXPECT_EQ(first.switch_name, "sw1");
  EXPECT_EQ(first.port, "Gi1/0/1");
  EXPECT_EQ(first.point, "ehouse");
  EXPECT_EQ(first.at.ns, march);
  EXPECT_EQ(first.in_frames, 100U);
  EXPECT_EQ(first.out_frames, 200U);
  EXPECT_FALSE(first.wraps_at_32);
  EXPECT_EQ(read.counters[1].role, PortCounter::Role::tap);
  EXPECT_EQ(read.counters[1].at.ns, march + 500'000'000);
}

TEST(ImportCounters, TablesOfIfMib) {
  auto const narrow = counters(
      "ifDescr;timestamp;ifInUcastPkts;ifInNUcastPkts;ifOutUcastPkts;ifOutNUcastPkts\n"
      "FastEthernet0/1;1772346600;10;1;20;2\n");
  ASSERT_EQ(narrow.counters.size(), 1U);
  EXPECT_EQ(narrow.counters[0].in_frames, 11U);
  EXPECT_EQ(narrow.counters[0].out_frames, 22U);
  EXPECT_TRUE(narrow.counters[0].wraps_at_32);
  EXPECT_EQ(narrow.counters[0].at.ns, march);
  auto const wide = counters(
      "ifName,time,ifHCInUcastPkts,ifHCInMulticastPkts,ifHCInBroadcastPkts,ifInUcastPkts\n"
      "Gi1/0/1,2026-03-01T08:30:00+02:00,10,1,100,7\n");
  ASSERT_EQ(wide.counters.size(), 1U);
  EXPECT_EQ(wide.counters[0].in_frames, 111U);
  EXPECT_EQ(wide.counters[0].out_frames, std::nullopt);
  EXPECT_FALSE(wide.counters[0].wraps_at_32);
  EXPECT_EQ(wide.counters[0].at.ns, march);
}

TEST(ImportCounters, TimesWithoutAnOffsetAreThePorts) {
  auto const read = counters("port,time,in_frames\n1,2026-03-01T08:30,5\n", 120);
  ASSERT_EQ(read.counters.size(), 1U);
  EXPECT_EQ(read.counters[0].at.ns, march);
}

TEST(ImportCounters, WhatIsNotUnderstoodIsNamedByItsLine) {
  auto const read = counters(
      "port,time,in_frames,role\n"
      "1,yesterday,5,\n2,2026-13-01T00:00:00Z,5,\n3,2026-03-01T06:30:00Z,-5,\n"
      "4,2026-03-01T06:30:00Z,5,mirror\n5,2026-02-29T06:30:00Z,5,\n"
      "6,2026-03-01T06:30:00+99:00,5,\n7,2026-03-01T06:30:00Z,99999999999999999999,\n"
      "8,2026-03-01T06:30:00Zjunk,5,\n9,2026-03-01T06:30:00Z,5,tap\n");
  EXPECT_EQ(read.counters.size(), 1U);
  ASSERT_EQ(read.mistakes.size(), 8U);
  EXPECT_EQ(to_text(read.mistakes[0]),
            "c.csv:2:1: expected a time such as 2026-03-01T06:30:00Z, got \"yesterday\"");
  EXPECT_EQ(to_text(read.mistakes[2]), "c.csv:4:1: expected a whole number as counter");
  EXPECT_EQ(to_text(read.mistakes[3]),
            "c.csv:5:1: expected role \"mirrored\" or \"tap\", got \"mirror\"");
  EXPECT_EQ(counters("port,time\n1,2\n").mistakes.size(), 1U);
}

TEST(ImportCounters, AreToldFromOtherTablesByTheirHead) {
  EXPECT_TRUE(has_counters("switch,port,time,in_frames\n"));
  EXPECT_TRUE(has_counters("ifDescr,ifHCOutUcastPkts"));
  EXPECT_FALSE(has_counters("name,ip,mac\n"));
  EXPECT_FALSE(has_counters("name,source,destination,port,action\n"));
  EXPECT_FALSE(has_counters(""));
}

}  // namespace
}  // namespace qw::site
