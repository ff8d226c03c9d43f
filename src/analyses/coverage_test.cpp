// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "analyses/analyses.hpp"
#include "analyses/coverage.hpp"
#include "analyses/coverage_text.hpp"
#include "site/read.hpp"
#include "support/events.hpp"
#include "support/ground.hpp"

namespace qw::analyses {
namespace {

using test::conversation;
using test::said;

std::vector<std::string> statements(std::vector<CoverageRow> const& rows, std::string_view topic) {
  std::vector<std::string> found;
  for (auto const& row : rows)
    if (row.topic == topic) found.push_back(row.statement);
  return found;
}

/// A coverage of no site file.
struct Measured : test::Ground {
  Measured() : Ground{std::string_view{}} {}
  Coverage coverage{context};
};

std::vector<CoverageRow> rows_of(Accounts const& accounts,
                                 Coverage const& coverage = Measured{}.coverage,
                                 std::vector<Device> const& devices = {}) {
  return coverage.rows({accounts, devices, {}, {}, "Boundary.", {}});
}

SourceAccount source() {
  SourceAccount made;
  made.name = "quay.pcap";
  made.first = test::start;
  made.last = test::start + seconds(3'725);
  made.read = {1'000, 100'000};
  made.unique = {990, 99'000};
  made.duplicates = {4, 400};
  made.undecoded = {{"link type", {6, 600}}, {"truncated", {0, 0}}};
  return made;
}

TEST(Coverage, SourceIsDescribedInSentences) {
  Accounts accounts;
  accounts.sources.push_back(source());
  auto const rows = rows_of(accounts);
  EXPECT_EQ(statements(rows, "time")[0],
            "From 2026-03-01T00:00:00.000000000Z to 2026-03-01T01:02:05.000000000Z, 1 h 2 min.");
  EXPECT_EQ(statements(rows, "frames"),
            (std::vector<std::string>{"99.0 % of 1,000 frames are used.",
                                      "4 frames came twice; the copies are not counted.",
                                      "6 frames (600 octets) not decoded: link type."}));
}

TEST(Coverage, HeadersOfAMirrorAreTold) {
  Accounts accounts;
  accounts.sources.push_back(source());
  accounts.sources[0].mirror_octets = 1'500;
  EXPECT_EQ(statements(rows_of(accounts), "frames")[2],
            "1,500 octets of the frames used are headers that the mirror added (ERSPAN); they "
            "belong to no conversation.");
}

TEST(Coverage, UnknownIsNotZero) {
  Accounts accounts;
  accounts.sources.push_back(source());
  EXPECT_EQ(statements(rows_of(accounts), "drops")[0],
            "The capture does not record whether frames were dropped.");
  accounts.sources[0].drops_known = true;
  EXPECT_EQ(statements(rows_of(accounts), "drops")[0],
            "The capture reports no dropped frames; a mirror port may still have dropped some.");
  accounts.sources[0].dropped = 1;
  auto const rows = rows_of(accounts);
  EXPECT_EQ(statements(rows, "drops")[0], "The capture reports 1 frame dropped.");
  EXPECT_TRUE(statements(rows, "understood").empty()) << "there was no payload to understand";
}

TEST(Coverage, SharesAreNeverRoundedToAllOrNothing) {
  Accounts accounts;
  accounts.payload_octets = 1'000'000;
  accounts.understood_octets = 999'999;
  accounts.encrypted_octets = 1;
  auto const said_so = statements(rows_of(accounts), "understood");
  EXPECT_EQ(said_so[0], "99.9 % of the payload was parsed.");
  EXPECT_EQ(said_so[1], "0.1 % of the payload is encrypted: its content is not known.");
  EXPECT_EQ(said_so[2], "0 % of the payload belongs to no known protocol.");
}

TEST(Coverage, WhatIsEncryptedWasNotRead) {
  Accounts accounts;
  accounts.payload_octets = 100;
  accounts.understood_octets = 90;  // a protocol took them
  accounts.encrypted_octets = 60;
  accounts.unknown_octets = 10;
  EXPECT_EQ(statements(rows_of(accounts), "understood")[0], "30.0 % of the payload was parsed.");
}

TEST(Coverage, WhoSpeaksToEverybodyOnlyIsCounted) {
  Accounts const accounts;
  std::vector<Device> devices(3);
  devices[0].only_broadcast = devices[1].only_broadcast = true;
  auto const said = [&] {
    Measured const measured;
    return statements(measured.coverage.rows({.accounts = accounts, .devices = devices}),
                      "devices");
  };
  EXPECT_EQ(said(), std::vector<std::string>{
                        "2 of 3 devices sent only broadcasts and multicasts: this tap may not see "
                        "their unicast traffic."});
}

TEST(Coverage, DaysAreSaidAsDays) { EXPECT_EQ(duration(71'748'360'000'000'000), "830 d 10 h"); }

TEST(Coverage, DamageTimeAndLimitsAreTold) {
  Accounts accounts;
  auto damaged = source();
  damaged.damages = 3;
  damaged.damage.push_back({17, 4'096, 200, "block length is not a multiple of 4"});
  damaged.epochs = 1;
  damaged.backward = 2;
  damaged.cut_frames = 10;
  accounts.sources.push_back(damaged);
  accounts.lost_stream_octets = 50;
  accounts.payload_octets = 950;
  accounts.one_directional = 2;
  accounts.conversations = 9;
  accounts.evicted_conversations = 1;
  accounts.evicted_bodies = 2;
  accounts.evicted_expectations = 3;
  auto const rows = rows_of(accounts);
  EXPECT_EQ(
      statements(rows, "damage"),
      (std::vector<std::string>{"Damaged at octet 4,096, after frame 17: block length is not a "
                                "multiple of 4; 200 octets skipped.",
                                "Damaged in 3 places, 1 of them listed."}));
  EXPECT_EQ(statements(rows, "time").size(), 3U);
  EXPECT_EQ(statements(rows, "loss")[0],
            "50 octets of TCP data acknowledged but never seen: 5.0 % of the payload.");
  EXPECT_EQ(statements(rows, "direction")[0],
            "2 TCP conversations were seen in one direction only: the mirror may miss the other.");
  EXPECT_EQ(statements(rows, "limits")[0], "1 conversation ended early to make room for others.");
  EXPECT_EQ(statements(rows, "limits")[1],
            "2 transfers ended early to make room for others, without a digest.");
  EXPECT_EQ(statements(rows, "limits")[2],
            "3 announced conversations forgotten to make room for others, before any came.");
}

TEST(Coverage, ProtocolsAreInOrderOfTheirNames) {
  Measured measured;
  auto& coverage = measured.coverage;
  coverage.on(conversation("10.0.0.1:4000", "10.0.0.2:502", "modbus"));
  coverage.on(conversation("10.0.0.1:4000", "10.0.0.2:80", "http"));
  coverage.on(conversation("10.0.0.1:4000", "10.0.0.2:99", {}));
  coverage.on(Irregularity{said("10.0.0.1:4000", "10.0.0.2:502", "modbus")});
  EXPECT_EQ(statements(rows_of({}, coverage), "protocol"),
            (std::vector<std::string>{"100 % of the payload of http was parsed.",
                                      "100 % of the payload of modbus was parsed.",
                                      "A rule of modbus was broken once."}));
}

TEST(Analyses, HearEveryKindAndAnswerTogether) {
  auto const site = std::get<site::Site>(site::read(R"(
[[crane]]
name = "STS-1"
networks = ["10.1.0.0/16"]
[[device]]
name = "hoist"
addresses = ["10.1.0.2"]
[[device]]
name = "boom"
addresses = ["10.1.0.3"]
)",
                                                    "site.toml"));
  std::vector<std::string> const points{"quay"};
  Registries const registries;
  Analyses analyses{site, points, registries};
  analyses.on(Event{conversation("172.16.0.1:4000", "10.1.0.2:502", "modbus")});
  Command command{said("172.16.0.1:4000", "10.1.0.2:502", "modbus")};
  command.verb = Verb::write;
  command.outcome.state = Outcome::State::accepted;
  analyses.on(Event{command});
  analyses.on(Event{Alarm{said("10.1.0.2:502", "172.16.0.1:4000", "modbus")}});

  Dossier dossier;
  analyses.write(dossier);
  auto const& devices = dossier.of<Device>();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].name, "hoist");
  EXPECT_EQ(devices[0].role, "controller");
  EXPECT_EQ(to_text(dossier.of<ConduitRow>()[0].verbs), "write 1");
  EXPECT_EQ(dossier.of<CommandRow>()[0].accepted, 1U);
  EXPECT_EQ(dossier.of<LedgerRow>()[0].boundary, "STS-1");
  EXPECT_EQ(dossier.of<LedgerTotal>()[0].boundary_octets, 2'600U);
  auto const& rows = dossier.of<CoverageRow>();
  EXPECT_EQ(statements(rows, "devices")[0], "In the site file, but never seen.");
  EXPECT_EQ(statements(rows, "boundary")[0],
            "The ledger counts what crosses the boundary of STS-1.");
  EXPECT_EQ(statements(rows, "data")[0], "IEEE registry of MAC makers: not installed.");
}

TEST(Coverage, ANameIsNotAnUnderstanding) {
  Measured measured;
  auto& coverage = measured.coverage;
  auto report = conversation("10.0.0.1:4000", "198.51.100.9:443", "quic");
  report.basis = ServiceBasis::application;
  coverage.on(report);
  Accounts accounts;
  accounts.naming = {.library = "nDPI 4.2.0", .wanted = true, .heard = 7, .named = 1};
  auto const rows = rows_of(accounts, coverage);
  EXPECT_EQ(
      statements(rows, "naming"),
      (std::vector<std::string>{
          "nDPI 4.2.0 named 1 of 7 conversations that are not parsed, by their first octets and "
          "without guessing: named, not understood."}));
  EXPECT_EQ(statements(rows, "protocol"),
            (std::vector<std::string>{
                "None of the payload of quic was parsed: it is named, not understood."}));
}

TEST(Coverage, WhyThereAreNoNamesIsSaid) {
  Accounts accounts;
  EXPECT_EQ(statements(rows_of(accounts), "naming"),
            (std::vector<std::string>{"Unparsed traffic is not named, because of --no-naming."}));
  accounts.naming.wanted = true;
  EXPECT_EQ(
      statements(rows_of(accounts), "naming"),
      (std::vector<std::string>{"Unparsed traffic is not named: this program was built without a "
                                "library for that."}));
  accounts.naming.library = "nDPI 4.2.0";
  accounts.naming.cut_short = 1;
  EXPECT_EQ(statements(rows_of(accounts), "limits"),
            (std::vector<std::string>{"1 conversation not named, to make room for others."}));
}

}  // namespace
}  // namespace qw::analyses
