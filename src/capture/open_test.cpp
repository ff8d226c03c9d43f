// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "capture/open.hpp"
#include "support/capture_file.hpp"
#include "support/hex.hpp"

namespace qw::capture {
namespace {

using test::CaptureWriter;
using test::hex;
using test::read_capture;

std::vector<std::byte> gzipped(Bytes plain) {
  z_stream state{};
  EXPECT_EQ(deflateInit2(&state, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::vector<std::byte> packed(deflateBound(&state, plain.size()) + 64);
  state.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(plain.data()));
  state.avail_in = static_cast<uInt>(plain.size());
  state.next_out = reinterpret_cast<Bytef*>(packed.data());
  state.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
  packed.resize(state.total_out);
  deflateEnd(&state);
  return packed;
}

std::vector<std::byte> zstd_packed(Bytes plain) {
  std::vector<std::byte> packed(ZSTD_compressBound(plain.size()));
  packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 3));
  return packed;
}

std::vector<std::byte> joined(std::vector<std::byte> first, std::vector<std::byte> const& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::vector<std::byte> sample(unsigned frames = 500) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < frames; ++index) {
    std::vector<std::byte> frame(60 + index % 900);
    for (std::size_t at = 0; at < frame.size(); ++at)
      frame[at] = static_cast<std::byte>(at * index * 2'654'435'761U >> 13);
    file.record(1'709'164'800 + index, index, frame);
  }
  return file.octets;
}

/// A file that is gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(Bytes octets) {
    path_ = (std::filesystem::temp_directory_path() / "qw_capture_XXXXXX").string();
    int const descriptor = ::mkstemp(path_.data());
    EXPECT_GE(descriptor, 0);
    EXPECT_EQ(::write(descriptor, octets.data(), octets.size()),
              static_cast<ssize_t>(octets.size()));
    ::close(descriptor);
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string const& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Packed, GzipAndZstdReadAsThePlainFile) {
  auto const plain = sample();
  for (auto const& packed : {gzipped(plain), zstd_packed(plain)})
    for (std::size_t const piece : {1U, 777U, 1U << 20U})
      for (std::size_t const block : {300U, 1U << 20U}) {
        auto const read = read_capture(packed, block, piece);
        ASSERT_EQ(read.frames.size(), 500U) << read.error;
        EXPECT_EQ(read.frames[499].octets, read_capture(plain).frames[499].octets);
        EXPECT_EQ(read.report.file_octets, packed.size());
        EXPECT_EQ(read.report.damages, 0U);
      }
  EXPECT_EQ(read_capture(gzipped(plain)).report.format, "pcap, microseconds, gzip");
  EXPECT_EQ(read_capture(zstd_packed(plain)).report.format, "pcap, microseconds, zstd");
}

TEST(Packed, SeveralMembersAreOneFile) {
  auto const plain = sample();
  Bytes const all{plain};
  auto const split = [&](auto pack) {
    return joined(pack(all.first(1000)), pack(all.subspan(1000)));
  };
  EXPECT_EQ(read_capture(split(gzipped)).frames.size(), 500U);
  EXPECT_EQ(read_capture(split(zstd_packed)).frames.size(), 500U);
  auto const padded = joined(gzipped(plain), hex("00000000 00000000"));
  EXPECT_EQ(read_capture(padded).report.damages, 0U);
  auto const followed = joined(gzipped(plain), hex("0102030405060708"));
  EXPECT_EQ(read_capture(followed).frames.size(), 500U);
  EXPECT_EQ(read_capture(followed).report.damages, 1U);
}

TEST(Packed, CutAnywhereGivesTheFramesBeforeIt) {
  auto const plain = sample(20);
  for (auto const& packed : {gzipped(plain), zstd_packed(plain)}) {
    std::size_t before = 0;
    for (std::size_t size = 0; size < packed.size(); ++size) {
      auto const read = read_capture(Bytes{packed}.first(size));
      ASSERT_GE(read.frames.size(), before);
      before = read.frames.size();
      EXPECT_TRUE(!read.error.empty() || read.report.damages != 0) << size;
    }
  }
}

TEST(Packed, DamageSaysWhereInThePackedFile) {
  auto packed = gzipped(sample());
  packed[packed.size() / 2] ^= std::byte{0xff};
  packed[packed.size() / 2 + 1] ^= std::byte{0xff};
  auto const read = read_capture(packed);
  ASSERT_GE(read.report.damages, 1U);
  EXPECT_TRUE(read.report.damage.back().text.starts_with("gzip near octet "));
}

TEST(Open, FileByItsPath) {
  auto const plain = sample();
  TemporaryFile const file{plain};
  BlockPool pool;
  auto opened = open_file(file.path(), {}, {}, pool);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ((*opened)->size(), plain.size());
  auto const read = test::read_to_end(**opened);
  EXPECT_EQ(read.frames.size(), 500U);
  EXPECT_EQ(read.report.name, file.path());
  EXPECT_EQ((*opened)->position(), plain.size());
}

TEST(Open, StandardInput) {
  auto const plain = sample(20);
  TemporaryFile const file{plain};
  int const kept = ::dup(STDIN_FILENO);
  ASSERT_NE(std::freopen(file.path().c_str(), "rb", stdin), nullptr);
  BlockPool pool;
  auto opened = open_file("-", {}, {}, pool);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(test::read_to_end(**opened).frames.size(), 20U);
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
}

TEST(Open, WhatIsNotThereSaysSo) {
  BlockPool pool;
  auto const missing = open_file("/nowhere/at.all", {}, {}, pool);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().text, "/nowhere/at.all: cannot be opened: No such file or directory");
  auto const directory = std::filesystem::temp_directory_path().string();
  EXPECT_EQ(open_file(directory, {}, {}, pool).error().text,
            directory + ": is a directory; name the capture files in it");
}

TEST(Open, ForeignFilesAreNamed) {
  auto const says = [](std::vector<std::byte> octets) { return read_capture(octets).error; };
  auto const text = [](std::string_view content) {
    auto const bytes = bytes_of(content);
    return read_capture(bytes).error;
  };
  EXPECT_EQ(says({}), "memory: is empty; check that the capture was started");
  EXPECT_NE(says(hex("00000000 00000000 00000000 00000000")).find("begins with zeros"),
            std::string::npos);
  EXPECT_NE(says(hex("7f454c46 020101")).find("a program (ELF)"), std::string::npos);
  EXPECT_NE(says(hex("504b0304 14000000")).find("a zip archive"), std::string::npos);
  EXPECT_NE(says(hex("fd377a585a00")).find("xz -d"), std::string::npos);
  EXPECT_NE(says(hex("28b52ffd 00")).find("zstd"), std::string::npos);
  EXPECT_NE(text("UNB+UNOA:1+SENDER\r\n").find("looks like text"), std::string::npos);
  EXPECT_NE(says(hex("d4c3b2a1 0200 0400")).find("ends within its file header (pcap, 8 of 24"),
            std::string::npos);
  EXPECT_NE(says(hex("736e6f6f70000000 00000002 00000063")).find("Sun snoop"), std::string::npos);
  EXPECT_NE(says(hex("0102030405060708 090a")).find("begins with 01 02 03 04"), std::string::npos);
  EXPECT_NE(says(hex("000000004fb5c265 02 00 0050 0000 003c 0000 ffffffffffff")).find("ERF"),
            std::string::npos);
  EXPECT_EQ(read_capture(gzipped(bytes_of("just words"))).error,
            "memory: unpacked from gzip: looks like text, not a capture; "
            "give a pcap or pcapng file");
}

TEST(Snoop, ReadsRecordsAndDrops) {
  auto const read =
      read_capture(hex("736e6f6f70000000 00000002 00000004"
                       "0000003c 00000003 0000001c 00000000 65dfc900 00000001 010203 00"
                       "00000002 00000002 0000001c 00000005 65dfc900 00000002 0405 0000"
                       "00000002 00000002 0000"));
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].octets, hex("010203"));
  EXPECT_EQ(read.frames[0].view.wire_octets, 60U);
  EXPECT_EQ(to_text(read.frames[1].view.at), "2024-02-29T00:00:00.000002000Z");
  EXPECT_EQ(read.report.dropped, 5U);
  EXPECT_EQ(read.report.damages, 1U);
  EXPECT_EQ(read.report.damage[0].skipped, 10U);
}

/// Two frames of 2 and 3 octets in each format.
std::vector<std::vector<std::byte>> every_format() {
  CaptureWriter pcap;
  pcap.pcap_header().record(1, 0, hex("0102")).record(2, 0, hex("030405"));
  CaptureWriter pcapng;
  pcapng.section().interface().enhanced(0, 1, hex("0102")).block(0xbad, hex("00000000"));
  pcapng.enhanced(0, 2, hex("030405"));
  CaptureWriter snoop{std::endian::big};
  snoop.raw(hex("736e6f6f70000000")).u32(2).u32(4);
  snoop.u32(2).u32(2).u32(28).u32(0).u32(1).u32(0).raw(hex("01020000"));
  snoop.u32(3).u32(3).u32(28).u32(0).u32(2).u32(0).raw(hex("03040500"));
  std::vector files{pcap.octets, pcapng.octets, snoop.octets};
  for (std::size_t plain = 0; plain < 3; ++plain) {
    files.push_back(gzipped(files[plain]));
    files.push_back(zstd_packed(files[plain]));
  }
  return files;
}

TEST(Pauses, AnywhereChangeNothing) {
  auto const files = every_format();
  for (std::size_t each = 0; each < files.size(); ++each)
    for (std::size_t piece = 1; piece < files[each].size(); ++piece) {
      auto const read = read_capture(files[each], 64, piece, true);
      ASSERT_EQ(read.frames.size(), 2U) << each << ", pieces of " << piece;
      EXPECT_EQ(read.frames[0].octets, hex("0102"));
      EXPECT_EQ(read.frames[1].octets, hex("030405"));
      EXPECT_EQ(read.report.damages, 0U) << each << ", pieces of " << piece;
      // Unpackers may give all that there is at once.
      EXPECT_FALSE(each < 3 && piece == 1 && read.pauses.empty()) << each;
    }
}

TEST(Pauses, AWholeFrameIsGivenBeforeThem) {
  auto const pcap = every_format()[0];
  constexpr std::size_t first_frame_ends = 24 + 16 + 2;
  BlockPool pool;
  auto const source = std::move(*capture::read_capture(
      std::make_unique<MemoryStream>(pcap, first_frame_ends, true), {"memory"}, pool));
  EXPECT_TRUE(source->live());
  FrameView frame;
  ASSERT_EQ(source->next(frame), Next::frame);
  EXPECT_EQ(source->position(), first_frame_ends);
}

TEST(Pauses, ACutFileIsDamageAsEver) {
  auto files = every_format();
  for (std::size_t each = 0; each < files.size(); ++each) {
    files[each].pop_back();
    auto const whole = read_capture(files[each]);
    auto const read = read_capture(files[each], 64, 1, true);
    EXPECT_EQ(read.frames.size(), whole.frames.size()) << each;
    EXPECT_EQ(read.report.damages, whole.report.damages) << each;
  }
}

/// A capture with one frame at each of the given seconds.
std::unique_ptr<Source> source_at(std::vector<std::uint32_t> const& seconds, std::uint16_t id,
                                  std::vector<std::byte>& memory, BlockPool& pool) {
  CaptureWriter file;
  file.pcap_header();
  for (auto const second : seconds) file.record(second, 0, hex("0102"));
  memory = file.octets;
  return std::move(*capture::read_capture(std::make_unique<MemoryStream>(Bytes{memory}),
                                          {"memory", SourceId{id}}, pool));
}

/// Sources and seconds of frames in the order of a merge.
using Order = std::vector<std::pair<int, int>>;

Order order_of(test::CaptureRead const& read) {
  Order order;
  for (auto const& frame : read.frames)
    order.emplace_back(static_cast<int>(frame.view.at.ns / 1'000'000'000),
                       static_cast<int>(frame.view.source));
  return order;
}

TEST(Merged, GoesByStampThenSource) {
  BlockPool pool{64};
  std::vector<std::byte> memory[4];
  std::vector<std::unique_ptr<Source>> parts;
  parts.push_back(source_at({10, 20, 20, 50}, 0, memory[0], pool));
  parts.push_back(source_at({10, 15, 20, 60}, 1, memory[1], pool));
  parts.push_back(source_at({}, 2, memory[2], pool));
  parts.push_back(source_at({5, 40, 30}, 3, memory[3], pool));  // its own order is kept
  auto const all = merge_sources(std::move(parts));
  EXPECT_FALSE(all->live());
  auto const read = test::read_to_end(*all);
  EXPECT_EQ(order_of(read), (Order{{5, 3},
                                   {10, 0},
                                   {10, 1},
                                   {15, 1},
                                   {20, 0},
                                   {20, 0},
                                   {20, 1},
                                   {40, 3},
                                   {30, 3},
                                   {50, 0},
                                   {60, 1}}));
  EXPECT_EQ(read.report.frames, 11U);
  FrameView frame;
  EXPECT_EQ(all->next(frame), Next::end) << "the end stays the end";
}

TEST(Merged, PausesDoNotChangeTheOrder) {
  std::vector<std::uint32_t> const seconds[] = {
      {10, 20, 20, 50, 51, 52}, {10, 15, 20, 60}, {}, {5, 20, 20, 40}};
  auto const read = [&](unsigned seed, unsigned telling) {
    BlockPool pool{64};
    std::vector<std::byte> memory[4];
    std::vector<std::unique_ptr<Source>> parts;
    for (std::uint16_t id = 0; id < 4; ++id) {
      auto part = source_at(seconds[id], id, memory[id], pool);
      if (seed != 0)
        part = std::make_unique<test::PausingSource>(std::move(part), seed + id,
                                                     (telling >> id & 1) != 0);
      parts.push_back(std::move(part));
    }
    return order_of(test::read_to_end(*merge_sources(std::move(parts))));
  };
  auto const order = read(0, 0);
  for (unsigned seed = 1; seed < 50; ++seed)
    for (unsigned telling = 0; telling < 16; ++telling)
      ASSERT_EQ(read(seed, telling), order) << seed << ' ' << telling;
}

/// Has nothing but a clock.
class Silent final : public Source {
 public:
  explicit Silent(std::uint32_t second) : now_{second * std::int64_t{1'000'000'000}} {}
  Next next(FrameView&) override { return Next::nothing_yet; }
  [[nodiscard]] Stamp nothing_before() const override { return now_; }
  [[nodiscard]] bool live() const override { return true; }
  [[nodiscard]] BlockRef const& block() const override { return block_; }
  [[nodiscard]] SourceReport const& report() const override { return report_; }
  [[nodiscard]] std::uint64_t size() const override { return 0; }
  [[nodiscard]] std::uint64_t position() const override { return 0; }

 private:
  Stamp now_;
  BlockRef block_;
  SourceReport report_;
};

TEST(Merged, ASilentPartHoldsUpWhatIsLaterThanItKnows) {
  BlockPool pool{64};
  std::vector<std::byte> memory[2];
  std::vector<std::unique_ptr<Source>> parts;
  parts.push_back(source_at({10, 20, 30}, 0, memory[0], pool));
  parts.push_back(std::make_unique<Silent>(20));
  parts.push_back(source_at({10, 20, 30}, 2, memory[1], pool));
  auto const all = merge_sources(std::move(parts));
  EXPECT_TRUE(all->live());
  Order order;
  FrameView frame;
  while (all->next(frame) == Next::frame)
    order.emplace_back(static_cast<int>(frame.at.ns / 1'000'000'000),
                       static_cast<int>(frame.source));
  EXPECT_EQ(order, (Order{{10, 0}, {10, 2}, {20, 0}}));
  EXPECT_EQ(all->next(frame), Next::nothing_yet);
}

TEST(Merged, NothingAndOne) {
  FrameView frame;
  EXPECT_EQ(merge_sources({})->next(frame), Next::end);
  BlockPool pool;
  std::vector<std::byte> memory;
  std::vector<std::unique_ptr<Source>> one;
  one.push_back(source_at({1, 2}, 0, memory, pool));
  EXPECT_EQ(test::read_to_end(*merge_sources(std::move(one))).frames.size(), 2U);
}

}  // namespace
}  // namespace qw::capture
