// SPDX-License-Identifier: Apache-2.0

/// How the input is cut into batches, and how many workers there are, changes nothing that is said.

#include <gtest/gtest.h>

#include "pipeline/run.hpp"
#include "support/capture_file.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::pipeline {
namespace {

/// One side of a TCP connection between two hosts of 10.0.0.0/24.
struct End {
  std::uint8_t host;
  std::uint16_t port;
  std::uint32_t sequence = 1000;
};

/// A capture of Ethernet frames, written packet by packet.
class Tape {
 public:
  Tape() { file_.pcap_header(); }

  void pass(std::uint64_t microseconds) { now_ += microseconds; }
  void tcp(End& from, End const& to, std::string_view text, std::uint8_t flags = 0x18) {
    test::CaptureWriter frame{std::endian::big};
    frame.u32(0x02000000).u16(to.host).u32(0x02000000).u16(from.host).u16(0x0800);
    frame.u16(0x4500).u16(40 + text.size()).u32(++packets_ << 16).u16(0x4006).u16(0);
    frame.u32(0x0a000000U + from.host).u32(0x0a000000U + to.host);
    frame.u16(from.port).u16(to.port).u32(from.sequence).u32(to.sequence);
    frame.u16(0x5000U | flags).u16(0xffff).u32(0).raw(bytes_of(text));
    file_.record(static_cast<std::uint32_t>(now_ / 1'000'000),
                 static_cast<std::uint32_t>(now_ % 1'000'000), frame.octets);
    from.sequence += static_cast<std::uint32_t>(text.size()) + ((flags & 3) != 0 ? 1U : 0U);
    pass(1'000);
  }
  void open(End& client, End& server) {
    tcp(client, server, "", 0x02);
    tcp(server, client, "", 0x12);
  }
  void close(End& client, End& server) {
    tcp(client, server, "", 0x11);
    tcp(server, client, "", 0x11);
  }

  [[nodiscard]] Bytes octets() const { return file_.octets; }

 private:
  test::CaptureWriter file_;
  std::uint64_t now_ = 1'700'000'000'000'000;
  std::uint32_t packets_ = 0;
};

/// Files come over data connections of the same hosts and of third ones, which other shards follow;
/// some open before the shards have met, some after.
std::vector<std::byte> files_by_ftp() {
  Tape tape;
  for (std::uint8_t round = 0; round < 4; ++round) {
    End client{static_cast<std::uint8_t>(10 + round), 40'000};
    End server{2, 21};
    tape.open(client, server);
    tape.tcp(server, client, "220 FTP\r\n");
    tape.tcp(client, server, "PASV\r\n");
    bool const third = round % 2 != 0;
    End data_server{static_cast<std::uint8_t>(third ? 100 + round : 2),
                    static_cast<std::uint16_t>(1024 + round)};
    End data_client{client.host, 40'001};
    tape.tcp(server, client,
             "227 Passive (10,0,0," + std::to_string(data_server.host) + ",4," +
                 std::to_string(round) + ").\r\n");
    tape.pass(round % 3 * 700'000U);
    tape.open(data_client, data_server);
    tape.tcp(client, server, "RETR plan" + std::to_string(round) + ".edi\r\n");
    for (int piece = 0; piece < 1200; ++piece) {
      if (piece == 600) tape.pass(6'000'000);
      tape.tcp(data_server, data_client, "EQD+CN+MSKU9070323+22G1");
    }
    tape.close(data_server, data_client);
    tape.tcp(server, client, "226 Done\r\n");
    tape.close(client, server);
  }
  return {tape.octets().begin(), tape.octets().end()};
}

class Lines final : public Listener {
 public:
  void on_event(Ordered const& event) override { write_event(text, event, {}); }
  std::string text;
};

std::string said_of(Bytes capture, std::size_t batch, unsigned workers) {
  capture::BlockPool pool{1 << 20};
  auto source = capture::read_capture(std::make_unique<capture::MemoryStream>(capture, SIZE_MAX),
                                      {"memory", SourceId{}, PointId{}}, pool);
  std::vector<Input> inputs;
  inputs.push_back({.source = std::move(*source), .point_name = "tap", .realms = {}});
  Run run{{.workers = workers, .batch = batch}, std::move(inputs)};
  Lines lines;
  run.listen(lines);
  return lines.text;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Batches, CutsAndWorkersChangeNothing) {
  auto const capture = files_by_ftp();
  auto const whole = said_of(capture, batch_packets, 1);
  EXPECT_EQ(count(whole, R"("kind":"transfer")"), 4U);
  for (std::size_t const batch : {1U, 7U, 2048U})
    for (unsigned const workers : {1U, 2U, 8U})
      EXPECT_EQ(said_of(capture, batch, workers), whole) << batch << " packets, " << workers;
}

TEST(Batches, AFileOfTheSameHostsHasItsNameAndIsComplete) {
  auto const said = said_of(files_by_ftp(), batch_packets, 1);
  for (auto const round : {0, 2})
    EXPECT_EQ(count(said, R"("what":"file","name":"plan)" + std::to_string(round) +
                              R"(.edi","octets":27600,"digest":)"),
              1U)
        << round;
}

/// The shard of the third host hears of the file amid it.
TEST(Batches, AFileOfAThirdHostIsKnownOnceTheShardsHaveMet) {
  auto const said = said_of(files_by_ftp(), batch_packets, 1);
  EXPECT_EQ(count(said, R"("service":"ftp_data","basis":"expected","encryption":"clear")"), 8U);
}

}  // namespace
}  // namespace qw::pipeline
