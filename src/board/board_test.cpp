// SPDX-License-Identifier: Apache-2.0
#include "board/board.hpp"

#include <gtest/gtest.h>

#include <atomic>
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

TEST(Board, NothingIsThereBeforeTheFirst) {
  Board const board{{}};
  EXPECT_EQ(board.latest()->version, 0U);
  EXPECT_NE(board.since(0).find(R"("version":0)"), std::string::npos);
}

TEST(Board, WhoKnowsNothingGetsEverything) {
  Board board{{}};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  auto const json = board.since(0);
  EXPECT_NE(json.find(R"("since":0)"), std::string::npos);
  EXPECT_NE(text_after(json, "devices").find(R"("count":2)"), std::string::npos);
  EXPECT_NE(json.find(R"({"key":"10.0.0.2","row":{"name":"10.0.0.2")"), std::string::npos) << json;
}

TEST(Board, OnlyWhatChangedIsTold) {
  Board board{{}};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 5), device("10.0.0.3", 1)}));
  auto const devices = text_after(board.since(1), "devices");
  EXPECT_EQ(devices.find("10.0.0.1"), std::string::npos) << devices;
  EXPECT_NE(devices.find(R"("key":"10.0.0.2")"), std::string::npos);
  EXPECT_NE(devices.find(R"("key":"10.0.0.3")"), std::string::npos);
  EXPECT_NE(devices.find(R"("gone":[])"), std::string::npos);
}

TEST(Board, RowsThatWentAreNamed) {
  Board board{{}};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", 1)}));
  board.publish(state({device("10.0.0.2", 1)}));
  EXPECT_NE(text_after(board.since(1), "devices").find(R"("changed":[],"gone":["10.0.0.1"])"),
            std::string::npos);
}

TEST(Board, UnchangedRowsAreShared) {
  Board board{{}};
  board.publish(state({device("10.0.0.1", 1)}));
  auto const first = board.latest();
  board.publish(state({device("10.0.0.1", 1)}));
  EXPECT_EQ(first->tables[0].rows[0], board.latest()->tables[0].rows[0]);
}

TEST(Board, SameKeysAreToldApart) {
  Board board{{}};
  board.publish(state({device("10.0.0.1", 1), device("10.0.0.1", 2)}));
  EXPECT_EQ(board.latest()->tables[0].rows[0]->key, "10.0.0.1");
  EXPECT_EQ(board.latest()->tables[0].rows[1]->key, "10.0.0.1 #2");
}

TEST(Board, WhoIsTooFarBehindGetsEverything) {
  Board board{{}};
  for (std::uint64_t i = 0; i <= Board::kept_snapshots; ++i)
    board.publish(state({device("10.0.0.1", 1), device("10.0.0.2", i)}));
  EXPECT_NE(board.since(1).find(R"("since":0)"), std::string::npos);
  EXPECT_NE(board.since(Board::kept_snapshots).find(R"("since":16)"), std::string::npos);
  EXPECT_NE(board.since(999).find(R"("since":0)"), std::string::npos);
}

TEST(Board, ReadersSeeWholeSnapshotsWhileAnotherPublishes) {
  Board board{{}};
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
      EXPECT_FALSE(board.since(last - 1).empty());
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
