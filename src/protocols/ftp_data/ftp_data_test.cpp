// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/ftp_data/track.hpp"
#include "support/hex.hpp"
#include "support/nobody_expects.hpp"
#include "vocabulary/voice.hpp"

namespace qw {
namespace {

class FtpData : public testing::Test {
 protected:
  FtpData() { voice_.speak_into(batch_); }

  delivery::Taken hear(delivery::Side from, Bytes bytes) {
    Moment moment;
    moment.frames = {++frame_, frame_};
    return tracker.on_stream({from, bytes, moment});
  }
  [[nodiscard]] std::vector<Transfer> said() const {
    std::vector<Transfer> found;
    for (auto const& each : batch_.events) found.push_back(std::get<Transfer>(each.event));
    return found;
  }

 private:
  Batch batch_;
  Voice voice_{0};
  test::NobodyExpects expectations_;
  FrameNumber frame_ = 0;

 protected:
  ftp_data::Tracker tracker{delivery::Surroundings{voice_, expectations_}};
};

TEST_F(FtpData, WholeFileHasItsDigest) {
  hear(delivery::Side::server, bytes_of("a"));
  hear(delivery::Side::server, bytes_of("bc"));
  tracker.on_finish(delivery::Side::server, Stamp{});
  tracker.on_end({});
  ASSERT_EQ(said().size(), 1U);
  EXPECT_TRUE(said()[0].complete);
  EXPECT_EQ(said()[0].octets, 3U);
  EXPECT_EQ(said()[0].digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(said()[0].said.moment.frames.first, 1U);
  EXPECT_EQ(said()[0].said.moment.frames.last, 2U);
}

TEST_F(FtpData, WhatWasCutOrLostIsNotComplete) {
  hear(delivery::Side::client, bytes_of("abc"));
  hear(delivery::Side::server, bytes_of("abc"));
  tracker.on_gap(delivery::Side::server, 10, {});
  hear(delivery::Side::server, bytes_of("def"));
  tracker.on_finish(delivery::Side::server, Stamp{});
  tracker.on_end({});
  ASSERT_EQ(said().size(), 2U);
  EXPECT_FALSE(said()[0].complete);  // the sender did not end
  EXPECT_FALSE(said()[1].complete);  // something is missing
  EXPECT_EQ(said()[1].octets, 6U);
  EXPECT_TRUE(said()[1].digest.empty());
}

TEST_F(FtpData, TlsIsHandedOver) {
  auto const taken = hear(delivery::Side::client, test::hex("160301020001"));
  EXPECT_EQ(taken.then, delivery::Taken::Then::offer);
  EXPECT_EQ(taken.hint.text(), "tls");
  tracker.on_end({});
  EXPECT_TRUE(said().empty());
}

}  // namespace
}  // namespace qw
