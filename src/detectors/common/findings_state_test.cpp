// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/state.hpp"
#include "detectors/common/findings.hpp"
#include "support/events.hpp"

namespace qw::detectors {
namespace {

constexpr FindingKind kinds[] = {{.name = "a"}, {.name = "b"}};
constexpr About known{
    .name = "known", .claim = {}, .technique = {}, .sensitivity = {}, .kinds = kinds};
constexpr About other{
    .name = "other", .claim = {}, .technique = {}, .sensitivity = {}, .kinds = kinds};

void add(Findings& findings, About const& about, std::string_view kind, std::uint64_t number) {
  findings.add({about, kind, test::host("10.0.0.1"), {{"number", number}}},
               test::said("10.0.0.1", "10.0.0.2"),
               [](Finding& finding) { finding.severity = Severity::page; });
}

std::vector<std::byte> saved(Findings const& findings) {
  StateWriter out;
  save(out, findings);
  return out.take();
}

bool loads(Bytes octets, std::vector<About const*> const& all, Findings& findings) {
  StateReader in{octets,
                 {.sources = 1, .points = 1, .realms = 1, .protocols = {}, .detectors = all}};
  load(in, findings);
  return in.at_end();
}

TEST(FindingsState, WhatIsLoadedGoesOnAsIfNothingHadBeen) {
  Findings whole;
  for (std::uint64_t i = 0; i < Findings::most_each + 5; ++i) add(whole, known, "a", i);
  add(whole, other, "b", 7);
  Findings after;
  ASSERT_TRUE(loads(saved(whole), {&known, &other}, after));
  EXPECT_EQ(saved(after), saved(whole));
  for (auto* each : {&whole, &after}) {
    add(*each, known, "a", 3);
    add(*each, known, "a", 10'000);  // too many of them: counted
  }
  auto const wanted = whole.sorted();
  auto const found = after.sorted();
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].id, wanted[i].id);
    EXPECT_EQ(found[i].detector, wanted[i].detector);
    EXPECT_EQ(found[i].kind, wanted[i].kind);
    EXPECT_EQ(found[i].parts, wanted[i].parts);
    EXPECT_EQ(found[i].count, wanted[i].count);
    EXPECT_EQ(found[i].left_out, wanted[i].left_out);
  }
  EXPECT_EQ(after.left_out(), 6U);
}

TEST(FindingsState, ADetectorOrKindThatIsNotKnownDoesNotLoad) {
  Findings findings;
  add(findings, known, "b", 1);
  Findings after;
  EXPECT_FALSE(loads(saved(findings), {&other}, after));
  static constexpr FindingKind fewer[] = {{.name = "a"}};
  static constexpr About earlier{
      .name = "known", .claim = {}, .technique = {}, .sensitivity = {}, .kinds = fewer};
  Findings again;
  EXPECT_FALSE(loads(saved(findings), {&earlier}, again));
}

}  // namespace
}  // namespace qw::detectors
