// SPDX-License-Identifier: Apache-2.0
#include "site/draft_signals.hpp"

#include <gtest/gtest.h>

#include "site/draft.hpp"
#include "site/read.hpp"
#include "site/tic_words.hpp"
#include "support/events.hpp"
#include "support/protocols.hpp"

namespace qw::site {
namespace {

using test::host;

constexpr std::string_view crane = R"(
[[crane]]
name = "STS-1"
networks = ["10.1.0.0/16"]
)";

Site read_back(std::string const& text) {
  auto reading = read(text, "draft.toml");
  if (auto const* mistakes = std::get_if<1>(&reading))
    for (auto const& each : *mistakes) ADD_FAILURE() << to_text(each) << '\n' << text;
  auto* site = std::get_if<0>(&reading);
  return site == nullptr ? Site{} : std::move(*site);
}

Device controller(std::string_view address, std::string_view service) {
  Device made;
  made.name = address;
  made.hosts = {host(address)};
  made.services = {std::string{service}};
  return made;
}

TEST(TicWords, APlainNameIsMatched) {
  for (auto const* name :
       {"HOIST_POS", "hoist.position", "HoistPosition", "Hst_Pos_Act", "hoistPos"})
    EXPECT_EQ(tic_word(name, WireType::f32be), "hoist.position") << name;
  EXPECT_EQ(tic_word("GANTRY SPEED", WireType::s16be), "drive.speed");
  EXPECT_EQ(tic_word("TrolleySpd", WireType::s32le), "trolley.speed");
  EXPECT_EQ(tic_word("SPREADER_LANDED", WireType::bits), "spreader.landed");
  EXPECT_EQ(tic_word("HOIST_UP_LIMIT", WireType::bits), "hoist.uplimit");
  EXPECT_EQ(tic_word("Spreader_Load_Value", WireType::f32le), "spreader.weightload");
}

TEST(TicWords, WhatIsNotPlainIsLeftToAPerson) {
  for (auto const* name :
       {"HOIST_POS_SP", "HOIST_SET_POS", "HOIST", "POS", "HOIST_POS_2", "HOIST_TROLLEY_POS",
        "HOIST_MAX_LIMIT", "TROLLEY_LANDED", "", "___", "WIND_SPEED", "BOOM_LOAD"})
    EXPECT_EQ(tic_word(name, WireType::f32be), "") << name;
  EXPECT_EQ(tic_word("HOIST_POS", WireType::bits), "") << "a bit is no position";
  EXPECT_EQ(tic_word("SPREADER_LOCKED", WireType::u16be), "");
  EXPECT_EQ(tic_word("HOIST_POS", WireType::none), "");
  EXPECT_EQ(tic_word("HOIST_POS", WireType::text), "");
}

TEST(DraftSignals, SymbolsOfStep7AreReadBackWithAddressTypeAndWord) {
  auto const site = read_back(std::string{crane});
  Imported imports[] = {
      import_s7_symbols("\"HOIST_POS\",\"DB10.DBD 4\",\"REAL\",\"metres\"\n"
                        "\"SPR_LOCKED\",\"E 0.3\",\"BOOL\",\"\"\n"
                        "\"Odd \\name\",\"MW 20\",\"INT\",\"\"\n",
                        "hoist.sdf")};
  imports[0].controller = "10.1.0.9";
  auto const back =
      read_back(std::string{crane} + draft_signals(site, {}, imports, test::known_protocols()));
  ASSERT_EQ(back.signals.size(), 3U);
  auto const& position = back.signals[0];
  EXPECT_EQ(position.name, "hoist.position");
  EXPECT_EQ(position.symbol, "HOIST_POS");
  EXPECT_EQ(position.document, "hoist.sdf, line 1");
  EXPECT_EQ(position.crane, 0);
  EXPECT_EQ(position.device, host("10.1.0.9").address);
  EXPECT_EQ(position.service, "s7comm");
  EXPECT_EQ(position.space, "DB");
  EXPECT_EQ(position.block, 10U);
  EXPECT_EQ(position.offset, 4U);
  EXPECT_EQ(position.type, WireType::f32be);
  EXPECT_TRUE(position.seen_only) << "nobody has said that it means this";
  EXPECT_EQ(back.signals[1].name, "spreader.locked");
  EXPECT_EQ(back.signals[1].space, "I");
  EXPECT_EQ(back.signals[1].bit, 3);
  EXPECT_EQ(back.signals[1].type, WireType::bits);
  EXPECT_EQ(back.signals[2].name, back.signals[2].symbol) << "not matched: its own name";
}

TEST(DraftSignals, TagsOfLogixAreTheirOwnAddress) {
  Imported const imports[] = {
      import_l5x("<RSLogix5000Content><Tag Name=\"Trolley_Position\" DataType=\"REAL\"/>"
                 "<Tag Name=\"Recipe\" DataType=\"MyStructure\"/></RSLogix5000Content>",
                 "t.L5X")};
  Device const heard[] = {controller("10.1.0.7", "enip"), controller("10.1.0.8", "s7comm")};
  auto const text = draft_signals({}, heard, imports, test::known_protocols());
  auto const back = read_back(text);
  ASSERT_EQ(back.signals.size(), 1U);
  EXPECT_EQ(back.signals[0].name, "trolley.position");
  EXPECT_EQ(back.signals[0].symbol, "Trolley_Position");
  EXPECT_EQ(back.signals[0].space, "tag");
  EXPECT_EQ(back.signals[0].service, "enip");
  EXPECT_EQ(back.signals[0].device, host("10.1.0.7").address) << "the only one that answers it";
  EXPECT_EQ(back.signals[0].crane, none);
  EXPECT_NE(text.find("1 symbol of t.L5X left out: no single value"), text.npos);
}

TEST(DraftSignals, TwoSymbolsOfOneMeaningKeepTheirNames) {
  Imported imports[] = {
      import_s7_symbols("\"HOIST_POS\",\"MD 20\",\"REAL\",\"\"\n"
                        "\"HOIST_POSITION\",\"MD 24\",\"REAL\",\"\"\n",
                        "two.sdf")};
  imports[0].controller = "10.1.0.9";
  auto const text = draft_signals({}, {}, imports, test::known_protocols());
  auto const back = read_back(text);
  ASSERT_EQ(back.signals.size(), 2U);
  EXPECT_EQ(back.signals[0].name, "HOIST_POS");
  EXPECT_EQ(back.signals[1].name, "HOIST_POSITION");
  EXPECT_NE(text.find("# may be hoist.position, like another symbol"), text.npos);
}

TEST(DraftSignals, WithoutAControllerTheyAreComments) {
  Imported imports[] = {import_s7_symbols("\"HOIST_POS\",\"MD 20\",\"REAL\",\"\"\n", "x.sdf")};
  Device const two[] = {controller("10.1.0.8", "s7comm"), controller("10.1.0.9", "s7comm")};
  for (auto const* name : {"", "nobody"}) {
    imports[0].controller = name;
    auto const text = draft_signals({}, two, imports, test::known_protocols());
    EXPECT_TRUE(read_back(text).signals.empty());
    EXPECT_NE(text.find("# [[signal]]"), text.npos);
    EXPECT_NE(text.find("remove the"), text.npos);
  }
  imports[0].controller = "hoist";
  Site site;
  site.devices.push_back({});
  site.devices[0].name = "hoist";
  site.devices[0].addresses = {host("10.1.0.8").address};
  EXPECT_EQ(read_back(draft_signals(site, {}, imports, test::known_protocols())).signals.size(),
            1U);
}

TEST(DraftSignals, NamesFromTheFileNeverLeaveTheirLine) {
  Imported imports[] = {
      import_l5x("<RSLogix5000Content><Tag Name=\"a&quot;\n[[crane]]\nname = &quot;x\" "
                 "DataType=\"INT\"/></RSLogix5000Content>",
                 "evil\n[[zone]].l5x")};
  for (auto const* name : {"10.1.0.9", "who\n[[device]]"}) {
    imports[0].controller = name;
    auto const back = read_back(draft_signals({}, {}, imports, test::known_protocols()));
    EXPECT_TRUE(back.cranes.empty() && back.zones.empty() && back.devices.empty());
  }
}

}  // namespace
}  // namespace qw::site
