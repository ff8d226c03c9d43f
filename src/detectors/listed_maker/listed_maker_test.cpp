// SPDX-License-Identifier: Apache-2.0
#include "detectors/listed_maker/listed_maker.hpp"

#include <fstream>
#include <string>

#include "support/port.hpp"

namespace qw::detectors::listed_maker {
namespace {

using test::judged;
using test::Port;

constexpr std::string_view list =
    "zte\tlisted\tSection 889\t2018-08-13\tthe law\n"
    "four faith\tmodem\t\t\tregistry\n";

Device device(std::string maker, Basis basis = Basis::declared) {
  Device made;
  made.name = "10.1.0.9";
  made.first = made.last = test::start;
  KnownAttribute known;
  known.attribute = Attribute::maker;
  known.value = std::move(maker);
  known.basis = basis;
  known.source = "LLDP system description";
  known.evidence.frames = {21, 21};
  made.attributes.push_back(known);
  return made;
}

TEST(ListedMaker, AListedMakerIsFoundByWhatItsDeviceDeclares) {
  Port const port{{}, list};
  auto const finding = test::only(judged<Detector>(port, about, device("ZTE Corporation")), port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "10.1.0.9");
  EXPECT_EQ(finding.evidence[0].frames.first, 21U);
  EXPECT_NE(finding.claim.find("Section 889 since 2018-08-13 (the law)"), std::string::npos);
}

TEST(ListedMaker, WhatOnlyTheMacSaysIsLikely) {
  Port const port{{}, list};
  auto const finding =
      test::only(judged<Detector>(port, about, device("zte corporation", Basis::mac)), port);
  EXPECT_EQ(finding.grade, Grade::likely);
  EXPECT_NE(finding.claim.find("according to its MAC"), std::string::npos);
}

TEST(ListedMaker, AModemMayBeASecondWayOut) {
  Port const port{{}, list};
  auto const finding = test::only(judged<Detector>(port, about, device("Xiamen Four-Faith")), port);
  EXPECT_NE(finding.claim.find("cellular modems"), std::string::npos);
}

TEST(ListedMaker, OtherMakersAndOtherAttributesAreNot) {
  Port const port{{}, list};
  EXPECT_TRUE(judged<Detector>(port, about, device("Aztech Electronics")).sorted().empty());
  auto model = device("ZTE");
  model.attributes[0].attribute = Attribute::model;
  EXPECT_TRUE(judged<Detector>(port, about, model).sorted().empty());
}

TEST(ListedMaker, WithoutAListItSaysThatItCannotJudge) {
  Port const port;
  EXPECT_EQ(test::only(judged<Detector>(port, about, device("ZTE")), port).grade,
            Grade::not_observable);
}

TEST(ListedMaker, EachEntryOfTheShippedListIsFound) {
  site::ListedMakers shipped;
  ASSERT_TRUE(shipped.add_file("data/listed_makers.tsv").ok());
  ASSERT_GT(shipped.size(), 0U);
  std::ifstream file{"data/listed_makers.tsv"};
  std::size_t entries = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    ++entries;
    auto const maker = line.substr(line[0] == '=' ? 1 : 0, line.find('\t') - (line[0] == '='));
    EXPECT_FALSE(shipped.matching(maker).empty()) << maker;
  }
  EXPECT_EQ(entries, shipped.size());
}

}  // namespace
}  // namespace qw::detectors::listed_maker
