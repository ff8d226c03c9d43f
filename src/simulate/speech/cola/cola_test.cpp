// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/cola/cola.hpp"

#include <gtest/gtest.h>

namespace qw::simulate::cola {
namespace {

TEST(Cola, AScanIsWordsInHexBetweenStxAndEtx) {
  std::uint16_t const distances[] = {0x3e8, 0, 0x7fff};
  EXPECT_EQ(scan_data({.serial = 0x89a27f,
                       .number = 0x1f,
                       .since_start_us = 0x1000,
                       .start_degrees = -30,
                       .step_degrees = 1,
                       .distances = distances}),
            "\x02sSN LMDscandata 1 1 89A27F 0 0 1F 1F 1000 15DC 0 0 3F 0 0 9C4 BE 0 1 "
            "DIST1 40000000 00000000 FFFB6C20 2710 3 3E8 0 7FFF 0 0 0 0 0 0\x03");
}

}  // namespace
}  // namespace qw::simulate::cola
