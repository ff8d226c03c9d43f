// SPDX-License-Identifier: Apache-2.0
#include "site/conflicts.hpp"

#include <gtest/gtest.h>

#include "site/draft.hpp"
#include "site/read.hpp"
#include "support/events.hpp"

namespace qw::site {
namespace {

using test::host;

Device device(std::vector<Host> hosts) {
  Device made;
  made.name = to_text(hosts.front().address);
  made.hosts = std::move(hosts);
  return made;
}

Site read_back(std::string const& text) {
  auto reading = read(text, "draft.toml");
  if (auto const* mistakes = std::get_if<1>(&reading))
    for (auto const& each : *mistakes) ADD_FAILURE() << to_text(each) << '\n' << text;
  auto* site = std::get_if<0>(&reading);
  return site == nullptr ? Site{} : std::move(*site);
}

struct Documents {
  Imported imports[3] = {
      import_assets("name,ip,mac,maker\nplc,10.0.0.2,00:1b:1b:00:00:01,Siemens\ngone,10.0.0.8,,\n",
                    "a.csv"),
      import_assets("name,ip,mac\nhoist,10.0.0.2,00:1b:1b:00:00:02\nplc,10.0.0.4,\n", "b.csv"),
      import_switch_table("10 001b.1b00.0007 DYNAMIC Gi1/0/7\n10 001b.1b00.0001 DYNAMIC Gi1/0/1\n",
                          "sw.txt")};
  std::vector<Device> heard = {device({host("10.0.0.2"), host("00:1b:1b:00:00:02")}),
                               device({host("10.0.0.4")}), device({host("10.0.0.9")})};
};

std::vector<std::string> texts_of(std::vector<Conflict> const& conflicts) {
  std::vector<std::string> texts;
  for (auto const& each : conflicts)
    texts.push_back(std::string{name_of(each.kind)} + ' ' + to_text(each.subject.address) + ' ' +
                    to_text(each));
  return texts;
}

TEST(Conflicts, SourcesThatDisagreeAreNamed) {
  Documents const port;
  auto const texts = texts_of(conflicts(claims_of(port.imports), port.heard));
  std::vector<std::string> const expected = {
      "name 10.0.0.2 a.csv, line 2 calls it \"plc\"; b.csv, line 2 calls it \"hoist\".",
      "mac 10.0.0.2 a.csv, line 2 gives its MAC as 00:1b:1b:00:00:01; b.csv, line 2 gives "
      "00:1b:1b:00:00:02.",
      "mac 10.0.0.2 a.csv, line 2 gives its MAC as 00:1b:1b:00:00:01; the traffic shows "
      "00:1b:1b:00:00:02.",
      "unheard 10.0.0.8 a.csv, line 3 lists it, but it is not seen.",
      "unlisted 10.0.0.9 It is seen, but it is in no list.",
      "learnt 00:1b:1b:00:00:07 sw.txt learned it at port Gi1/0/7, but it is in no list."};
  EXPECT_EQ(texts, expected);
}

TEST(Conflicts, ADraftKeepsThemForAStudyToFind) {
  Documents const port;
  auto const text = draft({}, port.heard, {}, port.imports, test::known_protocols());
  auto const site = read_back(text);
  EXPECT_EQ(site.claims.size(), 2U) << "the second list's plc, and what the switch learnt";
  EXPECT_EQ(texts_of(conflicts(claims_of(site), port.heard)),
            texts_of(conflicts(claims_of(port.imports), port.heard)));
  auto settled = site;
  settled.claims.clear();
  settled.devices[0].macs = {host("00:1b:1b:00:00:02").address};
  EXPECT_EQ(conflicts(claims_of(settled), port.heard).size(), 2U) << "one gone, one not listed";
}

TEST(Conflicts, WhatIsKnownToTheSiteIsNotDeclaredAgain) {
  auto const site = read_back("[[device]]\nname = \"crane plc\"\naddresses = [\"10.0.0.2\"]\n");
  Documents const port;
  auto const back = read_back(draft(site, port.heard, {}, port.imports, test::known_protocols()));
  for (auto const& each : back.devices)
    for (auto const& address : each.addresses) EXPECT_NE(address, host("10.0.0.2").address);
  EXPECT_EQ(back.claims.size(), 3U);
}

TEST(Conflicts, OfMakersTheFirstWordCounts) {
  auto says = device({host("10.0.0.2")});
  KnownAttribute maker;
  maker.attribute = Attribute::maker;
  maker.basis = Basis::declared;
  maker.value = "SIEMENS AG";
  maker.source = "LLDP";
  maker.evidence.frames = {7, 7};
  says.attributes = {maker};
  Documents port;
  EXPECT_TRUE(conflicts(claims_of(std::span{port.imports, 1}), {&says, 1}).size() == 1)
      << "only the absent one";
  says.attributes[0].value = "Moxa Inc.";
  auto const found = conflicts(claims_of(std::span{port.imports, 1}), {&says, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, Conflict::Kind::maker);
  EXPECT_EQ(found[0].evidence.frames.first, 7U);
}

TEST(Conflicts, SistersWithOnePlanAreHeldApart) {
  auto const site = read_back(R"(
realm = [{name = "sts1"}, {name = "sts2"}]
device = [{name = "plc 1", realm = "sts1", addresses = ["10.0.0.2"], macs = ["00:1b:1b:00:00:01"]},
          {name = "plc 2", realm = "sts2", addresses = ["10.0.0.2"], macs = ["00:1b:1b:00:00:02"]}]
)");
  auto const in = [](std::uint16_t realm, std::string_view address) {
    return Host{RealmId{realm}, host(address).address};
  };
  std::vector<Device> const heard = {device({in(1, "10.0.0.2"), in(1, "00:1b:1b:00:00:01")}),
                                     device({in(2, "10.0.0.2"), in(2, "00:1b:1b:00:00:01")})};
  auto const found = conflicts(claims_of(site), heard);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].subject.realm, RealmId{2});
}

}  // namespace
}  // namespace qw::site
