// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/capture_file.hpp"
#include "support/hex.hpp"

namespace qw::capture {
namespace {

using test::CaptureWriter;
using test::hex;
using test::read_capture;

/// 2024-02-29T00:00:00Z
constexpr std::uint32_t day = 1'709'164'800;

/// Octets that look like nothing else, different for each seed.
std::vector<std::byte> payload(std::size_t size, unsigned seed) {
  std::vector<std::byte> octets(size);
  for (auto& octet : octets) {
    seed = seed * 1'664'525U + 1'013'904'223U;
    octet = static_cast<std::byte>(seed >> 24);
  }
  return octets;
}

TEST(Pcap, LittleEndianMicroseconds) {
  auto const read =
      read_capture(hex("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                       "00c9df65 40e20100 04000000 3c000000 de ad be ef"));
  ASSERT_EQ(read.frames.size(), 1U);
  auto const& frame = read.frames[0];
  EXPECT_EQ(to_text(frame.view.at), "2024-02-29T00:00:00.123456000Z");
  EXPECT_EQ(frame.octets, hex("deadbeef"));
  EXPECT_EQ(frame.view.wire_octets, 60U);
  EXPECT_EQ(frame.view.link_type, LinkType::ethernet);
  EXPECT_EQ(frame.view.fcs_octets, 0);
  EXPECT_EQ(frame.view.source, SourceId{3});
  EXPECT_EQ(frame.view.point, PointId{4});
  EXPECT_EQ(frame.view.number, 1U);
  EXPECT_EQ(read.report.format, "pcap, microseconds");
  EXPECT_EQ(read.report.octets, 60U);
  EXPECT_EQ(read.report.captured_octets, 4U);
  EXPECT_EQ(read.report.cut_frames, 1U);
  EXPECT_EQ(read.report.file_octets, 44U);
  EXPECT_FALSE(read.report.drops_known);
  EXPECT_EQ(read.report.damages, 0U);
}

TEST(Pcap, BigEndianNanoseconds) {
  auto const read =
      read_capture(hex("a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000071"
                       "65dfc900 3b9ac9ff 00000002 00000002 cafe"));
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(to_text(read.frames[0].view.at), "2024-02-29T00:00:00.999999999Z");
  EXPECT_EQ(read.frames[0].view.link_type, LinkType::linux_sll);
  EXPECT_EQ(read.report.format, "pcap, nanoseconds, big-endian");
}

TEST(Pcap, KuznetzovsRecordsHaveEightOctetsMore) {
  auto const read =
      read_capture(hex("34cdb2a1 0200 0400 00000000 00000000 ffff0000 01000000"
                       "00c9df65 01000000 02000000 02000000 02000000 0008 04 00 aabb"
                       "00c9df65 02000000 01000000 01000000 02000000 0008 04 00 cc"));
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].octets, hex("aabb"));
  EXPECT_EQ(read.frames[1].octets, hex("cc"));
  EXPECT_EQ(read.report.format, "pcap, microseconds, Kuznetzov's");
}

TEST(Pcap, EveryMagicInBothOrders) {
  for (auto const order : {std::endian::little, std::endian::big})
    for (std::uint32_t const magic : {0xa1b2c3d4U, 0xa1b23c4dU}) {
      CaptureWriter file{order};
      file.pcap_header(magic).record(day, 7, hex("0102")).record(day, 8, hex("03"));
      auto const read = read_capture(file.octets);
      ASSERT_EQ(read.frames.size(), 2U);
      EXPECT_EQ(read.frames[1].octets, hex("03"));
      EXPECT_EQ(read.frames[1].view.at.ns % 1'000'000'000, magic == 0xa1b23c4d ? 8 : 8000);
    }
}

TEST(Pcap, LinkTypeFieldTellsOfTheCheckSequence) {
  auto const length_of = [](std::uint32_t link) {
    CaptureWriter file;
    file.pcap_header(0xa1b2c3d4, link).record(day, 0, hex("01"));
    return read_capture(file.octets).frames.at(0).view;
  };
  EXPECT_EQ(length_of(0x2400'0001).fcs_octets, 4);
  EXPECT_EQ(length_of(0x2400'0001).link_type, LinkType::ethernet);
  EXPECT_EQ(length_of(0x2000'0001).fcs_octets, 0) << "the length counts only with its flag";
  EXPECT_EQ(length_of(0x0400'0001).fcs_octets, 0);
}

TEST(Pcap, OldVersionsWroteTheLengthsEitherWayRound) {
  CaptureWriter file;
  file.u32(0xa1b2c3d4).u16(2).u16(3).u32(0).u32(0).u32(65535).u32(1);
  file.u32(day).u32(0).u32(60).u32(2).raw(hex("0102")).record(day, 1, hex("03"));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].octets, hex("0102"));
  EXPECT_EQ(read.frames[0].view.wire_octets, 60U);
}

TEST(Pcap, OddHeadersAreBelievedWhereRecordsFollow) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 5; ++index)  // nanoseconds under the magic of microseconds
    file.record(day, 900'000'000 + index, payload(30, index));
  file.u32(day).u32(0).u32(2).u32(1).raw(hex("0102"));  // captured more than there was
  file.u32(day).u32(0).u32(0).u32(0);                   // nothing captured at all
  file.record(day, 3, payload(9, 9));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 8U);
  EXPECT_EQ(read.report.damages, 0U);
  EXPECT_EQ(read.frames[5].view.wire_octets, 2U) << "never less than captured";
  EXPECT_TRUE(read.frames[6].octets.empty());
}

TEST(Pcap, FilesOneAfterTheOtherReadAsOne) {
  CaptureWriter file;
  file.pcap_header().record(day, 1, payload(60, 1)).record(day, 2, payload(61, 2));
  file.raw(CaptureWriter{std::endian::big}
               .pcap_header(0xa1b23c4d, 113)
               .record(day, 3, payload(62, 3))
               .octets);
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 3U);
  EXPECT_EQ(read.frames[2].view.link_type, LinkType::linux_sll);
  EXPECT_EQ(read.frames[2].view.at.ns % 1'000'000'000, 3);
  EXPECT_EQ(read.report.damages, 0U);
}

TEST(Pcap, FrameLargerThanABlockGetsItsOwn) {
  CaptureWriter file;
  file.pcap_header().record(day, 0, hex("01")).record(day, 1, payload(200'000, 1));
  file.record(day, 2, hex("02"));
  for (std::size_t const block : {64U, 4096U, 65536U}) {
    auto const read = read_capture(file.octets, block);
    ASSERT_EQ(read.frames.size(), 3U);
    EXPECT_EQ(read.frames[1].octets, payload(200'000, 1));
    EXPECT_EQ(read.frames[2].octets, hex("02"));
  }
}

TEST(Pcap, BlocksAndPiecesMakeNoDifference) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 100; ++index)
    file.record(day + index, index, payload(index * 7 % 300, index));
  file.octets[900] ^= std::byte{0xff};
  auto const whole = read_capture(file.octets);
  for (std::size_t const block : {50U, 333U, 5000U})
    for (std::size_t const piece : {1U, 17U, 4096U}) {
      auto const read = read_capture(file.octets, block, piece);
      ASSERT_EQ(read.frames.size(), whole.frames.size());
      for (std::size_t index = 0; index < read.frames.size(); ++index)
        ASSERT_EQ(read.frames[index].octets, whole.frames[index].octets);
      EXPECT_EQ(read.report.damages, whole.report.damages);
    }
}

TEST(Pcap, BlocksStayWhileHeld) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 50; ++index) file.record(day, index, payload(100, index));
  BlockPool pool{512};
  auto source = std::move(
      *capture::read_capture(std::make_unique<MemoryStream>(Bytes{file.octets}), {"memory"}, pool));
  std::vector<BlockRef> held;
  std::vector<Bytes> frames;
  for (FrameView frame; source->next(frame) == Next::frame;) {
    if (held.empty() || held.back().get() != source->block().get()) held.push_back(source->block());
    frames.push_back(frame.octets);
  }
  source.reset();
  EXPECT_GT(held.size(), 5U);
  ASSERT_EQ(frames.size(), 50U);
  for (unsigned index = 0; index < 50; ++index)
    EXPECT_TRUE(std::ranges::equal(frames[index], payload(100, index)));
}

TEST(PcapDamage, TruncatedAtTheEnd) {
  CaptureWriter file;
  file.pcap_header().record(day, 0, payload(60, 1)).record(day, 1, payload(60, 2));
  file.octets.resize(file.octets.size() - 10);
  auto const read = read_capture(file.octets);
  EXPECT_EQ(read.frames.size(), 1U);
  ASSERT_EQ(read.report.damage.size(), 1U);
  auto const& damage = read.report.damage[0];
  EXPECT_EQ(damage.after_frame, 1U);
  EXPECT_EQ(damage.offset, 24U + 76U);
  EXPECT_EQ(damage.skipped, 66U);
  EXPECT_EQ(damage.text, "the file ends within a frame: 50 of 60 octets are there");
}

TEST(PcapDamage, OverwrittenHeaderCostsOneFrame) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 10; ++index) file.record(day, index, payload(100, index));
  for (std::size_t at = 0; at < 16; ++at) file.octets[24 + 4 * 116 + at] = std::byte{0xff};
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 9U);
  EXPECT_EQ(read.frames[3].octets, payload(100, 3));
  EXPECT_EQ(read.frames[4].octets, payload(100, 5));
  ASSERT_EQ(read.report.damage.size(), 1U);
  EXPECT_EQ(read.report.damage[0].after_frame, 4U);
  EXPECT_EQ(read.report.damage[0].offset, 24U + 4U * 116U);
  EXPECT_EQ(read.report.damage[0].skipped, 116U);
}

TEST(PcapDamage, TooGreatALengthDoesNotSwallowWhatFollows) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 10; ++index) file.record(day, index, payload(100, index));
  file.octets[24 + 2 * 116 + 9] = std::byte{1};  // captured and on the wire: 356
  file.octets[24 + 2 * 116 + 13] = std::byte{1};
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 10U);
  EXPECT_EQ(read.frames[2].octets, payload(100, 2)) << "ends where the next record begins";
  EXPECT_EQ(read.frames[3].octets, payload(100, 3));
  ASSERT_EQ(read.report.damage.size(), 1U);
  EXPECT_EQ(read.report.damage[0].after_frame, 2U);
}

TEST(PcapDamage, LostOctetsCostTheFrameTheyAreOf) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 10; ++index) file.record(day, index, payload(100, index));
  auto const at = file.octets.begin() + 24 + 5 * 116 + 50;
  file.octets.erase(at, at + 7);
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 10U);
  EXPECT_EQ(read.frames[5].octets.size(), 93U);
  EXPECT_EQ(read.frames[6].octets, payload(100, 6));
  EXPECT_EQ(read.report.damages, 1U);
}

TEST(PcapDamage, HoleOfZerosIsPassed) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 5; ++index) file.record(day, index, payload(100, index));
  file.octets.resize(file.octets.size() + 1'000'000);
  for (unsigned index = 5; index < 10; ++index) file.record(day, index, payload(100, index));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 10U);
  ASSERT_EQ(read.report.damage.size(), 1U);
  EXPECT_EQ(read.report.damage[0].skipped, 1'000'000U);
  EXPECT_EQ(read.report.damage[0].text, "zeros instead of a record header");
}

TEST(PcapDamage, CaptureCarriedInAFrameIsNotMistakenForTheRest) {
  CaptureWriter inner;
  for (unsigned index = 0; index < 12; ++index) inner.record(day, index, payload(60, index));
  CaptureWriter file;
  file.pcap_header().record(day, 0, payload(60, 1)).record(day, 1, inner.octets);
  file.raw(hex("ffffffff ffffffff ffffffff ffffffff ffffffff"));
  for (unsigned index = 0; index < 4; ++index) file.record(day, index, payload(60, 40 + index));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 6U);
  EXPECT_EQ(read.frames[1].octets, inner.octets);
  EXPECT_EQ(read.frames[2].octets, payload(60, 40));
  ASSERT_EQ(read.report.damage.size(), 1U);
  EXPECT_EQ(read.report.damage[0].skipped, 20U);
}

TEST(PcapDamage, ListIsBoundedAndAllAreCounted) {
  CaptureWriter file;
  file.pcap_header();
  for (unsigned index = 0; index < 200; ++index) {
    for (unsigned each = 0; each < 4; ++each) file.record(day, each, payload(40, index));
    file.raw(hex("ffffffff ffffffff ffffffff ffffffff"));
  }
  auto const read = read_capture(file.octets);
  EXPECT_EQ(read.frames.size(), 800U);
  EXPECT_EQ(read.report.damages, 200U);
  EXPECT_EQ(read.report.damage.size(), max_damage_listed);
}

}  // namespace
}  // namespace qw::capture
