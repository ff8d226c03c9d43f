// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/times.hpp"

#include <gtest/gtest.h>

#include "support/hex.hpp"
#include "vocabulary/event_json.hpp"

namespace qw {
namespace {

using test::hex;

std::string time_of(WireType type, std::string_view octets) {
  auto const raw = hex(octets);
  auto const time = read_time(type, raw);
  return time ? to_text(*time) : std::string{"none"};
}

TEST(Times, EachFormatNamesItsMoment) {
  EXPECT_EQ(time_of(WireType::time_unix_s, "65000000"), "2023-09-12T06:06:56.000000000Z");
  EXPECT_EQ(time_of(WireType::time_unix_ms, "0000018a 85b9 9700"),
            "2023-09-11T19:30:47.168000000Z");
  EXPECT_EQ(time_of(WireType::time_unix_ns, "0000000000000001"), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(time_of(WireType::time_dnp3, "0097 b9858a01"), "2023-09-11T19:30:47.168000000Z");
  EXPECT_EQ(time_of(WireType::time_filetime, "0080 3ed5 deb1 9d01"),
            "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(time_of(WireType::time_cp56, "70 17 1e 06 61 03 1a"), "2026-03-01T06:30:06.000000000Z");
  EXPECT_EQ(time_of(WireType::time_s7, "26 03 01 06 30 05 12 31"),
            "2026-03-01T06:30:05.123000000Z");
  EXPECT_EQ(time_of(WireType::time_s7_long, "07ea 03 01 01 06 1e 05 00000001"),
            "2026-03-01T06:30:05.000000001Z");
  EXPECT_EQ(time_of(WireType::time_iec61850, "00000001 800000 0a"),
            "1970-01-01T00:00:01.500000000Z");
  EXPECT_EQ(time_of(WireType::time_mms, "000003e8 0001"), "1984-01-02T00:00:01.000000000Z");
  EXPECT_EQ(time_of(WireType::time_cip, "e8030000 0100"), "1972-01-02T00:00:01.000000000Z");
  EXPECT_EQ(time_of(WireType::time_bacnet, "7e 03 01 07 06 1e 05 0c"),
            "2026-03-01T06:30:05.120000000Z");
  EXPECT_EQ(time_of(WireType::time_ntp, "83aa7e80 80000000"), "1970-01-01T00:00:00.500000000Z");
  EXPECT_EQ(time_of(WireType::time_ptp, "0000 00000001 00000007"),
            "1970-01-01T00:00:01.000000007Z");
}

TEST(Times, WhatNamesNoMomentIsNone) {
  EXPECT_EQ(time_of(WireType::time_unix_s, "650000"), "none") << "cut";
  EXPECT_EQ(time_of(WireType::time_bacnet, "ff ff ff ff ff ff ff ff"), "none");
  EXPECT_EQ(time_of(WireType::time_s7, "26 13 01 06 30 05 12 31"), "none") << "month 13";
  EXPECT_EQ(time_of(WireType::time_ptp, "0000 00000001 ffffffff"), "none");
  EXPECT_EQ(time_of(WireType::time_filetime, "ffff ffff ffff ff7f"), "none") << "beyond 2262";
  EXPECT_EQ(time_of(WireType::time_ptp, "ffff ffffffff 00000000"), "none");
  EXPECT_EQ(time_of(WireType::u32be, "65000000"), "none");
}

std::string data_of(WireType type, std::uint32_t count, std::string_view octets) {
  auto const raw = hex(octets);
  std::string out;
  JsonWriter json{out};
  write_data(json, {.type = type, .count = count, .raw = raw});
  return out;
}

TEST(Times, AreWrittenAsStampsAndTextsInTheirEncoding) {
  EXPECT_EQ(data_of(WireType::time_unix_s, 2, "00000001 00000002"),
            R"(["1970-01-01T00:00:01.000000000Z","1970-01-01T00:00:02.000000000Z"])");
  EXPECT_EQ(data_of(WireType::time_bacnet, 1, "ffffffffffffffff"), R"(["ffffffffffffffff"])");
  EXPECT_EQ(data_of(WireType::utf16le, 2, "4b00 e400"), "\"K\u00e4\"");
  EXPECT_EQ(data_of(WireType::utf16be, 3, "004b d83d de00"), "\"K\U0001F600\"");
  EXPECT_EQ(data_of(WireType::latin1, 2, "4b e4"), "\"K\u00e4\"");
  EXPECT_EQ(data_of(WireType::utf8, 3, "4b c3a4"), "\"K\u00e4\"");
  EXPECT_EQ(data_of(WireType::structure, 3, "010203"), "\"010203\"");
}

TEST(Values, TellTheirQualityAndTime) {
  auto const raw = hex("0001");
  Values const values{.type = WireType::u16be,
                      .count = 1,
                      .raw = raw,
                      .quality = Quality::bad,
                      .quality_code = 0x80ab0000,
                      .encoding = 297,
                      .time = Stamp{1'000'000'000}};
  std::string out;
  JsonWriter json{out};
  write_value(json, values, Names{});
  EXPECT_EQ(out, R"({"type":"u16be","count":1,"data":[1],"encoding":297,"quality":"bad",)"
                 R"("quality_code":2158690304,"time":"1970-01-01T00:00:01.000000000Z"})");
}

TEST(WireTypes, EachHasANameAndAWidth) {
  for (std::size_t i = 1; i < wire_type_count; ++i) {
    auto const type = static_cast<WireType>(i);
    EXPECT_FALSE(name_of(type).empty()) << i;
    EXPECT_TRUE(type == WireType::bits || width_of(type) != 0) << name_of(type);
    EXPECT_LE(int{is_time(type)} + int{is_text(type)}, 1) << name_of(type);
  }
}

}  // namespace
}  // namespace qw
