// SPDX-License-Identifier: Apache-2.0
#include "analyses/inventory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "analyses/devices.hpp"
#include "analyses/limits.hpp"
#include "analyses/makers.hpp"
#include "support/events.hpp"
#include "support/ground.hpp"

namespace qw::analyses {
namespace {

using test::address;
using test::conversation;
using test::host;
using test::said;

constexpr std::string_view plc = "00:1b:1b:00:00:01";
constexpr std::string_view screen = "00:80:f4:00:00:02";
constexpr std::string_view gateway = "00:0a:0b:0c:0d:0e";
constexpr std::string_view oui =
    "# oui 2022-08-27 IEEE\n"
    "001b1b\tSiemens AG,\n"
    "0080f4\tTelemecanique\n"
    "40d8550\tSmall Block\n"
    "40d855011\tSmaller Block\n";

struct Plant : test::Ground {
  explicit Plant(std::string_view text = {}) : Ground{text} {
    EXPECT_TRUE(registries.makers.read(oui, "oui").ok());
  }

  void talk(std::string_view from, std::string_view mac_from, std::string_view to,
            std::string_view mac_to, Term service = {}, std::uint8_t hops_to = 64) {
    auto made = conversation(from, to, service, ++frame);
    made.phase = Phase::closed;
    made.mac_out = address(mac_from);
    made.mac_in = address(mac_to);
    made.hops_in = hops_to;
    inventory.on(made);
  }
  void bind(std::string_view ip, std::string_view mac, Relation relation = Relation::address,
            std::string_view detail = {}) {
    Binding made{said(mac, "ff:ff:ff:ff:ff:ff", "arp", 0, ++frame)};
    made.relation = relation;
    made.subject = address(ip);
    made.object = address(mac);
    made.detail = detail;
    inventory.on(made);
  }
  void identify(std::string_view who, Attribute attribute, std::string_view value,
                Basis basis = Basis::declared, Term source = "test") {
    Identity made{said(who, "10.0.0.250:1", "modbus", 0, ++frame)};
    made.subject = host(who);
    made.attribute = attribute;
    made.value = value;
    made.basis = basis;
    made.source = source;
    inventory.on(made);
  }
  std::vector<Device> devices() const { return inventory.devices(); }

  FrameNumber frame = 0;
  Inventory inventory{context};
};

TEST(Inventory, AddressesOfOneMacAreOneDevice) {
  Plant plant;
  plant.bind("10.0.0.2", plc);
  plant.talk("10.0.0.1:4000", screen, "10.0.0.2:502", plc, "modbus");
  plant.talk("[fe80::1]:4000", screen, "[fe80::2]:80", plc, "http");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[1].name, "10.0.0.2");
  ASSERT_EQ(devices[1].hosts.size(), 3U);
  EXPECT_EQ(devices[1].hosts[1], host("fe80::2"));
  EXPECT_EQ(devices[1].hosts[2], host(plc));
  EXPECT_EQ(devices[1].joined_by,
            "arp binds 10.0.0.2 to 00:1b:1b:00:00:01; 00:1b:1b:00:00:01 sent for fe80::2 with full "
            "time to live");
  EXPECT_EQ(devices[1].services, (std::vector<std::string>{"http", "modbus"}));
  EXPECT_EQ(devices[1].frames_sent, 16U);
  EXPECT_EQ(devices[1].octets_received, 2'000U);
  ASSERT_EQ(devices[1].attributes.size(), 1U);
  EXPECT_EQ(devices[1].attributes[0].value, "Siemens AG,");
  EXPECT_EQ(devices[1].attributes[0].source, "IEEE registry as of 2022-08-27");
}

TEST(Inventory, AMakerByMacIsProvenByTheFramesThatShowedTheMacFirst) {
  Plant plant;
  plant.talk("10.0.0.1:4000", screen, "10.0.0.9:80", gateway);
  plant.bind("10.0.0.2", plc);
  plant.talk("10.0.0.1:4001", screen, "10.0.0.2:502", plc, "modbus");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 3U);
  for (auto const& [device, frame] : {std::pair{0, 1U}, std::pair{1, 2U}}) {
    ASSERT_EQ(devices.at(device).attributes.size(), 1U);
    EXPECT_EQ(devices.at(device).attributes[0].evidence.frames.first, frame);
  }
}

TEST(Inventory, ThePortThatASwitchNamesItselfByIsShownByThatFrame) {
  Plant plant;
  Binding told{said(screen, "01:80:c2:00:00:0e", "lldp", 0, 7)};
  told.relation = Relation::neighbour;
  told.subject = address(plc);
  told.object = address(screen);
  plant.inventory.on(told);
  plant.talk("10.0.0.1:4000", screen, "10.0.0.2:502", gateway, "modbus");
  auto const device = plant.devices().at(0);
  ASSERT_EQ(device.hosts.size(), 3U);
  auto const siemens = std::ranges::find(device.attributes, "Siemens AG,", &KnownAttribute::value);
  ASSERT_NE(siemens, device.attributes.end());
  EXPECT_EQ(siemens->evidence.frames.first, 7U);
}

TEST(Inventory, ARouterThatOnlyCarriesWasHeardWhenItDid) {
  Plant plant;
  for (int i = 1; i <= 5; ++i)
    plant.talk("10.0.0.1:4000", screen, fmt::format("172.16.0.{}:443", i), gateway, "tls", 63);
  auto const devices = plant.devices();
  auto const& router = devices.back();
  EXPECT_EQ(router.name, gateway);
  EXPECT_EQ(router.first, test::start);
  EXPECT_EQ(router.last, test::start + seconds(1));
}

TEST(Inventory, RoutersMacIsNotOneDeviceOfManyAddresses) {
  Plant plant;
  for (int i = 1; i <= 5; ++i)
    plant.talk("10.0.0.1:4000", screen, fmt::format("172.16.0.{}:443", i), gateway, "tls", 63);
  plant.talk("10.0.0.1:4000", screen, "203.0.113.1:443", gateway, "tls", 50);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 7U) << "screen, five behind the router, the router";
  EXPECT_EQ(devices[1].name, "172.16.0.1");
  EXPECT_EQ(devices[1].hosts.size(), 1U);
  EXPECT_EQ(devices[6].name, gateway);
  EXPECT_EQ(devices[6].role, "router");
  EXPECT_EQ(devices[6].role_basis, "its MAC sends for 6 other addresses");
}

TEST(Inventory, RouterKeepsItsOwnAddress) {
  Plant plant;
  plant.bind("10.0.0.254", gateway);
  plant.talk("10.0.0.1:4000", screen, "172.16.0.1:443", gateway, "tls", 63);
  plant.talk("10.0.0.1:4001", screen, "172.16.0.2:443", gateway, "tls", 127);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 4U);
  EXPECT_EQ(devices[1].hosts, (std::vector{host("10.0.0.254"), host(gateway)}));
  EXPECT_EQ(devices[1].role, "router");
}

TEST(Inventory, FarHostsAreTheLedgersMatter) {
  Plant plant;
  plant.talk("10.0.0.1:4000", screen, "203.0.113.1:443", gateway, "tls", 50);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].name, "10.0.0.1");
  EXPECT_EQ(devices[1].name, gateway);
  EXPECT_FALSE(devices[1].only_broadcast) << "it sent to the screen what came from afar";
}

TEST(Inventory, PublicAddressOnTheLinkHereIsADevice) {
  Plant plant;
  plant.bind("203.0.113.7", plc);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 1U);
  EXPECT_EQ(devices[0].hosts, (std::vector{host("203.0.113.7"), host(plc)}));
  EXPECT_TRUE(devices[0].only_broadcast);
}

TEST(Inventory, WhoWasOnlyLookedForIsNoDevice) {
  Plant plant;
  auto unanswered = conversation("10.0.0.1:4000", "10.0.0.99:502");
  unanswered.frames_in = unanswered.octets_in = unanswered.payload_in = 0;
  plant.inventory.on(unanswered);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 1U);
  EXPECT_EQ(devices[0].name, "10.0.0.1");
  EXPECT_FALSE(devices[0].only_broadcast);
}

TEST(Inventory, GroupsAndEverybodyAreNobody) {
  Plant plant;
  auto shout = conversation("10.0.0.1:68", "255.255.255.255:67", "dhcp");
  shout.frames_in = 0;
  plant.inventory.on(shout);
  shout = conversation("0.0.0.0:68", "255.255.255.255:67", "dhcp");
  shout.frames_in = 0;
  shout.mac_out = address(plc);
  plant.inventory.on(shout);
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_TRUE(devices[0].only_broadcast);
  EXPECT_EQ(devices[1].name, plc) << "it has no address yet, but is there";
}

TEST(Inventory, ControllerIsWhoAnswersCommands) {
  Plant plant;
  plant.talk("10.0.0.1:4000", screen, "10.0.0.2:502", plc, "modbus");
  Command command{said("10.0.0.1:4000", "10.0.0.2:502", "modbus")};
  command.outcome.state = Outcome::State::unanswered;
  plant.inventory.on(command);
  EXPECT_EQ(plant.devices()[1].role, "") << "silence proves nothing";
  command.outcome.state = Outcome::State::refused;
  plant.inventory.on(command);
  Command file{said("10.0.0.3:4000", "10.0.0.1:21", "ftp", 0, 9)};
  file.outcome.state = Outcome::State::accepted;
  plant.inventory.on(file);
  auto const devices = plant.devices();
  EXPECT_EQ(devices[0].role, "HMI or client");
  EXPECT_EQ(devices[0].role_basis, "commands controllers over modbus");
  EXPECT_EQ(devices[1].role, "controller");
  EXPECT_EQ(devices[1].role_basis, "answers commands over modbus");
}

TEST(Inventory, ServersAreKnownByWhatTheyAnswer) {
  Plant plant;
  plant.bind("10.0.0.4", plc, Relation::server, "DHCP");
  plant.bind("10.0.0.5", plc, Relation::gateway);
  // An answer is spoken by the server, to whom had asked.
  Name lookup{said("10.0.0.6:53", "10.0.0.1:5000", "dns")};
  lookup.phase = NamePhase::answered;
  plant.inventory.on(lookup);
  Clock clock{said("10.0.0.7:123", "10.0.0.1:5000", "ntp")};
  plant.inventory.on(clock);
  for (int i = 4; i <= 7; ++i) plant.identify(fmt::format("10.0.0.{}", i), Attribute::model, "x");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 4U);
  EXPECT_EQ(devices[0].role, "DHCP server");
  EXPECT_EQ(devices[1].role, "router");
  EXPECT_EQ(devices[1].role_basis, "named as gateway by arp");
  EXPECT_EQ(devices[2].role, "name server");
  EXPECT_EQ(devices[3].role, "time server");
}

TEST(Inventory, StrongerBasisComesFirstAndContradictionsAreMarked) {
  Plant plant;
  plant.identify("10.0.0.2", Attribute::firmware, "3.2.1", Basis::banner, "banner");
  plant.identify("10.0.0.2", Attribute::firmware, "V3.2.1", Basis::declared, "read out");
  plant.identify("10.0.0.2", Attribute::model, "CPU 315", Basis::fingerprint, "guess");
  plant.identify("10.0.0.2", Attribute::model, "CPU 416", Basis::declared, "read out");
  plant.identify("10.0.0.2", Attribute::model, "CPU 416", Basis::declared, "read out");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 1U);
  auto const& known = devices[0].attributes;
  ASSERT_EQ(known.size(), 4U);
  EXPECT_EQ(known[0].value, "CPU 416");
  EXPECT_EQ(known[0].count, 2U);
  EXPECT_TRUE(known[0].conflicting);
  EXPECT_TRUE(known[1].conflicting);
  EXPECT_EQ(known[2].value, "V3.2.1");
  EXPECT_FALSE(known[2].conflicting) << "the same, written otherwise";
  EXPECT_NE(known[0].evidence.frames.first, 0U);
}

TEST(Inventory, WhatADeviceHasSeveralOfIsNoContradiction) {
  Plant plant;
  plant.bind("10.0.0.2", plc);
  plant.identify("10.0.0.2", Attribute::order_number, "6ES7 315", Basis::declared, "module 1");
  plant.identify("10.0.0.2", Attribute::order_number, "6ES7 321", Basis::declared, "module 2");
  plant.identify("10.0.0.2", Attribute::maker, "Original Siemens Equipment");
  auto const devices = plant.devices();
  for (auto const& known : devices[0].attributes)
    EXPECT_FALSE(known.conflicting) << known.value << ": " << known.source;
  plant.identify("10.0.0.2", Attribute::maker, "Somebody else");
  EXPECT_TRUE(plant.devices()[0].attributes[0].conflicting);
}

TEST(Inventory, NameThatAnOwnerGaveIsNoRole) {
  Plant plant;
  plant.identify("10.0.0.2", Attribute::role, "PLC_1", Basis::declared, "module name");
  plant.identify("10.0.0.3", Attribute::role, "IO-Device", Basis::declared, "DCP");
  Command command{said("10.0.0.1:4000", "10.0.0.2:102", "s7comm")};
  command.outcome.state = Outcome::State::accepted;
  plant.inventory.on(command);
  auto const devices = plant.devices();
  EXPECT_EQ(devices[0].role, "controller");
  EXPECT_EQ(devices[1].role, "I/O device");
}

TEST(Inventory, SiteFileNamesAndJoins) {
  Plant plant{R"(
[[zone]]
name = "control"
networks = ["10.0.0.0/24"]
[[device]]
name = "hoist"
role = "drive"
addresses = ["10.0.0.2", "10.0.0.3"]
)"};
  plant.identify("10.0.0.2", Attribute::host_name, "plc2");
  plant.identify("10.0.0.3", Attribute::model, "x");
  plant.identify("10.0.0.4", Attribute::host_name, "plc4");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].name, "hoist");
  EXPECT_TRUE(devices[0].declared);
  EXPECT_EQ(devices[0].role, "drive");
  EXPECT_EQ(devices[0].role_basis, "site file");
  EXPECT_EQ(devices[0].zone, "control");
  EXPECT_EQ(devices[0].hosts.size(), 2U);
  EXPECT_EQ(devices[0].joined_by, "the site file names them together");
  EXPECT_EQ(devices[1].name, "plc4");
  EXPECT_FALSE(devices[1].declared);
}

TEST(Inventory, PortsOfASwitchAreOneDevice) {
  Plant plant;
  constexpr std::string_view port = "00:0a:0b:0c:0d:01";
  Binding made{said(port, "01:80:c2:00:00:0e", "lldp", 0, 5)};
  made.relation = Relation::neighbour;
  made.subject = address(gateway);
  made.object = address(port);
  plant.inventory.on(made);
  plant.identify(port, Attribute::role, "Bridge", Basis::declared, "LLDP System Capabilities");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 1U);
  EXPECT_EQ(devices[0].hosts.size(), 2U);
  EXPECT_EQ(devices[0].role, "switch");
  EXPECT_EQ(devices[0].role_basis, "says so itself: LLDP System Capabilities");
}

TEST(Inventory, AStationWithTwoPortsIsNoSwitch) {
  Plant plant;
  plant.bind("10.0.0.9", plc);
  plant.identify(plc, Attribute::role, "Bridge, Station Only", Basis::declared,
                 "LLDP System Capabilities");
  EXPECT_EQ(plant.devices().at(0).role, "");
}

TEST(Inventory, WhoAnswersForManyAddressesIsNotAllOfThem) {
  Plant plant;
  for (int i = 1; i <= 9; ++i) plant.bind(fmt::format("10.0.0.{}", i), gateway);
  plant.talk("10.0.0.1:4000", gateway, "10.0.0.100:80", screen, "http");
  auto const devices = plant.devices();
  ASSERT_EQ(devices.size(), 11U) << "nine addresses, the screen, and who answers for them";
  EXPECT_EQ(devices.back().name, gateway);
  EXPECT_EQ(devices.back().role, "router");
  EXPECT_EQ(devices.back().role_basis, "claims 9 addresses");
}

TEST(Inventory, BeyondTheLimitHostsAreCounted) {
  Plant plant;
  for (std::size_t i = 0; i < limit::hosts + 10; ++i)
    plant.identify(fmt::format("10.{}.{}.{}", i >> 16 & 0xff, i >> 8 & 0xff, i & 0xff),
                   Attribute::model, "x");
  EXPECT_EQ(plant.inventory.beyond_limit(), 10U);
  EXPECT_EQ(plant.devices().size(), limit::hosts);
}

TEST(Inventory, RoutersPassedFollowsTheUsualTimesToLive) {
  EXPECT_EQ(routers_passed(0), 0);
  EXPECT_EQ(routers_passed(64), 0);
  EXPECT_EQ(routers_passed(63), 1);
  EXPECT_EQ(routers_passed(120), 8);
  EXPECT_EQ(routers_passed(255), 0);
  EXPECT_EQ(routers_passed(30), 0);
}

TEST(Makers, LongestPrefixNamesTheMaker) {
  Makers makers;
  EXPECT_EQ(makers.state(), "IEEE registry of MAC makers: not installed");
  ASSERT_TRUE(makers.read(oui, "oui.tsv").ok());
  EXPECT_EQ(makers.of(address("00:1b:1b:12:34:56")), "Siemens AG,");
  EXPECT_EQ(makers.of(address("40:d8:55:01:1f:ff")), "Smaller Block");
  EXPECT_EQ(makers.of(address("40:d8:55:01:20:00")), "Small Block");
  EXPECT_EQ(makers.of(address("02:1b:1b:12:34:56")), "");
  EXPECT_EQ(makers.of(address("01:1b:1b:12:34:56")), "");
  EXPECT_EQ(makers.of(address("10.0.0.1")), "");
  EXPECT_EQ(makers.of(address("00:00:00:00:00:00")), "") << "a loopback, no maker's";
  EXPECT_FALSE(makers.read("no table", "x").ok());
  auto const bad = makers.read("# oui 2022 x\n001b\tShort\n", "oui.tsv");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().text,
            "oui.tsv:2: expected 6, 7 or 9 hexadecimal digits, tab, organisation");
  EXPECT_EQ(makers.of(address("00:1b:1b:12:34:56")), "Siemens AG,") << "kept what it had";
}

}  // namespace
}  // namespace qw::analyses
