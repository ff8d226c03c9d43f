// SPDX-License-Identifier: Apache-2.0
#include "board/board.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>

namespace qw::board {
namespace {

Device device(std::string_view address, std::uint64_t frames) {
  Device made;
  made.name = address;
  made.hosts = {Host{RealmId{}, *Address::parse(address)}};
  made.frames_sent = frames;
  return made;
}

Dossier state(std::vector<Device> devices) {
  Dossier made;
  made.of<Device>() = std::move(devices);
  return made;
}

std::string text_after(std::string const& json, std::string_view table) {
  auto const at = json.find("\"" + std::string{table} + "\":");
  return at == std::string::npos ? "" : json.substr(at, json.find("]}", at) + 2 - at);
}

/// What a reader who knows a version of this run is told.
std::string told(Board const& board, std::uint64_t since) {
  return board.changes_since(since, "run1");
}

TEST(Board, NothingIsThereBeforeTheFirst) {
  Board const board{{}, "run1"};
  EXPECT_EQ(board.latest()->version, 0U);
  EXPECT_NE(told(board, 0).find(R"({"run":"run1","version":0,"since":0)"), std::string::npos);
}

TEST(Board, WhoKnowsNothingGetsEverything) {
  Board board{{}, "run1"};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  auto const json = told(board, 0);
  EXPECT_NE(json.find(R"("since":0)"), std::string::npos);
  EXPECT_NE(text_after(json, "devices").find(R"("count":2)"), std::string::npos);
  EXPECT_NE(json.find(R"({"key":"10.0.0.2","row":{"name":"10.0.0.2")"), std::string::npos) << json;
}

TEST(Board, OnlyWhatChangedIsTold) {
  Board board{{}, "run1"};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 5), device("10.0.0.3", 1)}));
  auto const devices = text_after(told(board, 1), "devices");
  EXPECT_EQ(devices.find("10.0.0.1"), std::string::npos) << devices;
  EXPECT_NE(devices.find(R"("key":"10.0.0.2")"), std::string::npos);
  EXPECT_NE(devices.find(R"("key":"10.0.0.3")"), std::string::npos);
  EXPECT_NE(devices.find(R"("gone":[])"), std::string::npos);
}

TEST(Board, RowsThatWentAreNamed) {
  Board board{{}, "run1"};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  board.publish(state({device("10.0.0.2", 1)}));
  board.publish(state({device("10.0.0.2", 1)}));
  EXPECT_NE(text_after(told(board, 1), "devices").find(R"("changed":[],"gone":["10.0.0.1"])"),
            std::string::npos);
  EXPECT_NE(text_after(told(board, 2), "devices").find(R"("changed":[],"gone":[])"),
            std::string::npos);
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  auto const back = text_after(told(board, 1), "devices");
  EXPECT_NE(back.find(R"("changed":[{"key":"10.0.0.1")"), std::string::npos) << back;
  EXPECT_NE(back.find(R"("gone":[])"), std::string::npos) << back;
}

TEST(Board, UnchangedRowsAreShared) {
  Board board{{}, "run1"};
  board.publish(state({device("10.0.0.1", 1)}));
  auto const first = board.latest();
  board.publish(state({device("10.0.0.0", 1), device("10.0.0.1", 1)}));
  EXPECT_EQ(first->tables[0].rows[0], board.latest()->tables[0].rows[1]);
  EXPECT_EQ(first->tables[0].rows[0]->changed, 1U);
}

TEST(Board, SameKeysAreToldApart) {
  Board board{{}, "run1"};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.1", 2)}));
  EXPECT_EQ(board.latest()->tables[0].rows[0]->key, "10.0.0.1");
  EXPECT_EQ(board.latest()->tables[0].rows[1]->key, "10.0.0.1 #2");
}

TEST(Board, AnotherRunOrAnUnknownVersionGetsEverything) {
  Board board{{}, "run1"};
  for (std::uint64_t i = 0; i < 100; ++i)
    board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", i)}));
  EXPECT_NE(told(board, 1).find(R"("since":1)"), std::string::npos) << "however long ago";
  EXPECT_EQ(text_after(told(board, 1), "devices").find("10.0.0.1"), std::string::npos);
  EXPECT_NE(told(board, 101).find(R"("since":0)"), std::string::npos);
  EXPECT_NE(board.changes_since(100, "run0").find(R"("since":0)"), std::string::npos);
  EXPECT_NE(board.changes_since(100, "").find(R"("since":0)"), std::string::npos);
}

TEST(Board, WhoMissedMoreThanIsRememberedGetsEverything) {
  Board board{{}, "run1"};
  for (std::size_t i = 0; i <= RecordRows::most_gone; ++i)
    board.publish(
        state({device("10.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250), 1)}));
  EXPECT_EQ(board.latest()->tables[0].gone.size(), RecordRows::most_gone);
  EXPECT_NE(told(board, 1).find(R"("since":1)"), std::string::npos);
  board.publish(state({}));
  EXPECT_EQ(board.latest()->tables[0].gone.size(), RecordRows::most_gone);
  EXPECT_NE(told(board, 1).find(R"("since":0)"), std::string::npos);
  EXPECT_NE(told(board, 2).find(R"("since":2)"), std::string::npos);
}

/// A reader who now and then asks for what changed knows at each time what is there.
TEST(Board, ChangesAddUpToTheWhole) {
  std::mt19937 random{7};
  Board board{{}, "run1"};
  std::map<std::string, std::string> known;
  std::uint64_t version = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<Device> devices;
    for (unsigned i = 1; i <= 20; ++i)
      if (random() % 4 != 0) devices.push_back(device("10.0.0." + std::to_string(i), random() % 3));
    if (random() % 5 == 0) std::ranges::reverse(devices);
    board.publish(state(devices));
    if (random() % 3 != 0) continue;

    auto const latest = board.latest();
    auto const json = text_after(told(board, version), "devices");
    for (auto const& gone : latest->tables[0].gone)
      if (json.find("\"" + gone.key + "\"") != std::string::npos) known.erase(gone.key);
    for (auto const& row : latest->tables[0].rows)
      if (json.find(R"({"key":")" + row->key + R"(","row":)" + row->json) != std::string::npos)
        known[row->key] = row->json;
    version = latest->version;
    std::map<std::string, std::string> present;
    for (auto const& row : latest->tables[0].rows) present[row->key] = row->json;
    ASSERT_EQ(known, present) << round;
  }
}

TEST(Board, ReadersSeeWholeSnapshotsWhileAnotherPublishes) {
  Board board{{}, "run1"};
  std::atomic<bool> done{false};
  std::thread reader{[&] {
    std::uint64_t last = 0;
    while (!done) {
      auto const seen = board.latest();
      EXPECT_GE(seen->version, last);
      last = seen->version;
      if (last == 0) continue;
      // Version n was published with n devices.
      EXPECT_EQ(seen->tables[0].rows.size(), last);
      EXPECT_FALSE(told(board, last - 1).empty());
    }
  }};
  std::vector<Device> devices;
  for (unsigned i = 1; i <= 100; ++i) {
    devices.push_back(device("10.0.0." + std::to_string(i), i));
    board.publish(state(devices));
  }
  done = true;
  reader.join();
}

}  // namespace
}  // namespace qw::board
