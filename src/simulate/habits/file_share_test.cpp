// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/bytes.hpp"
#include "simulate/habits/files.hpp"

namespace qw::simulate {
namespace {

constexpr Stamp before{1'772'000'000'000'000'000};
constexpr Stamp now{1'772'348'400'000'000'000};

struct Shared {
  Host server;
  FileShare share{server, "planning", Dice{3}};

  Shared() {
    share.add("duty\\week-09.csv", FileKind::table, 1000, before);
    share.add("duty\\week-10.csv", FileKind::table, 0, before);
    share.add("bays\\2026\\plan.xlsx", FileKind::packed, 777, before);
    share.add("duty.txt", FileKind::table, 10, before);
  }
};

std::vector<std::string> names_in(FileShare const& share, std::string const& folder) {
  std::vector<std::string> names;
  for (auto const& entry : share.entries(folder))
    names.push_back(entry.name + (entry.facts.folder ? "\\" : ""));
  return names;
}

TEST(FileShare, AFolderShowsWhatIsInItAndNoMore) {
  Shared shared;
  using Names = std::vector<std::string>;
  EXPECT_EQ(names_in(shared.share, ""), (Names{"bays\\", "duty.txt", "duty\\"}));
  EXPECT_EQ(names_in(shared.share, "duty"), (Names{"week-09.csv", "week-10.csv"}));
  EXPECT_EQ(names_in(shared.share, "bays"), Names{"2026\\"});
  EXPECT_EQ(names_in(shared.share, "dut"), Names{});
  // Numbers are those by which a client tells files and folders apart.
  auto numbers = std::vector<std::uint64_t>{};
  for (auto const* const folder : {"", "duty", "bays", "bays\\2026"})
    for (auto const& entry : shared.share.entries(folder)) numbers.push_back(entry.number);
  std::ranges::sort(numbers);
  EXPECT_EQ(std::ranges::adjacent_find(numbers), numbers.end());
}

TEST(FileShare, ContentHasItsSizeItsKindAndStaysTheSame) {
  Shared shared;
  auto const table = shared.share.content("duty\\week-09.csv");
  EXPECT_EQ(table.size(), 1000U);
  EXPECT_TRUE(std::ranges::all_of(table, [](std::byte octet) {
    return octet == std::byte{'\r'} || octet == std::byte{'\n'} ||
           (octet >= std::byte{' '} && octet <= std::byte{'~'});
  }));
  EXPECT_EQ(table, shared.share.content("duty\\week-09.csv"));
  auto const packed = shared.share.content("bays\\2026\\plan.xlsx");
  ASSERT_EQ(packed.size(), 777U);
  EXPECT_TRUE(std::ranges::equal(Bytes{packed}.first(4), bytes_of("PK\x03\x04")));
  EXPECT_EQ(shared.share.content("duty\\week-10.csv").size(), 0U);
  EXPECT_EQ(shared.share.content("nowhere").size(), 0U);
  // Another share of the same names has other words in its files.
  Host server;
  FileShare other{server, "planning", Dice{4}};
  other.add("duty\\week-09.csv", FileKind::table, 1000, before);
  EXPECT_NE(table, other.content("duty\\week-09.csv"));
}

TEST(FileShare, WhatIsStoredIsReadAndDated) {
  Shared shared;
  auto const words = bytes_of("date;shift\r\n");
  EXPECT_EQ(shared.share.store("duty\\week-09.csv", words, now), smb::Status::success);
  EXPECT_EQ(shared.share.store("new\\note.txt", words, now), smb::Status::success);
  for (std::string const path : {"duty\\week-09.csv", "new\\note.txt"}) {
    EXPECT_TRUE(std::ranges::equal(shared.share.content(path), words)) << path;
    auto const* const file = shared.share.find(path);
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->facts.size, words.size());
    EXPECT_EQ(file->facts.written, now);
  }
  EXPECT_EQ(shared.share.find("duty\\week-09.csv")->facts.created, before);
  EXPECT_EQ(shared.share.find("new\\note.txt")->facts.created, now);
}

TEST(FileShare, ARenamedFileIsTheSameFile) {
  Shared shared;
  auto& share = shared.share;
  auto const number = share.find("duty\\week-09.csv")->number;
  auto const content = share.content("duty\\week-09.csv");
  EXPECT_EQ(share.rename("duty\\week-09.csv", "duty\\old.csv"), smb::Status::success);
  EXPECT_EQ(share.find("duty\\week-09.csv"), nullptr);
  ASSERT_NE(share.find("duty\\old.csv"), nullptr);
  EXPECT_EQ(share.find("duty\\old.csv")->number, number);
  EXPECT_EQ(share.content("duty\\old.csv"), content);
  EXPECT_EQ(share.rename("duty\\week-09.csv", "x"), smb::Status::object_name_not_found);
  EXPECT_EQ(share.rename("duty\\old.csv", "duty\\week-10.csv"), smb::Status::object_name_collision);
  EXPECT_EQ(share.content("duty\\old.csv"), content);
}

TEST(FileShare, ARemovedFileIsGone) {
  Shared shared;
  EXPECT_EQ(shared.share.remove("bays\\2026\\plan.xlsx"), smb::Status::success);
  EXPECT_EQ(shared.share.remove("bays\\2026\\plan.xlsx"), smb::Status::object_name_not_found);
  EXPECT_TRUE(shared.share.entries("bays").empty());
  EXPECT_EQ(names_in(shared.share, ""), (std::vector<std::string>{"duty.txt", "duty\\"}));
}

TEST(FileShare, AFullDiskTakesNoNewFileButChangesToOldOnes) {
  Shared shared;
  auto& share = shared.share;
  for (auto count = share.files().size(); count < FileShare::most_files; ++count)
    ASSERT_EQ(share.store(fmt::format("more\\{}", count), {}, now), smb::Status::success);
  EXPECT_EQ(share.store("one-more", {}, now), smb::Status::disk_full);
  EXPECT_EQ(share.find("one-more"), nullptr);
  EXPECT_EQ(share.store("duty.txt", bytes_of("x"), now), smb::Status::success);
  EXPECT_EQ(share.remove("duty.txt"), smb::Status::success);
  EXPECT_EQ(share.store("one-more", {}, now), smb::Status::success);
}

}  // namespace
}  // namespace qw::simulate
