// SPDX-License-Identifier: Apache-2.0
#include "site/listed_makers.hpp"

#include <gtest/gtest.h>

namespace qw::site {
namespace {

constexpr std::string_view table =
    "# head\n"
    "\n"
    "zte\tlisted\tSection 889\t2018-08-13\tthe law\n"
    "=dahua\tlisted\tSection 889\t2018-08-13\tthe law\r\n"
    "four faith\tmodem\t\t\tregistry\n";

TEST(ListedMakers, WholeWordsMatchWhateverTheirSignsAndCase) {
  ListedMakers makers;
  ASSERT_TRUE(makers.add(table, "t").ok());
  EXPECT_EQ(makers.size(), 3U);
  ASSERT_EQ(makers.matching("zte corporation").size(), 1U);
  EXPECT_EQ(makers.matching("ZTE")[0]->list, "Section 889");
  EXPECT_TRUE(makers.matching("Aztech Electronics Pte Ltd").empty());
  EXPECT_TRUE(makers.matching("ZTEC Instruments, Inc.").empty());
  EXPECT_EQ(makers.matching("Dahua")[0]->source, "the law");
  EXPECT_TRUE(makers.matching("Shanghai Dahua Scale Factory").empty());
  auto const modems = makers.matching("Xiamen Four-Faith Communication Technology Co.,Ltd");
  ASSERT_EQ(modems.size(), 1U);
  EXPECT_EQ(modems[0]->kind, ListedMaker::Kind::modem);
  EXPECT_TRUE(makers.matching("").empty());
}

TEST(ListedMakers, AFileIsTakenWholeOrNotAtAll) {
  ListedMakers makers;
  for (auto const& [text, message] : {
           std::pair{
               "zte\tlisted\tx\ty\tz\nzte\n",
               "ours.tsv:2: expected 5 fields between tabs: pattern, kind, list, since, source"},
           std::pair{"zte\tbanned\tx\ty\tz\n",
                     "ours.tsv:1: expected kind \"listed\" or \"modem\", got \"banned\""},
           std::pair{" - \tlisted\tx\ty\tz\n", "ours.tsv:1: the pattern is empty"},
           std::pair{
               "a\tlisted\tx\ty\tz\tmore\n",
               "ours.tsv:1: expected 5 fields between tabs: pattern, kind, list, since, source"},
       }) {
    auto const status = makers.add(text, "ours.tsv");
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_EQ(status.error().text, message);
  }
  EXPECT_EQ(makers.size(), 0U);
  EXPECT_FALSE(makers.add_file("no/such.tsv").ok());
}

}  // namespace
}  // namespace qw::site
