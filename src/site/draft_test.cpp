// SPDX-License-Identifier: Apache-2.0
#include "site/draft.hpp"

#include <gtest/gtest.h>

#include "site/csv.hpp"
#include "site/read.hpp"
#include "site/rules.hpp"
#include "support/events.hpp"

namespace qw::site {
namespace {

using test::address;
using test::host;

ConduitRow row(std::string_view from, std::string_view to, std::string_view service,
               VerbCounts verbs = {}) {
  ConduitRow made;
  made.from = host(from);
  made.to = host(to);
  made.service = service;
  made.verbs = std::move(verbs);
  made.conversations = 1;
  return made;
}

Device device(std::string_view name, std::vector<Host> hosts, std::string_view role = {}) {
  Device made;
  made.name = name;
  made.hosts = std::move(hosts);
  made.role = role;
  return made;
}

Site read_back(std::string const& text) {
  auto reading = read(text, "draft.toml");
  if (auto const* mistakes = std::get_if<1>(&reading))
    for (auto const& each : *mistakes) ADD_FAILURE() << to_text(each) << '\n' << text;
  auto const* site = std::get_if<0>(&reading);
  return site == nullptr ? Site{} : *site;
}

TEST(Draft, IsReadBackWithTheRiskiestFirst) {
  ConduitRow const conduits[] = {
      row("10.0.0.1", "10.0.0.2", "http"),
      row("10.0.0.1", "10.0.0.2", "ssh"),
      row("10.0.0.1", "203.0.113.1", "tls"),
      row("10.0.0.1", "10.0.0.2", "modbus", {{Verb::read, 812}, {Verb::load_program, 3}}),
      row("203.0.113.1", "10.0.0.2", "tcp/8443"),
      row("203.0.113.1", "10.0.0.2", "s7comm", {{Verb::stop, 1}}),
      row("02:00:00:00:00:01", "02:00:00:00:00:02", "profinet"),
      row("10.0.0.1", "10.0.0.2", "ip protocol 47"),
  };
  Device const devices[] = {device("plc \"2\"\n", {host("10.0.0.2"), host("00:1b:1b:00:00:01")}),
                            device("gate", {host("10.0.0.254")}, "router")};
  auto const text = draft({}, devices, conduits, {}, test::known_protocols());
  EXPECT_NE(text.find("changes state: load program 3; 1 conversation, 0 octets"), std::string::npos)
      << "a read changes nothing\n"
      << text;
  auto const site = read_back(text);
  ASSERT_EQ(site.conduits.size(), 6U);
  EXPECT_EQ(site.conduits[0].service, "s7comm");
  EXPECT_EQ(site.conduits[1].service, "tcp/8443");
  EXPECT_EQ(site.conduits[2].service, "modbus");
  EXPECT_TRUE(allows(site.conduits[2], Verb::load_program));
  EXPECT_FALSE(allows(site.conduits[2], Verb::write));
  EXPECT_EQ(site.conduits[3].service, "tls");
  EXPECT_EQ(site.conduits[4].service, "ssh");
  EXPECT_EQ(site.conduits[5].service, "http");
  for (auto const& conduit : site.conduits) EXPECT_TRUE(conduit.seen_only);
  ASSERT_EQ(site.devices.size(), 2U);
  EXPECT_EQ(site.devices[0].name, "plc \"2\"\n");
  EXPECT_EQ(site.devices[0].macs[0], address("00:1b:1b:00:00:01"));
}

TEST(Draft, WhatWasThereOnDayOneIsNotRightByBeingThere) {
  Device const devices[] = {
      device("screen", {host("10.0.0.1")}, "HMI or client"), device("thing", {host("10.0.0.3")}),
      device("gate", {host("10.0.0.254")}, "router"), device("modem", {host("10.0.0.66")})};
  ConduitRow const conduits[] = {row("10.0.0.66", "203.0.113.1", "tls")};
  auto const text = draft({}, devices, conduits, {}, test::known_protocols());
  auto const site = read_back(text);
  ASSERT_EQ(site.devices.size(), 4U);
  EXPECT_EQ(site.devices[0].name, "modem");
  EXPECT_EQ(site.devices[1].name, "gate");
  EXPECT_EQ(site.devices[2].name, "thing");
  EXPECT_EQ(site.devices[3].name, "screen");
  for (auto const& each : site.devices) EXPECT_TRUE(each.seen_only);
  EXPECT_TRUE(site.services.gateways.empty());
  EXPECT_NE(text.find("# gateways = [\"10.0.0.254\"]"), std::string::npos);
}

TEST(Draft, SisterCranesNeedOneRow) {
  auto sister = row("10.0.0.1", "10.0.0.2", "modbus", {{Verb::write, 1}});
  sister.from.realm = sister.to.realm = RealmId{1};
  ConduitRow const conduits[] = {row("10.0.0.1", "10.0.0.2", "modbus"), sister};
  auto const site = read_back(draft({}, {}, conduits, {}, test::known_protocols()));
  ASSERT_EQ(site.conduits.size(), 1U);
  EXPECT_TRUE(allows(site.conduits[0], Verb::write)) << "the riskier of the two";
}

TEST(Draft, WhatSomebodyVouchedForIsNotRepeated) {
  auto vouched = row("10.0.0.1", "10.0.0.2", "modbus");
  vouched.vouched = true;
  auto known = device("plc", {host("10.0.0.2")});
  known.declared = true;
  ConduitRow const conduits[] = {vouched};
  Device const devices[] = {known};
  auto const site = read_back(draft({}, devices, conduits, {}, test::known_protocols()));
  EXPECT_TRUE(site.conduits.empty());
  EXPECT_TRUE(site.devices.empty());
}

TEST(Draft, EqualNamesAreToldApart) {
  Device const devices[] = {device("plc", {host("10.0.0.2")}), device("plc", {host("10.0.0.3")}),
                            device("any", {host("10.0.0.4")})};
  auto const site = read_back(draft({}, devices, {}, {}, test::known_protocols()));
  ASSERT_EQ(site.devices.size(), 3U);
  EXPECT_EQ(site.devices[1].name, "plc 10.0.0.3");
  EXPECT_EQ(site.devices[2].name, "any 10.0.0.4");
}

TEST(Draft, ImportsComeFirstAndTrafficAddsTheRest) {
  Imported const imports[] = {
      import_assets("Name;IP Address;MAC;Vendor\nhoist;10.0.0.2;001b.1b00.0001;Siemens\n",
                    "assets.csv"),
      import_firewall("name,source,destination,protocol,port,action\n"
                      "r1,10.0.0.0/8,any,tcp,443,permit\n",
                      "fw.csv")};
  Device const devices[] = {device("10.0.0.2", {host("10.0.0.2"), host("00:1b:1b:00:00:09")}),
                            device("10.0.0.7", {host("10.0.0.7")})};
  auto const text = draft({}, devices, {}, imports, test::known_protocols());
  auto const site = read_back(text);
  ASSERT_EQ(site.devices.size(), 2U);
  EXPECT_EQ(site.devices[0].name, "hoist");
  EXPECT_EQ(site.devices[0].maker, "Siemens");
  EXPECT_FALSE(site.devices[0].seen_only) << "the port's own list names it";
  EXPECT_EQ(site.devices[0].document, "assets.csv, line 2");
  EXPECT_EQ(site.devices[1].name, "10.0.0.7");
  ASSERT_EQ(site.conduits.size(), 1U);
  EXPECT_EQ(site.conduits[0].document, "fw.csv, line 2");
  EXPECT_NE(text.find("# conflict: 10.0.0.2: assets.csv, line 2 gives its MAC as "
                      "00:1b:1b:00:00:01; the traffic "
                      "shows 00:1b:1b:00:00:09."),
            std::string::npos);
  EXPECT_NE(text.find("# conflict: 10.0.0.7: It is seen, but it is in no list."),
            std::string::npos);
}

TEST(Draft, FilesOfCountersAreNamedForTheStudy) {
  Imported const imports[] = {
      import_counters("port,time,in_frames\n1,1772346600,5\n", "counters.csv", 0)};
  EXPECT_EQ(read_back(draft({}, {}, {}, imports, test::known_protocols())).lists.counters,
            std::vector<std::string>{"counters.csv"});
}

TEST(Import, AssetsAreTakenByTheNamesOfTheirColumns) {
  auto const assets = import_assets(
      "\xef\xbb\xbfHost Name,MAC-Address,IP address,Manufacturer,Type\r\n"
      "\"plc, hoist\",00:1b:1b:00:00:01,\"10.0.0.2/24 10.0.0.3\",Siemens,controller\r\n"
      "\n"
      "nothing,,,,\n"
      "bad,00:zz,10.0.0.9,,\n",
      "a.csv");
  ASSERT_EQ(assets.devices.size(), 2U);
  EXPECT_EQ(assets.devices[0].name, "plc, hoist");
  EXPECT_EQ(assets.devices[0].addresses.size(), 2U);
  EXPECT_EQ(assets.devices[0].role, "controller");
  ASSERT_EQ(assets.mistakes.size(), 2U);
  EXPECT_EQ(to_text(assets.mistakes[0]), "a.csv:4:1: has neither an IP address nor a MAC");
  EXPECT_EQ(to_text(assets.mistakes[1]), "a.csv:5:1: expected an address, got \"00:zz\"");
  EXPECT_EQ(import_assets("a,b\n1,2\n", "b.csv").mistakes[0].text,
            "expected a column IP, address or MAC");
}

TEST(Import, SwitchTablesOfSeveralMakers) {
  auto const table = import_switch_table(
      "          Mac Address Table\n"
      "Vlan    Mac Address       Type        Ports\n"
      "----    -----------       --------    -----\n"
      " 10     001b.1b00.0001    DYNAMIC     Gi1/0/1\n"
      " 001b1b-000002  20  A1\n"
      "Total Mac Addresses: 2\n",
      "sw");
  ASSERT_EQ(table.ports.size(), 2U);
  EXPECT_EQ(table.ports[0].mac, address("00:1b:1b:00:00:01"));
  EXPECT_EQ(table.ports[0].vlan, "10");
  EXPECT_EQ(table.ports[0].port, "Gi1/0/1");
  EXPECT_EQ(table.ports[1].vlan, "20");
  EXPECT_EQ(table.ports[1].port, "A1");
}

TEST(Import, FirewallRulesThatPermitAreConduitsNobodyVouchedFor) {
  auto const rules = import_firewall(
      "Rule,Src,Dst,Service,Action\n"
      "a,10.1.0.0/16,203.0.113.7,tcp/443,allow\n"
      "b,any,10.1.0.0/16,any,deny\n"
      "c,any,crane-net,tcp/80,allow\n"
      "d,any,any,tcp/80-90,allow\n"
      "e,any,any,any,accept\n",
      "fw");
  ASSERT_EQ(rules.conduits.size(), 2U);
  EXPECT_EQ(rules.conduits[0].service, "tcp/443");
  EXPECT_TRUE(rules.conduits[0].seen_only);
  EXPECT_EQ(rules.conduits[1].service, "any");
  EXPECT_EQ(rules.conduits[1].from.kind, End::Kind::any);
  ASSERT_EQ(rules.mistakes.size(), 2U);
  EXPECT_EQ(to_text(rules.mistakes[0]), "fw:4:1: destination \"crane-net\" is not a network");
  EXPECT_EQ(rules.mistakes[1].spot.line, 5U);
}

TEST(Import, Step7SymbolsInBothFormats) {
  auto const sdf = import_s7_symbols(
      "\"hoist_pos               \",\"DB10.DBD    4\",\"REAL      \",\"metres\"\r\n"
      "\"brake\",\"A 0.3\",\"BOOL\",\"\"\n"
      "\"cycle\",\"OB 1\",\"OB 1\",\"\"\n"
      "\"odd\",\"X 1\",\"WORD\",\"\"\n",
      "s.sdf");
  ASSERT_EQ(sdf.symbols.size(), 2U);
  EXPECT_EQ(sdf.symbols[0].name, "hoist_pos");
  EXPECT_EQ(sdf.symbols[0].space, "DB");
  EXPECT_EQ(sdf.symbols[0].block, 10U);
  EXPECT_EQ(sdf.symbols[0].offset, 4U);
  EXPECT_EQ(sdf.symbols[0].type, WireType::f32be);
  EXPECT_EQ(sdf.symbols[1].space, "Q");
  EXPECT_EQ(sdf.symbols[1].bit, 3);
  ASSERT_EQ(sdf.mistakes.size(), 1U);
  EXPECT_EQ(sdf.mistakes[0].spot.line, 4U);

  auto const asc =
      import_s7_symbols("126,load_cell               MW    20    INT       total load\n", "s.asc");
  ASSERT_EQ(asc.symbols.size(), 1U);
  EXPECT_EQ(asc.symbols[0].name, "load_cell");
  EXPECT_EQ(asc.symbols[0].space, "M");
  EXPECT_EQ(asc.symbols[0].offset, 20U);
  EXPECT_EQ(asc.symbols[0].type, WireType::s16be);
  EXPECT_EQ(asc.symbols[0].comment, "total load");
}

TEST(Import, LogixTags) {
  auto const tags = import_l5x(
      "<RSLogix5000Content><Tags>\n"
      "<Tag Name=\"Hoist_Pos\" TagType=\"Base\" DataType=\"REAL\" Radix=\"Float\">\n</Tag>"
      "<Tag Name=\"Loads\" DataType=\"DINT\" Dimensions=\"4\"/>\n"
      "<Tag Name='In' TagType='Alias' AliasFor='Local:1:I&amp;x'/></Tags></RSLogix5000Content>",
      "t.L5X");
  ASSERT_EQ(tags.symbols.size(), 3U);
  EXPECT_EQ(tags.symbols[0].name, "Hoist_Pos");
  EXPECT_EQ(tags.symbols[0].type, WireType::f32le);
  EXPECT_EQ(tags.symbols[1].type, WireType::none) << "an array has no single value";
  EXPECT_EQ(tags.symbols[2].comment, "Local:1:I&x");
  EXPECT_EQ(import_l5x("<Tag Name=\"x\"/>", "t").mistakes.size(), 1U);
  EXPECT_EQ(import_l5x("<RSLogix5000Content><Tag Name=\"cut", "t").symbols.size(), 1U);
}

TEST(Import, MacsInAllTheirWritings) {
  for (auto const text : {"00:1b:1b:00:00:01", "00-1B-1B-00-00-01", "001b.1b00.0001",
                          "001b1b-000001", "001B1B000001"})
    EXPECT_EQ(parse_any_mac(text), address("00:1b:1b:00:00:01")) << text;
  for (auto const text :
       {"", "10.0.0.1", "001b1b00000", "001b1b0000012", "0:1b:1b:00:00:01", "host"})
    EXPECT_FALSE(parse_any_mac(text)) << text;
}

}  // namespace
}  // namespace qw::site
