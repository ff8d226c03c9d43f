// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/ftp_data/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Side;
using test::Talk;

TEST(FtpData, WholeFileHasItsDigest) {
  Talk talk{ftp_data::registration()};
  talk.server(bytes_of("a")).server(bytes_of("bc")).finish(Side::server).end();
  auto const said = talk.said<Transfer>();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].complete);
  EXPECT_EQ(said[0].octets, 3U);
  EXPECT_EQ(said[0].digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(said[0].said.moment.frames.first, 1U);
  EXPECT_EQ(said[0].said.moment.frames.last, 2U);
}

TEST(FtpData, WhatWasCutOrLostIsNotComplete) {
  Talk talk{ftp_data::registration()};
  talk.client(bytes_of("abc")).server(bytes_of("abc")).gap(Side::server, 10);
  talk.server(bytes_of("def")).finish(Side::server).end();
  auto const said = talk.said<Transfer>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_FALSE(said[0].complete);  // the sender did not end
  EXPECT_FALSE(said[1].complete);  // something is missing
  EXPECT_EQ(said[1].octets, 6U);
  EXPECT_TRUE(said[1].digest.empty());
}

TEST(FtpData, WhatWasLostBeforeTheFirstOctetCountsToo) {
  Talk talk{ftp_data::registration()};
  talk.gap(Side::server, 10).server(bytes_of("abc")).finish(Side::server).end();
  ASSERT_EQ(talk.said<Transfer>().size(), 1U);
  EXPECT_FALSE(talk.said<Transfer>()[0].complete);
}

TEST(FtpData, FileHasTheNameThatWasAnnounced) {
  auto const file =
      std::make_shared<delivery::AnnouncedFile>("/out/plan.edi", TransferKind::file, Side::server);
  Talk talk{ftp_data::registration(), file};
  talk.server(bytes_of("abc")).client(bytes_of("abc")).end();
  auto const said = talk.said<Transfer>();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].name, "") << "nobody asked the client for it";
  EXPECT_EQ(said[1].name, "/out/plan.edi");
}

TEST(FtpData, TlsIsHandedOver) {
  Talk talk{ftp_data::registration()};
  talk.client(test::hex("160301020001"));
  EXPECT_EQ(talk.last().then, delivery::Taken::Then::offer);
  EXPECT_EQ(talk.last().hint.text(), "tls");
  talk.end();
  EXPECT_TRUE(talk.events().empty());
}

}  // namespace
}  // namespace qw
