// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "support/hex.hpp"
#include "support/protocols.hpp"
#include "vocabulary/event_json.hpp"
#include "vocabulary/records.hpp"
#include "vocabulary/schema.hpp"

namespace qw {
namespace {

using test::hex;

std::string json_of(auto const& value) {
  std::string out;
  JsonWriter{out}.value(value);
  return out;
}

Said said() {
  Said said;
  said.protocol = test::protocol("modbus");
  said.moment.at = Stamp{1'700'000'000'000'000'001};
  said.moment.frames = {3, 4};
  said.moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
  said.moment.listener = {{RealmId{1}, *Address::parse("fe80::1")}, 502};
  said.moment.conversation = conversation_id(SourceId{2}, 1);
  said.reply = 5;
  return said;
}

Names const names{.sources = {"crane1.pcap"}, .points = {"ehouse"}, .realms = {"port", "crane2"}};

TEST(Json, CommasComeByThemselves) {
  std::string out = "kept: [";
  JsonWriter json{out};
  json.begin_object().member("a", 1).key("b").begin_array().value(true).value("x").end_array();
  json.key("c").begin_object().end_object().member("d", "[").member("e", -2).end_object();
  EXPECT_EQ(out, R"(kept: [{"a":1,"b":[true,"x"],"c":{},"d":"[","e":-2})");
}

TEST(Json, TextFromTheWireStaysValid) {
  EXPECT_EQ(json_of(std::string_view{"a\"\\\n\r\t\x01\x7f"}), R"("a\"\\\n\r\t\u0001\u007f")");
  EXPECT_EQ(json_of("Straße €𝄞"), "\"Straße €𝄞\"");
  EXPECT_EQ(json_of(std::string_view{"\0x", 2}), R"("\u0000x")");
  EXPECT_EQ(json_of("\xff\xc3"), R"("\u00ff\u00c3")");                      // never, cut
  EXPECT_EQ(json_of("\xc0\xaf"), R"("\u00c0\u00af")");                      // overlong "/"
  EXPECT_EQ(json_of("\xed\xa0\x80"), R"("\u00ed\u00a0\u0080")");            // a surrogate
  EXPECT_EQ(json_of("\xf4\x90\x80\x80"), R"("\u00f4\u0090\u0080\u0080")");  // above U+10FFFF
}

TEST(Json, WhateverThreeOctetsComeTheTextIsValid) {
  for (unsigned value = 0; value < (1U << 24); value += 37) {
    char const raw[] = {static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                        static_cast<char>(value)};
    auto const json = json_of(std::string_view{raw, 3});
    for (std::string_view rest = json; !rest.empty();) {
      auto const length = utf8_length(rest);
      ASSERT_NE(length, 0U) << value;
      ASSERT_GE(static_cast<unsigned char>(rest[0]), 0x20U) << value;
      rest.remove_prefix(length);
    }
  }
}

TEST(Json, NumbersThatReadersWouldChangeAreText) {
  EXPECT_EQ(json_of(std::uint64_t{1} << 53), "9007199254740992");
  EXPECT_EQ(json_of((std::uint64_t{1} << 53) + 1), "\"9007199254740993\"");
  EXPECT_EQ(json_of(std::numeric_limits<std::int64_t>::min()), "\"-9223372036854775808\"");
  EXPECT_EQ(json_of(0.1F), "0.1");
  EXPECT_EQ(json_of(1e300), "1e+300");
  EXPECT_EQ(json_of(-std::nan("")), "\"nan\"");
  EXPECT_EQ(json_of(-std::numeric_limits<float>::infinity()), "\"-inf\"");
}

TEST(Text, AddressesAreWrittenAsToTextWritesThem) {
  for (auto const* text : {"00:0a:ff:10:9c:e0", "10.0.0.255", "fe80::1:2", "2001:db8::"}) {
    auto const address = *Address::parse(text);
    std::string out = "to ";
    append_text(out, address);
    EXPECT_EQ(out, std::string{"to "} + text);
    EXPECT_EQ(to_text(address), text);
  }
}

TEST(Text, InvalidUtf8BecomesCodePointsOfItsOctets) {
  std::string scratch;
  std::string_view const fine = "Straße €";
  EXPECT_EQ(valid_utf8(fine, scratch).data(), fine.data());
  EXPECT_EQ(valid_utf8("a\xe4\x7f€\xff", scratch), "aä\x7f€ÿ");
}

TEST(Text, ObjectSaysOnlyWhatItHas) {
  EXPECT_EQ(
      to_text(Object{.space = "DB", .station = 2, .block = 5, .offset = 20, .bit = 3, .length = 4}),
      "DB 5:20.3+4 @2");
  EXPECT_EQ(to_text(Object{.space = "holding-register", .station = 17, .length = 1}),
            "holding-register 0 @17");
  EXPECT_EQ(to_text(Object{.space = "tag", .symbol = "Motor.Speed"}), "Motor.Speed (tag)");
  EXPECT_EQ(to_text(Object{}), "");
}

TEST(Text, InWordsWhatIsWholeHasNoPlace) {
  EXPECT_EQ(to_words({.space = "holding-register", .offset = 107, .length = 2}),
            "holding-register at 107, 2 long");
  EXPECT_EQ(to_words({.space = "coil", .length = 1}), "coil at 0");
  EXPECT_EQ(to_words({.space = "M", .offset = 3, .bit = 5, .length = 1}), "M at 3.5");
  EXPECT_EQ(to_words({.space = "Class 0x8e", .block = 1}), "Class 0x8e 1");
  EXPECT_EQ(to_words({.space = "SDB", .block = 7, .symbol = "0B00007P"}), "SDB 7 0B00007P");
  EXPECT_EQ(to_words({.space = "OID", .length = 1, .symbol = "1.3.6"}), "OID 1.3.6");
  EXPECT_EQ(to_words({}), "");
}

TEST(Text, PropertyAndElementAreToldByNameElseByNumber) {
  Object object{.space = "analog-input", .offset = 3, .length = 1};
  object.property = 85;
  EXPECT_EQ(to_text(object), "analog-input 3 property 85");
  object.property_name = "present-value";
  object.element = 2;
  EXPECT_EQ(to_text(object), "analog-input 3[2] present-value");
  EXPECT_EQ(to_words(object), "analog-input at 3, element 2, present-value");
}

TEST(EventJson, CommandCarriesAllThatWasSeenAndNothingElse) {
  auto const raw = hex("022b 0000 0064");
  Command command{
      .said = said(),
      .verb = Verb::write,
      .operation = "Write Multiple Registers",
      .object = {.space = "holding-register", .station = 17, .offset = 107, .length = 3},
      .values = {WireType::u16be, 3, raw},
      .outcome = {Outcome::State::refused, 2, "Illegal Data Address"},
      .reply_after = milliseconds(1),
      .transaction = MessageNumber{7},
      .function = 16};
  std::string out;
  write_event(out, Ordered{{}, command}, names);
  EXPECT_EQ(out, R"({"kind":"command","protocol":"modbus","at":"2023-11-14T22:13:20.000000001Z",)"
                 R"("point":"ehouse","capture":"crane1.pcap","frames":[3,4],"reply":5,)"
                 R"("speaker":"10.0.0.1:40000","listener":"crane2/[fe80::1]:502",)"
                 R"("conversation":"2:1","verb":"write","operation":"Write Multiple Registers",)"
                 R"("object":{"text":"holding-register 107+3 @17","space":"holding-register",)"
                 R"("station":17,"offset":107,"length":3},)"
                 R"("values":{"type":"u16be","count":3,"data":[555,0,100]},)"
                 R"("outcome":{"state":"refused","code":2,"reason":"Illegal Data Address"},)"
                 R"("reply_after":1000000,"transaction":7,"function":16})"
                 "\n");
}

TEST(EventJson, ObjectWithoutAnAddressTellsItsStation) {
  Command command{.said = said(), .operation = "Report Server ID", .object = {.station = 17}};
  std::string out;
  write_event(out, command, names);
  EXPECT_NE(out.find(R"("object":{"text":"@17","station":17})"), std::string::npos) << out;
  command.object = {};
  out.clear();
  write_event(out, command, names);
  EXPECT_EQ(out.find("object"), std::string::npos);
}

TEST(EventJson, CountersAreShownAtZeroButNothingUnseenIs) {
  Conversation conversation;
  conversation.said = said();
  conversation.opening = "\x16\x03";
  std::string out;
  write_event(out, conversation, names);
  EXPECT_NE(out.find(R"("frames_in":0)"), std::string::npos);
  EXPECT_NE(out.find(R"("first":"1970-)"), std::string::npos);
  EXPECT_NE(out.find(R"("opening":"1603")"), std::string::npos);
  for (auto const* absent : {"hops_in", "mac_in", "vlan", "close", "basis", "service", "history",
                             "ip_octets_in", "ip_protocol", "icmp", "inner_vlan"})
    EXPECT_EQ(out.find(absent), std::string::npos) << absent;
}

TEST(EventJson, ValuesBecomeNumbersByTheirType) {
  auto const data_of = [](Values const& values) {
    std::string out;
    JsonWriter json{out};
    write_value(json, values, names);
    return out.substr(out.find("\"data\":") + 7);
  };
  auto const raw = hex("fffe 0100");
  EXPECT_EQ(data_of({WireType::bits, 10, raw}), "[1,1,1,1,1,1,1,1,0,1]}");
  EXPECT_EQ(data_of({WireType::s16be, 2, raw}), "[-2,256]}");
  EXPECT_EQ(data_of({WireType::u16le, 2, raw}), "[65279,1]}");
  EXPECT_EQ(data_of({WireType::octets, 4, raw}), "\"fffe0100\"}");
  EXPECT_EQ(data_of({WireType::u16be, 9, raw}), "[65534,256]}");  // said more than it sent
  auto const real = hex("41 c8 00 00");
  EXPECT_EQ(data_of({WireType::f32be, 1, real}), "[25]}");
  auto const large = hex("ffff ffff ffff ffff");
  EXPECT_EQ(data_of({WireType::u64le, 1, large}), "[\"18446744073709551615\"]}");
  EXPECT_EQ(data_of({WireType::s64be, 1, large}), "[-1]}");
}

TEST(RecordJson, NestsListsAndLeavesOutWhatIsEmpty) {
  Device device;
  device.name = "<script>";
  device.hosts = {said().moment.speaker.host};
  device.attributes.push_back(
      {.attribute = Attribute::maker, .value = "Siemens", .evidence = {SourceId{7}, {1, 2}, 0}});
  std::string out;
  write_record(out, device, names);
  EXPECT_EQ(out,
            R"({"name":"<script>","hosts":["10.0.0.1"],"declared":false,"only_broadcast":false,)"
            R"("attributes":[{"attribute":"maker","value":"Siemens","basis":"declared","count":0,)"
            R"("evidence":{"capture":7,"frames":[1,2]},"conflicting":false}],)"
            R"("frames_sent":0,"octets_sent":0,"frames_received":0,"octets_received":0})");
}

TEST(Schema, FollowsTheFieldTables) {
  auto const kinds = event_schema();
  ASSERT_EQ(kinds.size(), std::size(kind_names));
  EXPECT_EQ(kinds[1].name, "command");
  EXPECT_EQ(kinds[1].members[5].name, "reply_after");
  EXPECT_EQ(kinds[1].members[5].unit, "ns");
  EXPECT_EQ(kinds[1].members[6].type, "whole number");
  EXPECT_EQ(kinds[6].members[3].type, "list of text");
  for (auto const& kind : kinds)  // no member hides what every event has
    for (auto const& member : kind.members)
      for (auto const& common : common_schema()) EXPECT_NE(member.name, common.name) << kind.name;
}

TEST(Schema, NoRecordIsNamedAsAnotherTableOfTheStore) {
  std::set<std::string_view> taken{std::begin(kind_names), std::end(kind_names)};
  for (auto const name : {"attribute", "evidence", "schema", "source", "store", "word"})
    taken.insert(name);
  for (auto const& record : record_schema()) {
    EXPECT_TRUE(taken.insert(record.name).second) << record.name;
    EXPECT_FALSE(record.members.empty()) << record.name;
  }
}

}  // namespace
}  // namespace qw
