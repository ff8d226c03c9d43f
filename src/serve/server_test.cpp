// SPDX-License-Identifier: Apache-2.0
#include "serve/server.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

namespace qw::serve {
namespace {

/// Sends octets to the address's port and returns all that comes back.
std::string ask(std::string const& address, std::string const& request) {
  auto const colon = address.rfind(':');
  std::uint16_t port = 0;
  std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
  int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  EXPECT_EQ(::send(socket, request.data(), request.size(), 0), static_cast<long>(request.size()));
  std::string answer;
  char part[4096];
  for (long size = 0; (size = ::recv(socket, part, sizeof part, 0)) > 0;)
    answer.append(part, static_cast<std::size_t>(size));
  ::close(socket);
  return answer;
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    std::filesystem::create_directories(folder_);
    std::ofstream{folder_ / "report.html"} << "<p>the report</p>";
    std::ofstream{folder_ / "study.duckdb"} << "secret";
    auto opened = Server::open(std::make_unique<StudyPages>(folder_), 0);
    EXPECT_TRUE(opened.ok());
    server_.emplace(std::move(*opened));
    thread_ = std::thread{[this] { server_->answer_requests(); }};
  }
  ~ServerTest() override {
    server_->stop();
    thread_.join();
    std::filesystem::remove_all(folder_);
  }
  std::string get(std::string const& target) {
    return ask(server_->address(), "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("quaywatch-serve-" + std::to_string(getpid()));
  std::optional<Server> server_;
  std::thread thread_;
};

TEST_F(ServerTest, ReportIsAtTheRoot) {
  auto const answer = get("/");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
  EXPECT_NE(answer.find("<p>the report</p>"), std::string::npos);
  EXPECT_NE(answer.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
}

TEST_F(ServerTest, NothingElseOfTheFolderIsServed) {
  for (auto const* target : {"/study.duckdb", "/../report.html", "//etc/passwd", "/%2e%2e/x"})
    EXPECT_TRUE(get(target).starts_with("HTTP/1.1 404")) << target;
}

TEST_F(ServerTest, OnlyReadsAreAnswered) {
  auto const answer =
      ask(server_->address(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 405")) << answer;
}

TEST_F(ServerTest, OversizedRequestIsDropped) {
  auto const answer = get("/" + std::string(64 * 1024, 'a'));
  EXPECT_FALSE(answer.starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(get("/").starts_with("HTTP/1.1 200"));  // and the server lives on
}

TEST(StudyPages, FolderWithoutReportIsAnError) {
  auto const checked = StudyPages::check("/nonexistent");
  ASSERT_FALSE(checked.ok());
  EXPECT_NE(checked.error().text.find("contains no report.html"), std::string::npos);
}

TEST(LivePages, BoardIsShownAndTheReportWhenItIsDone) {
  auto const folder =
      std::filesystem::temp_directory_path() / ("quaywatch-live-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "report.html"} << "<p>the report</p>";
  board::Board board{{}, "run1"};
  LivePages const pages{board, folder};
  Dossier state;
  state.progress.frames = 17;
  board.publish(state);

  ASSERT_TRUE(pages.page_at("/board.json?since=0").has_value());
  EXPECT_NE(pages.page_at("/board.json?since=0")->body.find(R"("frames":17)"), std::string::npos);
  for (auto const* known : {"/board.json?since=1&run=run1", "/board.json?run=run1&since=1"})
    EXPECT_NE(pages.page_at(known)->body.find(R"("since":1)"), std::string::npos) << known;
  for (auto const* unknown :
       {"/board.json", "/board.json?", "/board.json?since=1", "/board.json?since=1&run=run2",
        "/board.json?since=x&run=run1", "/board.json?&&since&run=run1"})
    EXPECT_NE(pages.page_at(unknown)->body.find(R"("since":0)"), std::string::npos) << unknown;
  EXPECT_NE(pages.page_at("/")->body.find("live.js"), std::string::npos);
  EXPECT_FALSE(pages.page_at("/report.html").has_value());

  state.progress.ended = true;
  board.publish(state);
  EXPECT_EQ(pages.page_at("/report.html")->body, "<p>the report</p>");
  EXPECT_FALSE(pages.page_at("/study.duckdb").has_value());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace qw::serve
