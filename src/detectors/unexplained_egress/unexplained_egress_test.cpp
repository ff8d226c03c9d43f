// SPDX-License-Identifier: Apache-2.0
#include "detectors/unexplained_egress/unexplained_egress.hpp"

#include "support/port.hpp"

namespace qw::detectors::unexplained_egress {
namespace {

using test::judged;
using test::Port;

constexpr std::string_view site_text = R"(
[[conduit]]
from = "10.1.0.5/32"
to = "outside"
service = "tls"
why = "telemetry"
vouched_by = "A. Person"
)";

LedgerRow row() {
  LedgerRow made;
  made.boundary = "STS-1";
  made.inside = test::host("10.1.0.9");
  made.outside = test::host("203.0.113.7");
  made.outside_name = "cloud.example";
  made.country = "DE";
  made.service = "tls";
  made.encryption = Encryption::encrypted;
  made.conversations = 2;
  made.frames_out = 1;
  made.octets_out = 60;
  made.first = made.last = test::start;
  made.evidence.frames = {41, 41};
  return made;
}

TEST(UnexplainedEgress, OneFrameOutWithoutARuleIsFound) {
  auto const finding = test::only(judged<Detector>(Port{site_text}, about, row()), Port{site_text});
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "10.1.0.9 to 203.0.113.7, tls");
  EXPECT_EQ(finding.evidence[0].frames.first, 41U);
  EXPECT_NE(finding.claim.find("60 octets left STS-1"), std::string::npos);
  EXPECT_NE(finding.claim.find("cloud.example (203.0.113.7), registered in DE"), std::string::npos);
}

TEST(UnexplainedEgress, WithoutASiteFileItIsANote) {
  EXPECT_EQ(test::only(judged<Detector>(Port{}, about, row()), Port{}).severity, Severity::note);
}

TEST(UnexplainedEgress, ExplainedRowsAndRowsInwardsAreNot) {
  Port const port{site_text};
  auto explained = row();
  explained.explained = true;
  EXPECT_TRUE(judged<Detector>(port, about, explained).sorted().empty());
  auto inwards = row();
  inwards.octets_out = 0;
  inwards.octets_in = 60;
  EXPECT_TRUE(judged<Detector>(port, about, inwards).sorted().empty());
}

TEST(UnexplainedEgress, WhatTheLedgerFoldedIsToldToo) {
  auto folded = row();
  folded.inside = folded.outside = {};
  folded.service.clear();
  folded.outside_name = "all others, beyond the limit of 100 rows";
  auto const finding =
      test::only(judged<Detector>(Port{site_text}, about, folded), Port{site_text});
  EXPECT_NE(finding.subject.find("all others"), std::string::npos);
  EXPECT_NE(finding.claim.find("over any service"), std::string::npos);
  folded.country = "DE";
  folded.service = "tls";
  auto const apart = test::only(judged<Detector>(Port{site_text}, about, folded), Port{site_text});
  EXPECT_NE(apart.claim.find("100 rows, registered in DE"), std::string::npos) << apart.claim;
  EXPECT_NE(apart.subject, finding.subject);
}

}  // namespace
}  // namespace qw::detectors::unexplained_egress
