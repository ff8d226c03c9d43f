// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>

#include "site/atlas.hpp"
#include "site/read.hpp"
#include "site/rules.hpp"

namespace qw::site {
namespace {

Host host(std::string_view address, std::uint16_t realm = 0) {
  return {RealmId{realm}, *Address::parse(address)};
}

Site good(std::string_view text) {
  auto reading = read(text, "site.toml");
  if (auto const* mistakes = std::get_if<1>(&reading))
    for (auto const& each : *mistakes) ADD_FAILURE() << to_text(each);
  auto const* site = std::get_if<0>(&reading);
  return site == nullptr ? Site{} : *site;
}

constexpr std::string_view whole = R"(
[port]
name = "Example"
code = "XXEXA"
utc_offset_minutes = 120

[[berth]]
name = "5"
military = true

[[realm]]
name = "sts2"

[[crane]]
name = "STS-1"
maker = "Somebody"
model = "Big"
safe_load_t = 65
berth = "5"
networks = ["10.1.0.0/16", "fd00:1::/32"]

[[crane]]
name = "STS-2"
realm = "sts2"
networks = ["10.1.0.0/16"]

[[zone]]
name = "control"
level = "2"
networks = ["10.1.2.0/24"]

[[zone]]
name = "terminal"
level = "4"
networks = ["172.16.0.0/12"]

[[device]]
name = "hoist plc"
addresses = ["10.1.2.10"]
macs = ["00:1b:1b:00:00:01"]
role = "controller"

[[point]]
name = "ehouse2"
realm = "sts2"
boundary = "STS-2"

[[telegram]]
name = "positions"
transport = "udp"
port = 3000
octets = 224

[[conduit]]
from = "terminal"
to = "hoist plc"
service = "modbus"
commands = ["read", "load program"]
hours = "mon-fri 06:00-22:00"
octets_per_day = 1_000_000
why = "moves per hour"
vouched_by = "A. Person"
document = "CR-17"

[[conduit]]
name = "seen in May"
from = "STS-1"
to = "outside"
service = "any"
seen_only = true

[[maintenance]]
name = "spring"
to = "STS-1"
start = 2026-03-01T06:00:00
end = 2026-03-02T06:00:00Z
vouched_by = "B. Person"

[[remote_access]]
name = "maker"
from = "outside"
to = "STS-1"
hours = "sat 22:00-02:00"
vouched_by = "B. Person"

[[signal]]
name = "hoist.position"
crane = "STS-1"
device = "10.1.2.10"
service = "modbus"
space = "holding-register"
offset = 100
type = "f32be"
scale = 0.001
unit = "m"

[lists]
makers = ["ours.tsv"]

[services]
gateways = ["10.1.0.1"]
time_servers = ["10.1.0.2"]
)";

TEST(Site, WholeFileIsReadAsWritten) {
  auto const site = good(whole);
  EXPECT_EQ(site.port.utc_offset_minutes, 120);
  ASSERT_EQ(site.cranes.size(), 2U);
  EXPECT_EQ(*site.cranes[0].safe_load_t, 65);
  EXPECT_TRUE(site.berths[site.cranes[0].berth].military);
  EXPECT_EQ(site.cranes[1].realm, RealmId{1});
  EXPECT_EQ(site.realm_of_point("ehouse2"), RealmId{1});
  EXPECT_EQ(site.realm_of_point("elsewhere"), RealmId{});
  ASSERT_EQ(site.conduits.size(), 2U);
  EXPECT_EQ(site.conduits[0].name, "terminal -> hoist plc modbus");
  EXPECT_EQ(site.conduits[0].from.kind, End::Kind::zone);
  EXPECT_EQ(site.conduits[0].to.kind, End::Kind::device);
  EXPECT_EQ(*site.conduits[0].octets_per_day, 1'000'000U);
  EXPECT_TRUE(allows(site.conduits[0], Verb::read));
  EXPECT_FALSE(allows(site.conduits[0], Verb::write));
  EXPECT_TRUE(allows(site.conduits[1], Verb::write));
  EXPECT_EQ(site.signals[0].type, WireType::f32be);
  EXPECT_EQ(site.telegrams[0].octets, 224U);
  EXPECT_EQ(site.lists.makers[0], "ours.tsv");
  EXPECT_EQ(site.services.time_servers[0], *Address::parse("10.1.0.2"));
}

TEST(Site, LocalTimesAreThePortsOwn) {
  auto const site = good(whole);
  EXPECT_EQ(to_text(*site.maintenance[0].start), "2026-03-01T04:00:00.000000000Z");
  EXPECT_EQ(to_text(*site.maintenance[0].end), "2026-03-02T06:00:00.000000000Z");
  EXPECT_TRUE(within(site.maintenance[0], *site.maintenance[0].start, 120));
  EXPECT_FALSE(within(site.maintenance[0], *site.maintenance[0].end, 120));
}

TEST(Site, HoursMayPassMidnight) {
  auto const hours = *parse_hours("sat 22:00-02:00");
  Stamp const saturday_noon{1'700'308'800'000'000'000};  // 2023-11-18T12:00:00Z
  EXPECT_FALSE(within(hours, saturday_noon, 0));
  EXPECT_TRUE(within(hours, saturday_noon + seconds(10 * 3600), 0));
  EXPECT_TRUE(within(hours, saturday_noon + seconds(13 * 3600), 0));
  EXPECT_FALSE(within(hours, saturday_noon + seconds(14 * 3600), 0));
  EXPECT_TRUE(within(hours, saturday_noon + seconds(8 * 3600), 120)) << "the port's own clock";
  EXPECT_EQ(to_text(hours), "sat 22:00-02:00");
}

TEST(Site, HoursThatAreNoneAreRefused) {
  for (auto const text : {"", "6:00-7:00", "06:00", "06:00-06:00", "25:00-26:00", "06:60-07:00",
                          "mon-fri", "fry 06:00-07:00", "24:00-01:00", "-1:00-07:00"})
    EXPECT_FALSE(parse_hours(text)) << text;
}

TEST(Site, LongestPrefixDecidesWithinTheRealm) {
  auto const site = good(whole);
  Atlas const atlas{site};
  auto const plc = atlas.place_of(host("10.1.2.10"));
  EXPECT_EQ(plc.crane, 0);
  EXPECT_EQ(plc.zone, 0);
  EXPECT_EQ(plc.device, 0);
  EXPECT_EQ(atlas.boundaries()[plc.boundary], "STS-1");
  auto const sister = atlas.place_of(host("10.1.2.10", 1));
  EXPECT_EQ(sister.crane, 1);
  EXPECT_EQ(sister.zone, 0) << "a zone without a realm reaches through all";
  EXPECT_EQ(sister.device, none) << "the device is the shared realm's";
  EXPECT_EQ(atlas.place_of(host("fd00:1::7")).crane, 0);
  EXPECT_EQ(atlas.place_of(host("192.168.0.1")), Place{}) << "not in the file: outside";
  EXPECT_FALSE(atlas.by_default());
}

TEST(Site, RealmsOfAddresses) {
  auto const site = good(R"(
[[realm]]
name = "sts1"
[[realm]]
name = "sts2"
[[crane]]
name = "STS-1"
realm = "sts1"
networks = ["141.81.0.0/24", "10.0.0.0/8"]
[[zone]]
name = "terminal"
realm = "shared"
networks = ["10.200.0.0/16"]
[[zone]]
name = "drives"
networks = ["10.1.0.0/24"]
)");
  Atlas const atlas{site};
  auto const realm = [&](std::string_view address, std::uint16_t of) {
    auto const host = atlas.host_at(RealmId{of}, *Address::parse(address));
    return static_cast<std::uint16_t>(host.realm);
  };
  EXPECT_EQ(realm("141.81.0.10", 1), 1U) << "the crane's plan has public addresses";
  EXPECT_EQ(realm("141.81.1.10", 1), 0U);
  EXPECT_EQ(realm("141.81.0.10", 2), 0U) << "the network of another realm";
  EXPECT_EQ(realm("10.200.0.5", 1), 0U) << "the longer network is shared";
  EXPECT_EQ(realm("10.200.0.5", 2), 0U);
  EXPECT_EQ(realm("10.1.0.5", 1), 1U) << "a zone of all realms shares nothing";
  EXPECT_EQ(realm("192.168.1.1", 2), 2U);
  EXPECT_EQ(realm("00:1b:1b:00:00:01", 2), 2U);
  EXPECT_EQ(realm("224.0.0.1", 2), 2U);
  EXPECT_EQ(realm("8.8.8.8", 2), 0U);
  EXPECT_EQ(realm("10.1.0.5", 0), 0U);
}

TEST(Site, NetworkWithinANetworkWins) {
  auto const site = good(R"(
zone = [{name = "big", networks = ["10.0.0.0/8"]}, {name = "small", networks = ["10.2.0.0/16"]},
        {name = "one", networks = ["10.2.3.4"]}, {name = "rest", networks = ["0.0.0.0/0"]}]
)");
  Atlas const atlas{site};
  EXPECT_EQ(atlas.place_of(host("10.9.9.9")).zone, 0);
  EXPECT_EQ(atlas.place_of(host("10.2.9.9")).zone, 1);
  EXPECT_EQ(atlas.place_of(host("10.2.3.4")).zone, 2);
  EXPECT_EQ(atlas.place_of(host("8.8.8.8")).zone, 3);
}

TEST(Site, WithoutAFilePrivateAddressesAreInside) {
  Site const site;
  Atlas const atlas{site};
  EXPECT_TRUE(atlas.by_default());
  EXPECT_EQ(atlas.boundaries()[0], "private addresses");
  EXPECT_EQ(atlas.place_of(host("192.168.3.4")).boundary, 0);
  EXPECT_EQ(atlas.place_of(host("100.64.0.1")).boundary, 0);
  EXPECT_EQ(atlas.place_of(host("fd12::1")).boundary, 0);
  EXPECT_EQ(atlas.place_of(host("8.8.8.8")).boundary, none);
  EXPECT_EQ(atlas.place_of(host("2001:db8::1")).boundary, none);
}

TEST(Rules, FirstVouchedConduitAllowsElseTheSeenOne) {
  auto const site = good(whole);
  Atlas const atlas{site};
  auto const party = [&](std::string_view address) {
    return Party{host(address), atlas.place_of(host(address))};
  };
  auto const* rule = rule_for(site, party("172.16.1.1"), party("10.1.2.10"), "modbus");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->document, "CR-17");
  EXPECT_EQ(rule_for(site, party("172.16.1.1"), party("10.1.2.11"), "modbus"), nullptr);
  EXPECT_EQ(rule_for(site, party("172.16.1.1"), party("10.1.2.10"), "s7"), nullptr);
  EXPECT_EQ(rule_for(site, party("10.1.2.10"), party("172.16.1.1"), "modbus")->name, "seen in May");
  EXPECT_TRUE(rule_for(site, party("10.1.2.11"), party("8.8.8.8"), "tcp/443")->seen_only);
  EXPECT_EQ(rule_for(site, party("8.8.8.8"), party("10.1.2.11"), "tcp/443"), nullptr);
}

TEST(Rules, APortsRuleFitsWhateverRunsThere) {
  auto site = good(whole);
  site.conduits[0].service = "udp/443";
  Atlas const atlas{site};
  auto const party = [&](std::string_view address) {
    return Party{host(address), atlas.place_of(host(address))};
  };
  auto const from = party("172.16.1.1");
  auto const to = party("10.1.2.10");
  EXPECT_NE(rule_for(site, from, to, Called{"quic", "udp", 443}), nullptr);
  EXPECT_NE(rule_for(site, from, to, Called{"udp/443", "udp", 443}), nullptr);
  EXPECT_NE(rule_for(site, from, to, Called{"quic", {}, 443}), nullptr) << "of any transport";
  EXPECT_EQ(rule_for(site, from, to, Called{"quic", "udp", 444}), nullptr);
  EXPECT_EQ(rule_for(site, from, to, Called{"quic", "tcp", 443}), nullptr);
  EXPECT_EQ(rule_for(site, from, to, Called{"quic", {}, 0}), nullptr);
}

TEST(Rules, AProtocolsRuleFitsItOnAnyPort) {
  for (auto const port : std::to_array<std::uint16_t>({0, 502, 1502}))
    EXPECT_TRUE(fits("modbus", {"modbus", "tcp", port}));
  EXPECT_FALSE(fits("modbus", {"tcp/502", "tcp", 502})) << "nobody knows what runs there";
  EXPECT_TRUE(fits("any", {"tcp/502", "tcp", 502}));
  EXPECT_TRUE(fits("tcp/0502", {"modbus", "tcp", 502}));
  for (auto const* text : {"tcp", "tcp/", "tcp/0", "tcp/65536", "tcp/502x", "icmp/8", "tcp/-1"})
    EXPECT_FALSE(port_service(text)) << text;
}

TEST(Rules, ACommandAsksEveryRuleThatFits) {
  auto site = good(whole);
  auto& port = site.conduits[0];
  port.service = "tcp/502";
  port.commands = {Verb::read};
  site.conduits.push_back(port);
  site.conduits.back().service = "modbus";
  site.conduits.back().commands = {Verb::write};
  Atlas const atlas{site};
  auto const party = [&](std::string_view address) {
    return Party{host(address), atlas.place_of(host(address))};
  };
  auto const rule = [&](Called const& called, Verb verb) {
    return rule_for_command(site, party("172.16.1.1"), party("10.1.2.10"), called, verb);
  };
  EXPECT_EQ(rule({"modbus", {}, 502}, Verb::read)->service, "tcp/502");
  EXPECT_EQ(rule({"modbus", {}, 502}, Verb::write)->service, "modbus");
  EXPECT_EQ(rule({"modbus", {}, 503}, Verb::read), nullptr);
  EXPECT_EQ(rule({"modbus", {}, 502}, Verb::stop), nullptr);
}

struct Wrong {
  std::string_view text;
  std::string_view message;
};

class SiteMistake : public testing::TestWithParam<Wrong> {};

TEST_P(SiteMistake, SaysWhereAndWhatWasExpected) {
  auto const reading = read(GetParam().text, "site.toml");
  auto const* mistakes = std::get_if<1>(&reading);
  ASSERT_NE(mistakes, nullptr) << "was taken";
  std::string all;
  for (auto const& each : *mistakes) all += to_text(each) + '\n';
  EXPECT_EQ(mistakes->size(), 1U) << all;
  EXPECT_EQ(to_text(mistakes->front()), GetParam().message);
}

constexpr std::string_view head = "[[zone]]\nname = \"a\"\n[[zone]]\nname = \"b\"\n";

std::string_view with_head(std::string_view rest) {
  static std::vector<std::unique_ptr<std::string>> texts;
  texts.push_back(std::make_unique<std::string>(std::string{head} + std::string{rest}));
  return *texts.back();
}

INSTANTIATE_TEST_SUITE_P(
    Table, SiteMistake,
    testing::Values(
        Wrong{
            "[[crane]]\nname = \"STS-1\"\nnetworcs = []\n",
            "site.toml:3:1: crane \"STS-1\": unknown key \"networcs\"; did you mean \"networks\"?"},
        Wrong{"[[crnae]]\nname = \"STS-1\"\n",
              "site.toml:1:3: site: unknown key \"crnae\"; did you mean \"crane\"?"},
        Wrong{"[port]\nflag = 1\n",
              "site.toml:2:1: port: unknown key \"flag\"; expected one of code, name, "
              "utc_offset_minutes"},
        Wrong{"[[crane]]\nmaker = \"x\"\n", "site.toml:1:1: crane: \"name\" is missing"},
        Wrong{"[[crane]]\nname = 7\n",
              "site.toml:2:8: crane: name: expected text, got a whole number"},
        Wrong{"[[crane]]\nname = \"a\"\nnetworks = [\"10.0.0.0/33\"]\n",
              "site.toml:3:13: crane \"a\": networks: expected a network such as \"10.1.0.0/16\", "
              "with no bits set behind its length, got \"10.0.0.0/33\""},
        Wrong{"[[crane]]\nname = \"a\"\nnetworks = [\"10.0.0.5/8\"]\n",
              "site.toml:3:13: crane \"a\": networks: expected a network such as \"10.1.0.0/16\", "
              "with no bits set behind its length, got \"10.0.0.5/8\""},
        Wrong{"[[crane]]\nname = \"a\"\nnetworks = \"10.0.0.0/8\"\n",
              "site.toml:3:12: crane \"a\": networks: expected a list of texts, got text"},
        Wrong{"[[crane]]\nname = \"a\"\nsafe_load_t = -4\n",
              "site.toml:3:15: crane \"a\": safe_load_t: expected a number from 0.1 to 10000, got "
              "-4"},
        Wrong{"[[crane]]\nname = \"a\"\nrealm = \"shard\"\n",
              "site.toml:3:9: crane \"a\": realm: expected the name of a realm, got \"shard\"; did "
              "you mean \"shared\"?"},
        Wrong{"[[crane]]\nname = \"a\"\n[[crane]]\nname = \"a\"\n",
              "site.toml:3:1: crane \"a\": name: already given in line 1"},
        Wrong{"[[crane]]\nname = \"a\"\nnetworks = [\"10.0.0.0/8\"]\n[[crane]]\nname = \"b\"\n"
              "networks = [\"10.0.0.0/8\"]\n",
              "site.toml:4:1: crane \"b\": networks: 10.0.0.0/8 already belongs to crane \"a\"; "
              "sister cranes with equal addresses need a realm each"},
        Wrong{
            "[[device]]\nname = \"a\"\nmacs = [\"00:11:22\"]\n",
            "site.toml:3:9: device \"a\": macs: expected a MAC such as \"00:1b:1b:00:00:01\", got "
            "\"00:11:22\""},
        Wrong{"[[device]]\nname = \"a\"\n",
              "site.toml:1:1: device \"a\": \"addresses\" or \"macs\" is missing"},
        Wrong{"[[zone]]\nname = \"outside\"\n",
              "site.toml:1:1: zone \"outside\": name: \"outside\" is reserved"},
        Wrong{with_head("[[conduit]]\nfrom = \"a\"\nto = \"c\"\nservice = \"modbus\"\n"
                        "vouched_by = \"me\"\n"),
              "site.toml:7:6: conduit: to: expected a zone, crane, device, network, \"any\" or "
              "\"outside\", got \"c\""},
        Wrong{with_head("[[conduit]]\nfrom = \"a\"\nto = \"b\"\nservice = \"modbus\"\n"),
              "site.toml:5:1: conduit: \"vouched_by\" is missing: name the person who says that "
              "this is "
              "needed, or write seen_only = true if nobody has"},
        Wrong{with_head("[[conduit]]\nfrom = \"a\"\nto = \"b\"\nservice = \"modbus\"\n"
                        "seen_only = true\nvouched_by = \"me\"\n"),
              "site.toml:5:1: conduit: has both \"seen_only\" and \"vouched_by\"; remove "
              "\"seen_only\" "
              "once somebody vouches"},
        Wrong{with_head("[[conduit]]\nfrom = \"a\"\nto = \"b\"\nservice = \"tcp/99999\"\n"
                        "seen_only = true\n"),
              "site.toml:8:11: conduit: service: expected a protocol such as \"modbus\", a port "
              "such as \"tcp/8443\", or \"any\", got \"tcp/99999\""},
        Wrong{
            with_head("[[conduit]]\nfrom = \"a\"\nto = \"b\"\nservice = \"s7\"\nseen_only = true\n"
                      "commands = [\"wriet\"]\n"),
            "site.toml:10:13: conduit: commands: expected a command (read, write, start, stop, "
            "load program, take program, firmware, configure, set clock, force, authenticate, "
            "diagnose, file, select, cancel, acknowledge, subscribe, call, restart, other), got "
            "\"wriet\"; did you mean \"write\"?"},
        Wrong{
            with_head("[[conduit]]\nfrom = \"a\"\nto = \"b\"\nservice = \"s7\"\nseen_only = true\n"
                      "hours = \"daytime\"\n"),
            "site.toml:10:9: conduit: hours: expected hours such as \"mon-fri 06:00-22:00\", got "
            "\"daytime\""},
        Wrong{"[[maintenance]]\nname = \"m\"\nto = \"any\"\nvouched_by = \"me\"\n",
              "site.toml:1:1: maintenance \"m\": \"start\", \"end\" or \"hours\" is missing"},
        Wrong{"[[maintenance]]\nname = \"m\"\nto = \"any\"\nvouched_by = \"me\"\n"
              "start = \"2026-03-01\"\nend = 2026-03-01T00:00:00Z\n",
              "site.toml:5:9: maintenance \"m\": start: expected a date and time such as "
              "2026-03-01T06:30:00Z, without quotes, got text"},
        Wrong{"[crane]\nname = \"a\"\n",
              "site.toml:1:1: site: crane: expected tables, each headed [[crane]]"},
        Wrong{"[[port]]\nname = \"a\"\n",
              "site.toml:1:1: site: port: expected one table headed [port]"}));

TEST(Site, EveryMistakeIsReportedInTheOrderOfTheFile) {
  auto const reading = read(
      "[port]\nnaem = 1\n[[crane]]\nname = \"a\"\nnetworks = [\"x\"]\n"
      "[lists]\nmakers = 3\n",
      "s");
  auto const* mistakes = std::get_if<1>(&reading);
  ASSERT_NE(mistakes, nullptr);
  ASSERT_EQ(mistakes->size(), 3U);
  EXPECT_EQ((*mistakes)[0].spot.line, 2U);
  EXPECT_EQ((*mistakes)[1].spot.line, 5U);
  EXPECT_EQ((*mistakes)[2].spot.line, 7U);
}

TEST(Site, WhatIsNoTomlIsAMistakeWithItsPlace) {
  auto const reading = read("[port]\nname = \"a\n", "s");
  auto const* mistakes = std::get_if<1>(&reading);
  ASSERT_NE(mistakes, nullptr);
  EXPECT_EQ(mistakes->front().spot.line, 2U);
  EXPECT_FALSE(mistakes->front().text.empty());
}

TEST(Site, KeyThatBeginsWithNoKeyIsAMistakeToo) {
  for (auto const text : {"[port]\n=1\n", "[]\n", "[port.]\n", "a.=1\n", "\"", "[[\x80]]", "\xc3"})
    EXPECT_EQ(read(text, "s").index(), 1U) << text;
}

TEST(Site, FileThatIsNotThereIsAMistake) {
  auto const reading = read_file("no/such/site.toml");
  ASSERT_EQ(reading.index(), 1U);
  EXPECT_EQ(to_text(std::get<1>(reading).front()),
            "no/such/site.toml: cannot be read; check that it exists and is readable");
}

TEST(Prefix, ContainsWhatSharesItsBits) {
  auto const network = *Prefix::parse("10.1.2.128/25");
  EXPECT_TRUE(network.contains(*Address::parse("10.1.2.200")));
  EXPECT_FALSE(network.contains(*Address::parse("10.1.2.127")));
  EXPECT_FALSE(network.contains(*Address::parse("::1")));
  EXPECT_TRUE(Prefix::parse("::/0")->contains(*Address::parse("fe80::1")));
  EXPECT_EQ(to_text(network), "10.1.2.128/25");
  EXPECT_EQ(to_text(*Prefix::parse("10.1.2.3")), "10.1.2.3");
  for (auto const text : {"", "/8", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.1/8", "00:11:22:33:44:55"})
    EXPECT_FALSE(Prefix::parse(text)) << text;
}

}  // namespace
}  // namespace qw::site
