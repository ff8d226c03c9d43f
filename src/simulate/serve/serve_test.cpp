// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "simulate/dice.hpp"
#include "simulate/serve/dialogue.hpp"
#include "support/hex.hpp"

namespace qw::simulate {
namespace {

using test::hex;

/// One block, number 100, that holds 0, 1, 2, ... 7.
class Serve : public testing::Test {
 protected:
  std::vector<std::byte> octets_ = hex("00 01 02 03 04 05 06 07");
  std::vector<Layout::Block> blocks_{{100, 8}};
  Memory memory_{blocks_, [this](std::uint16_t, std::uint32_t offset, std::uint32_t size) {
                   return Bytes{octets_}.subspan(offset, size);
                 }};

  /// What a dialogue answers to one message, which must be cut nowhere.
  static std::vector<std::byte> ask(Dialogue& dialogue, std::string_view text) {
    auto const message = hex(text);
    Octets reply;
    for (std::size_t size = 0; size < message.size(); ++size)
      EXPECT_EQ(dialogue.answer(Bytes{message}.first(size), reply), 0U) << size;
    EXPECT_EQ(reply.size(), 0U);
    EXPECT_EQ(dialogue.answer(message, reply), message.size());
    return reply.take();
  }
  static bool ends(Dialogue& dialogue, std::string_view text) {
    Octets reply;
    return !dialogue.answer(hex(text), reply);
  }
};

TEST_F(Serve, ModbusReadsHoldingRegisters) {
  auto const modbus = modbus_dialogue(memory_);
  EXPECT_EQ(ask(*modbus, "0007 0000 0006 01 03 0065 0002"),
            hex("0007 0000 0007 01 03 04 02030405"));
  // Beyond the block, no registers at all, too many of them, a write.
  EXPECT_EQ(ask(*modbus, "0007 0000 0006 01 03 0067 0002"), hex("0007 0000 0003 01 83 02"));
  EXPECT_EQ(ask(*modbus, "0007 0000 0006 01 03 0064 0000"), hex("0007 0000 0003 01 83 03"));
  EXPECT_EQ(ask(*modbus, "0007 0000 0006 01 03 0064 007e"), hex("0007 0000 0003 01 83 03"));
  EXPECT_EQ(ask(*modbus, "0007 0000 0006 01 06 0064 0001"), hex("0007 0000 0003 01 86 01"));
  EXPECT_TRUE(ends(*modbus, "0007 0001 0006 01 03 0064 0001"));
  EXPECT_TRUE(ends(*modbus, "0007 0000 0007 01 03 0064 0001 00"));
}

TEST_F(Serve, S7ReadsDataBlocksOnceConnected) {
  auto const s7 = s7_dialogue(memory_);
  auto const* setup = "03000019 02f080 3201 0000 0001 0008 0000 f000 0001 0001 01e0";
  EXPECT_TRUE(ends(*s7_dialogue(memory_), setup));
  EXPECT_EQ(ask(*s7, "03000016 11e0 0000 0001 00 c0010a c1020300 c2020303"),
            hex("03000016 11d0 0001 4431 00 c0010a c1020300 c2020303"));
  EXPECT_EQ(ask(*s7, setup),
            hex("0300001b 02f080 3203 0000 0001 0008 0000 0000 f000 0001 0001 01e0"));
  EXPECT_EQ(ask(*s7, "0300001f 02f080 3201 0000 0002 000e 0000 0401 120a1002 0003 0064 84 000010"),
            hex("0300001c 02f080 3203 0000 0002 0002 0007 0000 0401 ff040018 020304"));
  // Beyond the block, no such block, a type that is not served.
  EXPECT_EQ(ask(*s7, "0300001f 02f080 3201 0000 0002 000e 0000 0401 120a1002 0003 0064 84 000030"),
            hex("03000019 02f080 3203 0000 0002 0002 0004 0000 0401 05000000"));
  EXPECT_EQ(ask(*s7, "0300001f 02f080 3201 0000 0002 000e 0000 0401 120a1002 0003 0065 84 000010"),
            hex("03000019 02f080 3203 0000 0002 0002 0004 0000 0401 0a000000"));
  EXPECT_EQ(ask(*s7, "0300001f 02f080 3201 0000 0002 000e 0000 0401 120a101c 0003 0064 84 000010"),
            hex("03000019 02f080 3203 0000 0002 0002 0004 0000 0401 06000000"));
  // Stopping the controller.
  EXPECT_EQ(ask(*s7, "03000012 02f080 3201 0000 0003 0001 0000 29"),
            hex("03000015 02f080 3203 0000 0003 0002 0000 8104 2900"));
}

TEST_F(Serve, ChangedOctetsNeitherBreakNorOverrun) {
  auto const read =
      hex("0300001f 02f080 3201 0000 0002 000e 0000 0401 120a1002 0003 0064 84 000010");
  Dice dice{1};
  for (int round = 0; round < 20'000; ++round) {
    auto const s7 = s7_dialogue(memory_), modbus = modbus_dialogue(memory_);
    ask(*s7, "03000016 11e0 0000 0001 00 c0010a c1020300 c2020303");
    ask(*s7, "03000019 02f080 3201 0000 0001 0008 0000 f000 0001 0001 01e0");
    auto message = round % 2 == 0 ? read : hex("0007 0000 0006 01 03 0065 0002");
    for (int change = 0; change < 3; ++change)
      message[static_cast<std::size_t>(dice.below(message.size()))] =
          static_cast<std::byte>(dice.below(256));
    Octets reply;
    auto const used = (round % 2 == 0 ? s7 : modbus)->answer(message, reply);
    ASSERT_LE(used.value_or(0), message.size());
    ASSERT_LE(reply.size(), 520U);
  }
}

}  // namespace
}  // namespace qw::simulate
