// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/cdp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

struct Heard : test::Talk {
  explicit Heard(std::string const& text) : Talk{cdp::registration()} {
    frame(delivery::frame_type::cdp, hex(text));
  }
};

TEST(Cdp, HeaderCutAnywhereAsksForMore) {
  auto const whole = hex("02 b4 0bea");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(cdp::parse(Bytes{whole}.first(size))));
}

TEST(Cdp, SwitchSaysWhoItIs) {
  Heard const talk{
      "02 b4 0bea"
      "0001 0006 5331"                             // S1
      "0002 001b 00000002 01 01 cc 0004 0a000009"  // 10.0.0.9
      "02 01 00 0005 0000000000"                   // no IP address
      "0003 0009 46612f3133"                       // Fa/13
      "0004 0008 00000028"                         // switch, IGMP
      "0005 0007 494f53 0006 0008 57532d43"};      // IOS, WS-C
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 4U);
  EXPECT_EQ(identities[0].value, "S1");
  EXPECT_EQ(identities[1].value, "Switch, IGMP");
  EXPECT_EQ(identities[2].value, "IOS");
  EXPECT_EQ(identities[2].basis, Basis::banner);
  EXPECT_EQ(identities[3].attribute, Attribute::model);
  auto const bindings = talk.said<Binding>();
  ASSERT_EQ(bindings.size(), 2U);
  EXPECT_EQ(to_text(bindings[0].subject), "10.0.0.9");
  EXPECT_EQ(bindings[1].detail, "Fa/13");
  EXPECT_EQ(bindings[1].lifetime, 180U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Cdp, MessageCutAnywhereIsIrregularOrShorter) {
  auto const whole = hex("02 b4 0bea 0001 0006 5331 0006 0008 57532d43");
  for (std::size_t size = cdp::header_octets; size < whole.size(); ++size) {
    test::Talk talk{cdp::registration()};
    talk.frame(delivery::frame_type::cdp, Bytes{whole}.first(size));
    bool const between = size == 4 || size == 10;
    EXPECT_EQ(talk.said<Irregularity>().empty(), between) << size;
  }
}

TEST(Cdp, TlvShorterThanItsHeaderEndsTheMessage) {
  Heard const talk{"02 b4 0bea 0001 0003 5331 0006 0008 57532d43"};
  ASSERT_EQ(talk.events().size(), 1U);
  EXPECT_EQ(talk.said<Irregularity>().at(0).offset, 8U);
}

}  // namespace
}  // namespace qw
