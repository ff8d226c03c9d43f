// SPDX-License-Identifier: Apache-2.0

/// How the input is cut into batches, and how many workers there are, changes nothing that is said.

#include <gtest/gtest.h>

#include <algorithm>

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
std::vector<std::byte> files_by_ftp(std::uint8_t rounds = 4) {
  Tape tape;
  for (std::uint8_t round = 0; round < rounds; ++round) {
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

std::unique_ptr<capture::Source> source_of(Bytes capture, std::uint16_t id,
                                           capture::BlockPool& pool) {
  auto source = capture::read_capture(std::make_unique<capture::MemoryStream>(capture),
                                      {"memory", SourceId{id}, PointId{id}}, pool);
  return std::move(*source);
}

Input input_of(std::unique_ptr<capture::Source> source, std::uint16_t id = 0) {
  return {.source = std::move(source),
          .id = SourceId{id},
          .point = PointId{id},
          .point_name = "tap",
          .realms = {}};
}

void listen(Lines& lines, std::vector<Input> inputs, std::size_t batch, unsigned workers) {
  Run run{{.workers = workers, .batch = batch}, std::move(inputs)};
  run.listen(lines);
}

std::string said_of(std::vector<Input> inputs, std::size_t batch, unsigned workers) {
  Lines lines;
  listen(lines, std::move(inputs), batch, workers);
  return lines.text;
}

std::string said_of(Bytes capture, std::size_t batch, unsigned workers) {
  capture::BlockPool pool{1 << 20};
  std::vector<Input> inputs;
  inputs.push_back(input_of(source_of(capture, 0, pool)));
  return said_of(std::move(inputs), batch, workers);
}

/// The same from two points, each with pauses of its own unless the seed is 0.
std::string said_of_two(Bytes capture, unsigned seed, unsigned workers) {
  capture::BlockPool pool{1 << 20};
  std::vector<Input> inputs;
  for (std::uint16_t id = 0; id < 2; ++id) {
    auto source = source_of(capture, id, pool);
    if (seed != 0)
      source = std::make_unique<test::PausingSource>(std::move(source), seed + id, id == 1);
    inputs.push_back(input_of(std::move(source), id));
  }
  return said_of(std::move(inputs), batch_packets, workers);
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

TEST(Batches, PausesOfLiveSourcesChangeNothing) {
  auto const capture = files_by_ftp();
  auto const whole = said_of_two(capture, 0, 1);
  for (unsigned const seed : {1U, 2U})
    for (unsigned const workers : {1U, 2U})
      EXPECT_EQ(said_of_two(capture, seed, workers), whole) << seed << ", " << workers;
}

/// Has nothing more behind its first frames until all that they say was heard.
class Hesitant final : public capture::Source {
 public:
  Hesitant(std::unique_ptr<capture::Source> source, FrameNumber first, std::string const& heard,
           std::string_view expected)
      : source_{std::move(source)}, first_{first}, heard_{heard}, expected_{expected} {}

  /// `all_heard` becomes true when all that the first frames say was heard.
  void tell(bool& all_heard) { all_heard_ = &all_heard; }

  capture::Next next(FrameView& frame) override {
    if (report().frames == first_) {
      *all_heard_ = heard_ == expected_;
      if (!*all_heard_ && ++asked_ < most_asked) return capture::Next::nothing_yet;
    }
    return source_->next(frame);
  }
  [[nodiscard]] bool live() const override { return true; }
  [[nodiscard]] capture::BlockRef const& block() const override { return source_->block(); }
  [[nodiscard]] capture::SourceReport const& report() const override { return source_->report(); }
  [[nodiscard]] std::uint64_t size() const override { return 0; }
  [[nodiscard]] std::uint64_t position() const override { return 0; }

 private:
  static constexpr int most_asked = 100;
  std::unique_ptr<capture::Source> source_;
  FrameNumber first_;
  std::string const& heard_;
  std::string_view expected_;
  bool* all_heard_ = nullptr;
  int asked_ = 0;
};

TEST(Batches, WhatWasHeardIsSaidWhileASourceIsSilent) {
  auto const capture = files_by_ftp();
  auto const half = files_by_ftp(2);
  for (unsigned const workers : {1U, 2U}) {
    auto const whole = said_of(capture, batch_packets, workers);
    // Of the half alone everything but how its conversations end.
    auto const ends = std::ranges::mismatch(said_of(half, batch_packets, workers), whole).in2;
    auto const expected = std::string_view{whole}.substr(
        0, whole.rfind('\n', static_cast<std::size_t>(ends - whole.begin())) + 1);
    ASSERT_GT(count(expected, "\n"), 10U);
    ASSERT_LT(expected.size(), whole.size());

    capture::BlockPool pool{1 << 20};
    auto const frames = test::read_to_end(*source_of(half, 0, pool)).frames.size();
    Lines lines;
    auto hesitant =
        std::make_unique<Hesitant>(source_of(capture, 0, pool), frames, lines.text, expected);
    // Asked too often, it goes on without being heard.
    bool all_heard = false;
    hesitant->tell(all_heard);
    std::vector<Input> inputs;
    inputs.push_back(input_of(std::move(hesitant)));
    listen(lines, std::move(inputs), batch_packets, workers);
    EXPECT_TRUE(all_heard) << workers << " workers";
    EXPECT_EQ(lines.text, whole);
  }
}

}  // namespace
}  // namespace qw::pipeline
