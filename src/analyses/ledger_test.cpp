// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>

#include "analyses/ledger.hpp"
#include "analyses/limits.hpp"
#include "analyses/names.hpp"
#include "support/events.hpp"
#include "support/ground.hpp"

namespace qw::analyses {
namespace {

using test::conversation;
using test::host;
using test::said;

/// A ledger of a site with what it needs around it.
struct Books : test::Ground {
  using Ground::Ground;

  std::vector<LedgerRow> rows() const { return ledger.rows(); }
  LedgerTotal total(std::size_t boundary = 0) const { return ledger.totals().at(boundary); }

  Known<Names> names{context, others};
  Known<Doubts> doubts{context, others};
  Ledger ledger{context};
};

constexpr std::string_view two_cranes = R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}, {name = "two", networks = ["10.2.0.0/16"]}]
[[conduit]]
name = "maker"
from = "one"
to = "203.0.113.0/24"
service = "tls"
vouched_by = "A. Person"
[[conduit]]
name = "drafted"
from = "one"
to = "outside"
service = "dns"
seen_only = true
)";

TEST(Ledger, OctetsAreTheInsidesOwnWhoeverOpened) {
  Books books;
  books.ledger.on(conversation("10.0.0.1:4000", "198.51.100.9:443", "tls", 1));
  books.ledger.on(conversation("198.51.100.8:4000", "10.0.0.1:22", "ssh", 50));
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].boundary, "private addresses");
  EXPECT_EQ(rows[0].point, "quay");
  EXPECT_EQ(rows[0].inside, host("10.0.0.1"));
  EXPECT_EQ(rows[0].outside, host("198.51.100.9"));
  EXPECT_EQ(rows[0].octets_out, 1'000U);
  EXPECT_EQ(rows[0].octets_in, 1'600U);
  EXPECT_EQ(rows[0].evidence.frames.first, 1U);
  EXPECT_EQ(rows[1].service, "ssh");
  EXPECT_EQ(rows[1].octets_out, 1'600U) << "it answered";
  EXPECT_EQ(rows[1].frames_in, 10U);
  EXPECT_EQ(books.total().boundary_octets, 5'200U);
  EXPECT_EQ(books.total().rows_octets, 5'200U);
  EXPECT_EQ(books.total().unexplained_octets, 5'200U);
}

TEST(Ledger, WhatStaysOnTheLinkCrossesNothing) {
  Books books;
  books.ledger.on(conversation("10.0.0.1:4000", "10.0.0.2:502", "modbus"));
  books.ledger.on(conversation("8.8.8.8:53", "9.9.9.9:53", "dns"));
  books.ledger.on(conversation("10.0.0.1:5353", "224.0.0.251:5353", "dns"));
  books.ledger.on(conversation("10.0.0.1:68", "255.255.255.255:67", "dhcp"));
  books.ledger.on(conversation("0.0.0.0:68", "8.8.8.8:67", "dhcp"));
  books.ledger.on(conversation("02:00:00:00:00:01", "02:00:00:00:00:02", "profinet"));
  EXPECT_TRUE(books.rows().empty());
  EXPECT_EQ(books.total().boundary_octets, 0U);
}

constexpr std::string_view voice = R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}]
[[conduit]]
name = "voice"
from = "one"
to = "10.9.0.1/32"
service = "udp/12004"
vouched_by = "A. Person"
)";

TEST(Ledger, WhereNothingProvesWhoOpenedARuleTheOtherWayExplains) {
  for (bool const guessed : {true, false})
    for (auto const service : {Term{}, Term{"modbus"}}) {
      Books books{voice};
      auto call = conversation("10.9.0.1:12004", "10.1.0.1:20008", service);
      call.transport = "udp";
      call.opener_guessed = guessed;
      books.ledger.on(call);
      auto const rows = books.rows();
      ASSERT_EQ(rows.size(), 1U);
      bool const steers = !service.empty();
      EXPECT_EQ(rows[0].explained, guessed && !steers) << "what steers machines stays strict";
    }
}

TEST(Ledger, WhoeverAvoidsASynCarriesNothingOutToWhomNoRuleNames) {
  Books books{R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}]
[[conduit]]
name = "support"
from = "outside"
to = "one"
service = "udp/12004"
vouched_by = "A. Person"
)"};
  auto out = conversation("10.1.0.1:12004", "203.0.113.7:20008");
  out.transport = "udp";
  out.opener_guessed = true;
  books.ledger.on(out);
  EXPECT_FALSE(books.rows().at(0).explained);
  EXPECT_EQ(books.total().unexplained_octets, 2'600U);
}

TEST(Ledger, WhereTheOpeningWasLostARuleForWhatThePortAnswersExplains) {
  for (bool const lost : {true, false}) {
    Books books{R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}]
[[conduit]]
name = "pictures"
from = "one"
to = "10.9.0.1/32"
service = "http"
vouched_by = "A. Person"
)"};
    auto known = conversation("10.8.0.1:4000", "10.9.0.1:8080", "http", 1);
    known.answered = true;  // it crosses no boundary, and tells all the same
    books.doubts.on(known);
    books.ledger.on(known);
    auto unknown = conversation("10.1.0.1:4001", "10.9.0.1:8080", {}, 50);
    unknown.opening_lost = lost;
    books.ledger.on(unknown);
    auto const rows = books.rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].explained, lost);
    EXPECT_EQ(rows[0].rule, lost ? "pictures" : "");
    EXPECT_EQ(books.total().unexplained_octets, lost ? 0U : 2'600U);
  }
}

TEST(Ledger, BetweenTwoCranesBothEdgesAreCrossed) {
  Books books{two_cranes};
  auto between = conversation("10.1.0.1:4000", "10.2.0.1:502", "modbus");
  between.said.moment.point = PointId{1};
  books.ledger.on(between);
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].boundary, "one");
  EXPECT_EQ(rows[0].octets_out, 1'000U);
  EXPECT_EQ(rows[1].boundary, "two");
  EXPECT_EQ(rows[1].point, "ehouse");
  EXPECT_EQ(rows[1].inside, host("10.2.0.1"));
  EXPECT_EQ(rows[1].octets_out, 1'600U);
  for (auto const& total : books.ledger.totals()) {
    EXPECT_EQ(total.boundary_octets, 2'600U);
    EXPECT_EQ(total.rows_octets, 2'600U);
  }
}

TEST(Ledger, OnlyAVouchedRuleExplains) {
  Books books{two_cranes};
  books.ledger.on(conversation("10.1.0.1:4000", "203.0.113.7:443", "tls", 1));
  books.ledger.on(conversation("10.1.0.1:4001", "8.8.8.8:53", "dns", 50));
  books.ledger.on(conversation("10.1.0.1:4002", "8.8.8.8:853", {}, 99));
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].rule, "drafted");
  EXPECT_FALSE(rows[0].explained) << "nobody has said yes";
  EXPECT_EQ(rows[1].service, "tcp/853");
  EXPECT_EQ(rows[1].rule, "");
  EXPECT_EQ(rows[2].rule, "maker") << "what is explained comes last";
  EXPECT_TRUE(rows[2].explained);
  EXPECT_EQ(books.total().unexplained_octets, 5'200U);
}

TEST(Ledger, APortsRuleExplainsWhatIsUnderstoodOnThatPortAlone) {
  Books books{R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}]
[[conduit]]
name = "port"
from = "one"
to = "any"
service = "tcp/443"
vouched_by = "A. Person"
)"};
  books.ledger.on(conversation("10.1.0.1:4000", "203.0.113.7:443", "tls", 1));
  books.ledger.on(conversation("10.1.0.1:4001", "203.0.113.7:8443", "tls", 50));
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_FALSE(rows[0].explained);
  EXPECT_EQ(rows[1].rule, "port");
  EXPECT_TRUE(rows[1].explained);
  EXPECT_EQ(books.total().unexplained_octets, 2'600U);
}

TEST(Ledger, ARuleForOneWayDoesNotExplainTheOther) {
  Books books{two_cranes};
  books.ledger.on(conversation("10.1.0.1:4000", "203.0.113.7:443", "tls", 1));
  books.ledger.on(conversation("203.0.113.7:4000", "10.1.0.1:443", "tls", 50));
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].conversations, 2U);
  EXPECT_EQ(rows[0].rule, "maker");
  EXPECT_FALSE(rows[0].explained);
}

TEST(Ledger, ConversationMovesToItsServiceOnceThatIsKnown) {
  Books books;
  auto report = conversation("10.0.0.1:4000", "198.51.100.9:443", {}, 1);
  books.ledger.on(report);
  EXPECT_EQ(books.rows()[0].service, "tcp/443");
  report.phase = Phase::update;
  report.service = test::protocol("tls");
  report.encryption = Encryption::encrypted;
  books.ledger.on(report);
  report.phase = Phase::closed;
  books.ledger.on(report);
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].service, "tls");
  EXPECT_EQ(rows[0].conversations, 1U);
  EXPECT_EQ(rows[0].octets_out, 3'000U);
  EXPECT_EQ(books.total().rows_octets, books.total().boundary_octets);
}

TEST(Ledger, ConversationThatTurnsAroundKeepsItsOctets) {
  Books books;
  auto report = conversation("198.51.100.9:443", "10.0.0.1:4000", {}, 1);
  books.ledger.on(report);  // seen from the middle: taken for opened by the server
  std::swap(report.said.moment.speaker, report.said.moment.listener);
  report.phase = Phase::closed;
  report.service = test::protocol("tls");
  books.ledger.on(report);
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].octets_out, 1'600U + 1'000U);
  EXPECT_EQ(rows[0].octets_in, 1'000U + 1'600U);
}

TEST(Ledger, NamesComeFromLookupsAndHandshakes) {
  Books books;
  std::string_view const answers[] = {"198.51.100.9", "alias.example"};
  Name looked_up{said("10.0.0.1:5000", "10.0.0.53:53", "dns")};
  looked_up.phase = NamePhase::answered;
  looked_up.question = "crane.example";
  looked_up.answers = answers;
  books.names.on(looked_up);
  Handshake hello{said("10.0.0.1:4000", "198.51.100.9:443", "tls")};
  hello.server_name = "api.example";
  books.names.on(hello);
  books.names.on(hello);
  books.ledger.on(conversation("10.0.0.1:4000", "198.51.100.9:443", "tls"));
  EXPECT_EQ(books.rows()[0].outside_name, "crane.example, api.example");
}

TEST(Ledger, BeyondTheLimitRowsAreFoldedAndNoOctetIsLost) {
  Books books;
  auto const most = limit::rows;
  std::uint64_t sent = 0;
  for (std::size_t i = 0; i < most + 1'000; ++i) {
    auto const other = fmt::format("203.{}.{}.{}:443", i >> 16 & 0xff, i >> 8 & 0xff, i & 0xff);
    auto report = conversation("10.0.0.1:4000", other, {}, i + 1);
    books.ledger.on(report);
    sent += report.octets_out + report.octets_in;
    if (i % 3 != 0) continue;
    report.phase = Phase::closed;
    report.service = test::protocol("tls");
    books.ledger.on(report);
    sent += report.octets_out + report.octets_in;
  }
  auto const rows = books.rows();
  EXPECT_EQ(books.total().boundary_octets, sent);
  EXPECT_EQ(books.total().rows_octets, sent);
  EXPECT_GT(books.ledger.folded(), 1'000U);
  EXPECT_EQ(rows[0].outside_name, "all others, beyond the limit of 65,536 rows");
  EXPECT_FALSE(rows[0].explained);
  EXPECT_TRUE(rows[0].outside.address.empty());
}

TEST(Ledger, WhatIsFoldedKeepsItsServiceAndWhetherARuleExplainsIt) {
  Books books{two_cranes, {.rows = 16}};
  auto& ledger = books.ledger;
  FrameNumber frame = 0;
  for (std::size_t i = 0; i < 116; ++i)
    for (auto const service : {Term{"tls"}, Term{"ssh"}, Term{}})
      ledger.on(
          conversation("10.1.0.1:4000", fmt::format("203.0.113.{}:443", i), service, ++frame));
  auto const rows = ledger.rows();
  std::map<std::string, std::pair<std::uint64_t, bool>> folded;
  for (auto const& row : rows)
    if (row.inside.address.empty()) folded[row.service] = {row.conversations, row.explained};
  using Sum = std::pair<std::uint64_t, bool>;
  EXPECT_EQ(folded.at("tls"), (Sum{110, true})) << "the rule is for tls to these addresses";
  EXPECT_EQ(folded.at("ssh"), (Sum{111, false}));
  EXPECT_EQ(folded.at("tcp"), (Sum{111, false}));
  EXPECT_EQ(folded.size(), 3U);
  EXPECT_EQ(rows.size(), 19U);
  auto const total = ledger.totals().at(0);
  EXPECT_EQ(total.rows_octets, total.boundary_octets);
}

TEST(Ledger, FoldedRowsHaveALimitOfTheirOwn) {
  Books books{"", {.rows = 4}};
  auto& ledger = books.ledger;
  FrameNumber frame = 0;
  for (auto const service : {Term{"tls"}, Term{"ssh"}, Term{"dns"}, Term{"ntp"}})
    for (std::size_t i = 0; i < 4; ++i)
      ledger.on(
          conversation("10.0.0.1:4000", fmt::format("203.0.113.{}:443", i), service, ++frame));
  auto const rows = ledger.rows();
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows[0].service, "") << "what has no row of its service";
  EXPECT_EQ(rows[0].conversations, 8U);
  EXPECT_EQ(rows[1].service, "ssh");
  EXPECT_EQ(rows[1].conversations, 4U);
}

TEST(Ledger, RowsThatAllMovedAwayFromMakeRoom) {
  Books books{"", {.rows = 4}};
  auto& ledger = books.ledger;
  for (FrameNumber frame = 1; frame <= 3; ++frame) {
    auto report = conversation("10.0.0.1:4000", fmt::format("203.0.113.{}:443", frame), {}, frame);
    report.phase = Phase::opened;
    ledger.on(report);
    report.phase = Phase::update;
    report.service = test::protocol("tls");
    ledger.on(report);
  }
  EXPECT_EQ(ledger.folded(), 0U) << "each was two rows for a while";
  auto const rows = ledger.rows();
  ASSERT_EQ(rows.size(), 3U);
  for (auto const& row : rows) {
    EXPECT_EQ(row.service, "tls");
    EXPECT_EQ(row.octets_out, 2'000U);
  }
  auto const total = ledger.totals().at(0);
  EXPECT_EQ(total.rows_octets, total.boundary_octets);
}

TEST(Ledger, WhatIsOnlyNamedIsMarkedAndMovesToItsName) {
  Books books;
  auto report = conversation("10.0.0.1:4000", "198.51.100.9:443", {});
  books.ledger.on(report);
  report.service = test::protocol("quic");
  report.basis = ServiceBasis::application;
  books.ledger.on(report);
  auto const rows = books.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].service, "quic");
  EXPECT_TRUE(rows[0].only_named);
  EXPECT_EQ(rows[0].octets_out, 2'000U);
}

}  // namespace
}  // namespace qw::analyses
