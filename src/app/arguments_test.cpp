// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include <gtest/gtest.h>

#include <array>

namespace qw::app {
namespace {

constexpr std::array options{Option{"--out", "DIR", ""}, Option{"--workers", "N", ""},
                             Option{"--json", "", ""}};

Result<Arguments> parse(std::vector<std::string> const& words) {
  return Arguments::parse(words, options);
}
std::string error_of(std::vector<std::string> const& words) {
  auto const parsed = parse(words);
  return parsed ? "" : parsed.error().text;
}

TEST(Arguments, WordsAndOptionsMayStandInAnyOrder) {
  auto const parsed = parse({"a.pcap", "--out", "here", "b.pcap", "--json", "--out=there"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->words(), (std::vector<std::string>{"a.pcap", "b.pcap"}));
  EXPECT_TRUE(parsed->has("--json"));
  EXPECT_FALSE(parsed->has("--workers"));
  EXPECT_EQ(parsed->value("--out"), "there") << "the last one counts";
  EXPECT_EQ(parsed->values("--out"), (std::vector<std::string>{"here", "there"}));
  EXPECT_EQ(parsed->value("--workers", "4"), "4");
}

TEST(Arguments, ADashAloneIsAWordAndTwoEndTheOptions) {
  auto const parsed = parse({"-", "--", "--out"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->words(), (std::vector<std::string>{"-", "--out"}));
}

TEST(Arguments, UnknownOptionNamesTheNearest) {
  EXPECT_EQ(error_of({"--jsn"}), "unknown option --jsn; did you mean --json?");
  EXPECT_EQ(error_of({"--worker=2"}), "unknown option --worker; did you mean --workers?");
  EXPECT_EQ(error_of({"--nothing-of-the-kind"}), "unknown option --nothing-of-the-kind");
}

TEST(Arguments, ValuesAreThereWhereTheyAreWanted) {
  EXPECT_EQ(error_of({"--out"}), "--out needs a value: --out DIR");
  EXPECT_EQ(error_of({"--json=yes"}), "--json takes no value");
}

TEST(Arguments, UnknownWordNamesTheNearestOrAll) {
  constexpr std::array<std::string_view, 2> names{"jsonl", "csv"};
  EXPECT_EQ(unknown_word("--format", "jsnl", names),
            "--format: unknown value 'jsnl'; did you mean jsonl?");
  EXPECT_EQ(unknown_word("--format", "spreadsheet", names),
            "--format: unknown value 'spreadsheet'; expected one of jsonl, csv");
}

TEST(Arguments, SizesHaveUnits) {
  EXPECT_EQ(*parse_size("400000"), 400'000U);
  EXPECT_EQ(*parse_size("64k"), 64U << 10);
  EXPECT_EQ(*parse_size("400M"), std::size_t{400} << 20);
  EXPECT_EQ(*parse_size("2G"), std::size_t{2} << 30);
  for (auto const* text :
       {"", "M", "-1", "1T", "1 G", "1GB", "99999999999999999999", "17179869184G"})
    EXPECT_FALSE(parse_size(text)) << text;
}

TEST(Arguments, NumbersHaveBounds) {
  EXPECT_EQ(*parse_number("1", 1, 64), 1U);
  EXPECT_EQ(*parse_number("64", 1, 64), 64U);
  for (auto const* text : {"", "0", "65", "-1", "1.5", "8x"})
    EXPECT_FALSE(parse_number(text, 1, 64)) << text;
}

}  // namespace
}  // namespace qw::app
