// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <unordered_map>

#include "core/sealed.hpp"

namespace qw {
namespace {

enum class Colour : std::uint8_t { red, green, blue };
static_assert(detail::count_of_values<Colour>() == 3);
static_assert(detail::count_of_values<Trait>() == trait_count);
static_assert(detail::count_of_values<SourceId>() == 0);

struct Part {
  std::uint32_t number = 0;
  std::string name;

  static constexpr auto state() { return std::tuple{&Part::number, &Part::name}; }
  bool restored() const { return number != 13; }
  friend bool operator==(Part const&, Part const&) = default;
};

struct Whole {
  bool yes = false;
  Colour colour = Colour::red;
  double real = 0;
  Host host;
  std::optional<Stamp> at;
  std::vector<Part> parts;
  std::map<std::string, std::uint64_t> table;
  std::unordered_map<std::uint64_t, Part> hashed;
  std::set<std::tuple<std::uint16_t, bool>> set;
  std::variant<std::uint8_t, Part> either;
  std::array<std::int16_t, 2> pair{};
  Term term;

  static constexpr auto state() {
    using W = Whole;
    return std::tuple{&W::yes,   &W::colour, &W::real, &W::host,   &W::at,   &W::parts,
                      &W::table, &W::hashed, &W::set,  &W::either, &W::pair, &W::term};
  }
  friend bool operator==(Whole const&, Whole const&) = default;
};

constexpr StateBounds bounds{.sources = 2, .points = 2, .realms = 2, .protocols = {}};

Whole whole() {
  Whole made;
  made.yes = true;
  made.colour = Colour::blue;
  made.real = -0.5;
  made.host = {RealmId{1}, *Address::parse("fe80::1")};
  made.at = Stamp{-7};
  made.parts = {{1, "one"}, {2, ""}};
  made.table = {{"a", 1}, {"b", UINT64_MAX}};
  for (std::uint64_t i = 0; i < 20; ++i)
    made.hashed[i * 7919] = {static_cast<std::uint32_t>(i + 20), "x"};
  made.set = {{502, true}, {80, false}};
  made.either = Part{3, "three"};
  made.pair = {-1, 32'767};
  made.term = "Write Single Coil";
  return made;
}

std::vector<std::byte> octets_of(Whole const& value) {
  StateWriter out;
  save(out, value);
  return out.take();
}

bool loads(Bytes octets, Whole& value) {
  StateReader in{octets, bounds};
  load(in, value);
  return in.at_end();
}

TEST(State, WhatIsSavedLoads) {
  Whole loaded;
  EXPECT_TRUE(loads(octets_of(whole()), loaded));
  EXPECT_EQ(loaded, whole());
}

TEST(State, TablesOfHashesGiveTheSameOctetsInAnyOrder) {
  auto other = whole();
  other.hashed.clear();
  other.hashed.rehash(999);
  for (std::uint64_t i = 20; i-- > 0;)
    other.hashed[i * 7919] = {static_cast<std::uint32_t>(i + 20), "x"};
  EXPECT_EQ(octets_of(other), octets_of(whole()));
}

TEST(State, CutAnywhereItDoesNotLoad) {
  auto const octets = octets_of(whole());
  for (std::size_t size = 0; size < octets.size(); ++size) {
    Whole loaded;
    EXPECT_FALSE(loads(Bytes{octets}.first(size), loaded)) << size;
  }
}

/// Whatever an octet is changed to: it loads as something else, or not at all.
TEST(State, ChangedAnywhereItDoesNoHarm) {
  auto const octets = octets_of(whole());
  for (std::size_t at = 0; at < octets.size(); ++at)
    for (unsigned const change : {0x01U, 0x80U, 0xffU}) {
      auto changed = octets;
      changed[at] ^= static_cast<std::byte>(change);
      Whole loaded;
      if (loads(changed, loaded)) {
        EXPECT_EQ(octets_of(loaded).size(), changed.size());
      }
    }
}

TEST(State, AnEnumerationLoadsItsOwnValuesOnly) {
  for (std::uint8_t number = 0; number < 5; ++number) {
    std::array const octets{std::byte{number}};
    StateReader in{octets, bounds};
    auto colour = Colour::red;
    load(in, colour);
    EXPECT_EQ(in.ok(), number < 3);
  }
}

TEST(State, ASourceThatTheRunDoesNotHaveDoesNotLoad) {
  StateWriter out;
  save(out, SourceId{2});
  StateReader in{out.octets(), bounds};
  SourceId source{};
  load(in, source);
  EXPECT_FALSE(in.ok());
}

TEST(State, ACountBeyondWhatIsLeftIsRefusedBeforeRoomIsMade) {
  std::array const octets{std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff}};
  StateReader in{octets, bounds};
  std::vector<Part> parts;
  load(in, parts);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(parts.capacity(), 0U);
}

TEST(State, AViewNeedsAnArena) {
  StateWriter out;
  save(out, std::string_view{"symbol"});
  StateReader without{out.octets(), bounds};
  std::string_view text;
  load(without, text);
  EXPECT_FALSE(without.ok());
  Arena arena;
  StateReader in{out.octets(), bounds};
  in.keep_in(&arena);
  load(in, text);
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(text, "symbol");
}

TEST(State, ATypeMayRefuseItsMembers) {
  StateWriter out;
  save(out, Part{13, ""});
  StateReader in{out.octets(), bounds};
  Part part;
  load(in, part);
  EXPECT_FALSE(in.ok());
}

// Sealed files.

SealTerms terms() {
  SealTerms made;
  made.vocabulary = 2;
  made.layout.fill(std::byte{1});
  made.site.fill(std::byte{2});
  made.inputs.fill(std::byte{3});
  return made;
}

std::string refusal(SealTerms const& wanted, Bytes file) {
  auto const state = unsealed(wanted, file);
  return state ? "" : state.error().text;
}

TEST(Sealed, OpensUnderTheSameTerms) {
  std::array const octets{std::byte{42}, std::byte{43}};
  auto const file = sealed(terms(), octets);
  auto const state = unsealed(terms(), file);
  ASSERT_TRUE(state);
  EXPECT_EQ(text_of(*state), text_of(octets));
}

TEST(Sealed, CutAnywhereItSaysSo) {
  auto const file = sealed(terms(), bytes_of("a state"));
  for (std::size_t size = 0; size < file.size(); ++size)
    EXPECT_TRUE(refusal(terms(), Bytes{file}.first(size)).starts_with("is cut off")) << size;
}

TEST(Sealed, ChangedAnywhereItIsRefused) {
  auto const file = sealed(terms(), bytes_of("a state"));
  for (std::size_t at = 0; at < file.size(); ++at) {
    auto changed = file;
    changed[at] ^= std::byte{0x10};
    EXPECT_NE(refusal(terms(), changed), "") << at;
  }
}

TEST(Sealed, SaysWhatIsAnother) {
  auto const file = sealed(terms(), bytes_of("a state"));
  auto other = terms();
  other.vocabulary = 3;
  EXPECT_EQ(refusal(other, file), "has vocabulary version 2, and this program has 3");
  other = terms();
  other.layout.fill(std::byte{});
  EXPECT_EQ(refusal(other, file), "was written by another version of quaywatch");
  other = terms();
  other.site.fill(std::byte{});
  EXPECT_EQ(refusal(other, file), "was written with another site file");
  other = terms();
  other.inputs.fill(std::byte{});
  EXPECT_EQ(refusal(other, file), "was written with other registries, lists or options");
  EXPECT_EQ(refusal(terms(), bytes_of("PK and then something else")), "is no state of quaywatch");
}

}  // namespace
}  // namespace qw
