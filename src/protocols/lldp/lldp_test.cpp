// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/lldp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

// Chassis 02:00:00:00:00:09, port "gi1", 120 s.
constexpr char head[] = "02 07 04 020000000009  04 04 05 676931  06 02 0078 ";

struct Heard : test::Talk {
  explicit Heard(std::string const& text) : Talk{lldp::registration()} {
    frame(delivery::frame_type::lldp, hex(text));
  }
};

TEST(Lldp, UnitCutBeforeItsTimeToLiveAsksForMore) {
  auto const whole = hex(head);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto const parsed = lldp::parse(Bytes{whole}.first(size));
    bool const between = size == 9 || size == 15;  // a unit may end, but not so early
    EXPECT_EQ(std::holds_alternative<Malformed>(parsed), between) << size;
    EXPECT_FALSE(std::holds_alternative<Done<lldp::MessageView>>(parsed)) << size;
  }
}

TEST(Lldp, PortBelongsToItsChassis) {
  Heard const talk{std::string{head} + "0000"};
  ASSERT_EQ(talk.events().size(), 1U);
  auto const binding = talk.said<Binding>().at(0);
  EXPECT_EQ(binding.relation, Relation::neighbour);
  EXPECT_EQ(to_text(binding.subject), "02:00:00:00:00:09");
  EXPECT_EQ(to_text(binding.object), "02:00:00:00:00:01");
  EXPECT_EQ(binding.detail, "gi1");
  EXPECT_EQ(binding.lifetime, 120U);
}

TEST(Lldp, SystemSaysWhoItIs) {
  Heard const talk{std::string{head} +
                   "0a 03 737731"                         // sw1
                   "0c 05 494f532031"                     // IOS 1
                   "0e 04 0014 0004"                      // bridge and router, bridge enabled
                   "10 0c 05 01 0a000009 02 00000001 00"  // 10.0.0.9
                   "fe 07 0012bb 08 533132 0000"};        // serial S12
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 4U);
  EXPECT_EQ(identities[0].attribute, Attribute::host_name);
  EXPECT_EQ(identities[0].value, "sw1");
  EXPECT_EQ(identities[1].value, "IOS 1");
  EXPECT_EQ(identities[1].basis, Basis::banner);
  EXPECT_EQ(identities[2].attribute, Attribute::role);
  EXPECT_EQ(identities[2].value, "Bridge");
  EXPECT_EQ(identities[3].attribute, Attribute::serial);
  EXPECT_EQ(identities[3].value, "S12");
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 2U);
  EXPECT_EQ(to_text(bindings[1].subject), "10.0.0.9");
  EXPECT_EQ(to_text(bindings[1].object), "02:00:00:00:00:09");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Lldp, ProfinetChassisNamesTheDevice) {
  // "S7-1500", "6ES7 516-3AN01-0AB0", "S C-K7LT20762018", "3", "V  2  6  0"
  Heard const talk{
      "02 51 07 53372d313530302020202020202020202020202020202020202036455337203531362d33414e3031"
      "2d3041423020205320432d4b374c5432303736323031382020202020332056202032202036202030"
      "04 09 07 706f72742d303031 06 02 0014 0000"};
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 5U);
  EXPECT_EQ(identities[0].value, "S7-1500");
  EXPECT_EQ(identities[1].value, "6ES7 516-3AN01-0AB0");
  EXPECT_EQ(identities[2].value, "S C-K7LT20762018");
  EXPECT_EQ(identities[3].value, "3");
  EXPECT_EQ(identities[4].attribute, Attribute::firmware);
  EXPECT_EQ(identities[4].value, "V2.6.0");
}

TEST(Lldp, CutTlvIsIrregularButTheRestIsSaid) {
  Heard const talk{std::string{head} + "0a 03 737731 0c 05 49"};
  EXPECT_EQ(talk.said<Identity>().size(), 1U);
  ASSERT_EQ(talk.said<Irregularity>().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>()[0].fault, Fault::truncated);
}

TEST(Lldp, WrongOrderIsIrregular) {
  Heard const talk{"04 04 05 676931 02 07 04 020000000009 06 02 0078 0000"};
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::order);
}

}  // namespace
}  // namespace qw
