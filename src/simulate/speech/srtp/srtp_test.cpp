// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/srtp/srtp.hpp"

#include <gtest/gtest.h>

#include "support/hex.hpp"

namespace qw::simulate {
namespace {

using Memory = std::vector<std::byte>;

Memory octets_of(Octets octets) { return octets.take(); }

// What a SCADA server and a controller said to each other, as published with the driver
// Fanuc_GESRTP_Driver. Octet 30 is the client's choice: ours counts there, as DFRWS 2017 has it.

TEST(Srtp, ReadIsAskedAsRecorded) {
  EXPECT_EQ(octets_of(srtp::read_request({.slot = 1}, 6, {.first = 0x07fa, .count = 40})),
            test::hex("0200 0600 0000 000000 01 00000000000000 01 0000000000000000"
                      "000000 00 06 c0 00000000 100e0000 0101 04 08 fa07 2800 0000000000000000"));
}

TEST(Srtp, WriteIsAskedAsRecorded) {
  auto const value = test::hex("61646200");
  auto recorded = test::hex(
      "0200 c100 0400 000000 02 00000000000000 02 0000000000000000"
      "000000 00 09 80 00000000 100e0000 0101 04000000 0000 0101"
      "07 08 f82a 0200 61646200");
  recorded[30] = std::byte{0xc1};
  EXPECT_EQ(octets_of(srtp::write_request({.slot = 1}, 0xc1, 0x2af8, value)), recorded);
}

TEST(Srtp, SessionIsAskedAsRecorded) {
  EXPECT_EQ(octets_of(srtp::session_request({.slot = 1}, 1)),
            test::hex("0200 0100 0000 000000 01 00000000000000 01 0000000000000000"
                      "000000 00 01 c0 00000000 100e0000 0101 4f 01 000000000000000000000000"));
}

/// The status behind it is our controller's: scan time and a run switch.
TEST(Srtp, FewOctetsAreAnsweredWithinTheMessage) {
  srtp::Session const session{.slot = 1, .mailbox = 0x303a, .sweep_100us = 2};
  EXPECT_EQ(octets_of(srtp::read_reply(session, 6, test::hex("3002"))),
            test::hex("0300 0600 0000 000000 01 00000000000000 01 0000000000000000"
                      "000000 00 06 d4 100e0000 303a0000 0101 0000 300200000000 ff 02 0200 0001"));
}

TEST(Srtp, ManyOctetsAreAnsweredBehindTheMessage) {
  srtp::Session const session{.slot = 2, .mailbox = 0x303a, .sweep_100us = 300};
  auto const reply = octets_of(srtp::read_reply(session, 0x0201, test::hex("0102030405060708")));
  EXPECT_EQ(reply,
            test::hex("0300 0102 0800 000000 01 00000000000000 01 0000000000000000"
                      "000000 00 01 94 200e0000 303a0000 0101 0800 00000000 0101 ff 02 2c01 0001"
                      "0102030405060708"));
}

TEST(Srtp, EveryMessageHasItsSize) {
  EXPECT_EQ(srtp::connect_request().size(), srtp::message_octets);
  EXPECT_EQ(srtp::connect_reply().size(), srtp::message_octets);
  EXPECT_EQ(srtp::done_reply({}, 1).size(), srtp::message_octets);
  EXPECT_EQ(srtp::read_reply({}, 1, Memory(512)).size(), srtp::message_octets + 512);
}

}  // namespace
}  // namespace qw::simulate
