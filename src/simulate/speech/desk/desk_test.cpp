// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/desk/desk.hpp"

#include <gtest/gtest.h>

namespace qw::simulate::desk {
namespace {

TEST(DeskTelegram, IsOctetForOctetAsItsTableSays) {
  Head const head{.counter = 0x01020304,
                  .desk = 9,
                  .stand = Stand::in_charge,
                  .from_desk = true,
                  .at = Stamp{1'772'348'400'123'456'789}};
  auto const out = telegram(head, Octets{0xaa, 0xbb}, {.life = 0x1122, .heard = 0x3344});
  auto const bytes = out.bytes();
  ASSERT_EQ(bytes.size(), 224U);
  auto expected = Octets{0x04, 0x03, 0x02, 0x01, 9,    0, 2, 1,    0xfb,
                         0x61, 0x32, 0xa8, 0x9c, 0x01, 0, 0, 0xaa, 0xbb};
  expected.fill(190)
      .add(Octets{0x22, 0x11, 0x44, 0x33, 1})
      .fill(7)
      .add(Octets{0xfb, 0x78, 0xaf, 0x2a});  // zlib's crc32
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(bytes[i], expected.bytes()[i]) << "octet " << i;
  for (auto const& field : frame_fields()) EXPECT_LE(field.offset + field.size, telegram_octets);
}

}  // namespace
}  // namespace qw::simulate::desk
