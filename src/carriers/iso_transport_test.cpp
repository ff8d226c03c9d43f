// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "carriers/cotp.hpp"
#include "carriers/tpkt.hpp"
#include "support/hex.hpp"

namespace qw {
namespace {

using test::hex;

cotp::TpduView tpdu_of(std::vector<std::byte> const& bytes) {
  return std::get<0>(cotp::parse(bytes)).message;
}

TEST(Tpkt, PacketCutAnywhereAsksForMore) {
  auto const whole = hex("0300 0007 02f0 80");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto const parsed = tpkt::parse(Bytes{whole}.first(size));
    ASSERT_TRUE(std::holds_alternative<NeedMore>(parsed)) << size;
    EXPECT_GT(std::get<NeedMore>(parsed).total, size);
  }
  EXPECT_EQ(std::get<0>(tpkt::parse(whole)).used, 7U);
}

TEST(Tpkt, ForeignOctetsAreMalformedAtOnce) {
  EXPECT_EQ(std::get<Malformed>(tpkt::parse(hex("16"))).offset, 0U);
  EXPECT_EQ(std::get<Malformed>(tpkt::parse(hex("0301"))).offset, 1U);
  EXPECT_EQ(std::get<Malformed>(tpkt::parse(hex("0300 0006"))).fault, Fault::length);
}

TEST(Cotp, ConnectionRequestNamesItsAccessPoints) {
  auto const bytes = hex("11 e0 0000 0001 00 c001 0a c102 0100 c202 0102");
  auto const tpdu = tpdu_of(bytes);
  EXPECT_EQ(tpdu.kind, cotp::Kind::connection_request);
  EXPECT_EQ(tpdu.source, 1U);
  auto const called = cotp::find(tpdu.variable, cotp::parameter::called_tsap);
  ASSERT_TRUE(called.has_value());
  EXPECT_TRUE(std::ranges::equal(*called, hex("0102")));
  EXPECT_FALSE(cotp::find(tpdu.variable, 0xc6).has_value());
}

TEST(Cotp, ParameterThatIsCutIsNotFound) {
  EXPECT_FALSE(cotp::find(hex("c004 0a"), cotp::parameter::tpdu_size).has_value());
}

TEST(Cotp, HeaderCutAnywhereIsMalformed) {
  auto const whole = hex("11 e0 0000 0001 00 c001 0a c102 0100 c202 0102");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<Malformed>(cotp::parse(Bytes{whole}.first(size)))) << size;
  EXPECT_TRUE(std::holds_alternative<Malformed>(cotp::parse(hex("01 f0"))));
  EXPECT_TRUE(std::holds_alternative<Malformed>(cotp::parse(hex("ff f0 80"))));
}

TEST(Cotp, DataIsHandedOnWithoutCopying) {
  auto const bytes = hex("02 f0 80 3201");
  auto const tpdu = tpdu_of(bytes);
  EXPECT_TRUE(tpdu.last);
  cotp::Assembly assembly{16};
  ASSERT_EQ(assembly.add(tpdu), cotp::Assembly::State::whole);
  EXPECT_EQ(assembly.unit().data(), bytes.data() + 3);
}

TEST(Cotp, UnitsInSeveralPartsAreJoined) {
  cotp::Assembly assembly{4};
  auto const first = hex("02 f0 00 aabb");
  auto const second = hex("02 f0 80 ccdd");
  EXPECT_EQ(assembly.add(tpdu_of(first)), cotp::Assembly::State::partial);
  EXPECT_TRUE(assembly.open());
  ASSERT_EQ(assembly.add(tpdu_of(second)), cotp::Assembly::State::whole);
  EXPECT_TRUE(std::ranges::equal(assembly.unit(), hex("aabbccdd")));
  ASSERT_EQ(assembly.add(tpdu_of(second)), cotp::Assembly::State::whole);
  EXPECT_TRUE(std::ranges::equal(assembly.unit(), hex("ccdd")));
}

TEST(Cotp, UnitBeyondTheLimitIsDroppedToItsEnd) {
  cotp::Assembly assembly{3};
  auto const part = hex("02 f0 00 aabb");
  auto const last = hex("02 f0 80 cc");
  EXPECT_EQ(assembly.add(tpdu_of(part)), cotp::Assembly::State::partial);
  EXPECT_EQ(assembly.add(tpdu_of(part)), cotp::Assembly::State::partial);
  EXPECT_EQ(assembly.add(tpdu_of(last)), cotp::Assembly::State::too_long);
  EXPECT_EQ(assembly.add(tpdu_of(last)), cotp::Assembly::State::whole);
}

}  // namespace
}  // namespace qw
