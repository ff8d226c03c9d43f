// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "capture/ticks.hpp"
#include "support/capture_file.hpp"
#include "support/hex.hpp"

namespace qw::capture {
namespace {

using test::CaptureWriter;
using test::hex;
using test::read_capture;

constexpr std::uint64_t day_us = 1'709'164'800'000'000;

TEST(Pcapng, SectionInterfaceAndPacketOctetForOctet) {
  auto const read = read_capture(
      hex("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
          "01000000 14000000 0100 0000 00000400 14000000"
          "06000000 28000000 00000000 7a120600 40b3a1fb 05000000 3c000000 0102030405 000000"
          "28000000"));
  ASSERT_EQ(read.error, "");
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].octets, hex("0102030405"));
  EXPECT_EQ(read.frames[0].view.wire_octets, 60U);
  EXPECT_EQ(read.frames[0].view.at.ns, 0x6127afba1b340LL * 1000);
  EXPECT_EQ(read.report.format, "pcapng");
  EXPECT_FALSE(read.report.drops_known);
}

TEST(Pcapng, SectionsInEitherOrderWithTheirOwnInterfaces) {
  CaptureWriter file;
  file.section().interface(1).interface(113).enhanced(1, day_us, hex("01"));
  file.raw(CaptureWriter{std::endian::big}
               .section()
               .interface(101)
               .enhanced(0, day_us + 1, hex("02"))
               .octets);
  file.raw(CaptureWriter{}.section().interface(276).enhanced(0, day_us + 2, hex("03")).octets);
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 3U);
  EXPECT_EQ(read.frames[0].view.link_type, LinkType::linux_sll);
  EXPECT_EQ(read.frames[0].view.interface, 1);
  EXPECT_EQ(read.frames[1].view.link_type, LinkType::raw);
  EXPECT_EQ(read.frames[1].view.interface, 0);
  EXPECT_EQ(read.frames[1].view.at.ns, static_cast<std::int64_t>(day_us + 1) * 1000);
  EXPECT_EQ(read.frames[2].view.link_type, LinkType::linux_sll2);
  EXPECT_EQ(read.report.damages, 0U);
}

TEST(Pcapng, EachInterfaceHasItsOwnClock) {
  CaptureWriter file;
  file.section();
  file.interface(1, hex("0900 0100 09 000000"));                             // 10^-9
  file.interface(1, hex("0900 0100 80 000000 0e00 0800 0a00000000000000"));  // 2^0, 10 s on
  file.interface(1, hex("0900 0100 94 000000 00000000"));                    // 2^-20
  file.enhanced(0, 1'234'567'890'123, hex("01")).enhanced(1, 5, hex("02"));
  file.enhanced(2, (7ULL << 20) + (1 << 19), hex("03"));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 3U);
  EXPECT_EQ(read.frames[0].view.at.ns, 1'234'567'890'123);
  EXPECT_EQ(read.frames[1].view.at.ns, 15'000'000'000);
  EXPECT_EQ(read.frames[2].view.at.ns, 7'500'000'000);
}

TEST(Pcapng, SimplePacketTakesStampAndLimitFromElsewhere) {
  CaptureWriter file;
  file.section();
  file.block(1, CaptureWriter{}.u16(1).u16(0).u32(4));  // snapshot length 4
  file.enhanced(0, day_us, hex("0a0b"));
  file.block(3, CaptureWriter{}.u32(60).raw(hex("01020304")));
  file.block(3, CaptureWriter{}.u32(3).raw(hex("010203")));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 3U);
  EXPECT_EQ(read.frames[1].octets, hex("01020304"));
  EXPECT_EQ(read.frames[1].view.wire_octets, 60U);
  EXPECT_EQ(read.frames[1].view.at, read.frames[0].view.at);
  EXPECT_EQ(read.frames[2].octets, hex("010203"));
}

TEST(Pcapng, OldPacketBlockCountsItsDrops) {
  CaptureWriter file;
  file.section().interface().interface(101);
  auto const packet = [&](std::uint16_t drops) {
    file.block(2, CaptureWriter{}
                      .u16(1)
                      .u16(drops)
                      .u32(day_us >> 32)
                      .u32(day_us & 0xffffffff)
                      .u32(3)
                      .u32(3)
                      .raw(hex("010203")));
  };
  packet(0xffff);  // not known
  packet(5);
  packet(2);
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 3U);
  EXPECT_EQ(read.frames[0].octets, hex("010203"));
  EXPECT_EQ(read.frames[0].view.link_type, LinkType::raw);
  EXPECT_EQ(read.frames[0].view.interface, 1);
  EXPECT_TRUE(read.report.drops_known);
  EXPECT_EQ(read.report.dropped, 7U);
}

TEST(Pcapng, StatisticsTellDropsAndTheLatestCount) {
  CaptureWriter file;
  file.section().interface().interface();
  auto const statistics = [&](std::uint32_t interface, std::uint64_t drops, std::uint64_t system) {
    file.block(5, CaptureWriter{}
                      .u32(interface)
                      .u64(0)
                      .u16(5)
                      .u16(8)
                      .u64(drops)
                      .u16(7)
                      .u16(8)
                      .u64(system)
                      .u32(0));
  };
  statistics(0, 3, 0);
  statistics(0, 10, 1);
  statistics(1, UINT64_MAX, 4);
  statistics(9, 100, 100);  // no such interface
  file.section().interface();
  statistics(0, 0, 2);
  auto const read = read_capture(file.octets);
  EXPECT_TRUE(read.report.drops_known);
  EXPECT_EQ(read.report.dropped, 11U + 4U + 2U);
  EXPECT_EQ(read.report.damages, 0U);
}

TEST(Pcapng, NoStatisticsIsNotNoDrops) {
  CaptureWriter file;
  file.section().interface().block(5, CaptureWriter{}.u32(0).u64(0));
  EXPECT_FALSE(read_capture(file.octets).report.drops_known);
}

TEST(Pcapng, PacketOptionsTellDropsAndCheckSequence) {
  CaptureWriter file;
  file.section().interface(1, hex("0d00 0100 20 000000"));  // 32 bits
  file.enhanced(0, day_us, hex("01"));
  file.enhanced(0, day_us, hex("02"),
                hex("0200 0400 40000000 0400 0800 0600000000000000 00000000"));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[0].view.fcs_octets, 4);
  EXPECT_EQ(read.frames[1].view.fcs_octets, 2);
  EXPECT_EQ(read.report.dropped, 6U);
}

TEST(Pcapng, BlocksThatSayNothingOfFramesArePassed) {
  CaptureWriter file;
  file.section().interface();
  for (std::uint32_t const type : {4U, 9U, 10U, 0xbadU, 0x40000badU, 0x80000001U, 0x12345678U})
    file.block(type, hex("01020304 05060708"));
  file.enhanced(0, day_us, hex("01"));
  auto const read = read_capture(file.octets);
  EXPECT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.report.damages, 0U);
}

TEST(Pcapng, OptionsThatRunOverTheirBlockAreLeft) {
  CaptureWriter file;
  file.section().interface(1, hex("0900 ff00 09000000")).enhanced(0, day_us, hex("01"));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].view.at.ns, static_cast<std::int64_t>(day_us) * 1000);
}

TEST(PcapngDamage, OverwrittenBlockCostsItself) {
  CaptureWriter file;
  file.section().interface();
  std::vector<std::size_t> starts;
  for (unsigned index = 0; index < 8; ++index) {
    starts.push_back(file.octets.size());
    file.enhanced(0, day_us + index, std::vector<std::byte>(50, std::byte(index + 1)));
  }
  file.octets[starts[3] + 5] = std::byte{0x77};  // the first length
  file.octets[starts[6] - 2] = std::byte{0x77};  // the second length, of another
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 7U);
  EXPECT_EQ(read.frames[3].octets[0], std::byte{5}) << "a wrong second length costs nothing";
  ASSERT_EQ(read.report.damage.size(), 2U);
  EXPECT_EQ(read.report.damage[0].after_frame, 3U);
  EXPECT_EQ(read.report.damage[0].offset, starts[3]);
  EXPECT_EQ(read.report.damage[0].skipped, starts[4] - starts[3]);
  EXPECT_EQ(read.report.damage[1].skipped, 0U);
}

TEST(PcapngDamage, LostOctetsShiftTheRest) {
  CaptureWriter file;
  file.section().interface();
  for (unsigned index = 0; index < 8; ++index)
    file.enhanced(0, day_us + index, std::vector<std::byte>(50, std::byte(index + 1)));
  file.octets.erase(file.octets.begin() + 200, file.octets.begin() + 203);
  auto const read = read_capture(file.octets);
  EXPECT_EQ(read.frames.size(), 7U);
  EXPECT_EQ(read.report.damages, 1U);
}

TEST(PcapngDamage, PacketsThatCannotBeUsedAreCounted) {
  CaptureWriter file;
  file.section();
  file.enhanced(0, day_us, hex("01"));  // before any interface
  file.interface().enhanced(1, day_us, hex("02"));
  file.block(6, CaptureWriter{}.u32(0).u64(0).u32(100).u32(100).raw(hex("03")));
  file.block(6, hex("00000000"));
  file.block(3, hex("ff000000"));
  file.enhanced(0, day_us, hex("04"));
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 1U);
  EXPECT_EQ(read.frames[0].octets, hex("04"));
  EXPECT_EQ(read.report.damages, 2U) << "neighbours count as one";
}

TEST(PcapngDamage, DamagedSectionHeaderStillEndsTheSectionBefore) {
  CaptureWriter file;
  file.section().interface(113).enhanced(0, day_us, hex("01"));
  auto const start = file.octets.size();
  file.section().interface(101).enhanced(0, day_us, hex("02"));
  file.octets[start + 6] = std::byte{0x77};  // the first length
  auto const read = read_capture(file.octets);
  ASSERT_EQ(read.frames.size(), 2U);
  EXPECT_EQ(read.frames[1].view.link_type, LinkType::raw);
  EXPECT_EQ(read.report.damages, 1U);
}

TEST(PcapngDamage, CutTail) {
  CaptureWriter file;
  file.section().interface().enhanced(0, day_us, hex("01")).enhanced(0, day_us, hex("02"));
  file.octets.resize(file.octets.size() - 3);
  auto const read = read_capture(file.octets);
  EXPECT_EQ(read.frames.size(), 1U);
  ASSERT_EQ(read.report.damage.size(), 1U);
  EXPECT_EQ(read.report.damage[0].text, "the file ends within a block: 33 of 36 octets are there");
}

TEST(Ticks, AreExact) {
  EXPECT_EQ((Ticks{6, 0}.stamp(1'709'164'800'123'456).ns), 1'709'164'800'123'456'000);
  EXPECT_EQ((Ticks{9, 0}.stamp(1'709'164'800'123'456'789).ns), 1'709'164'800'123'456'789);
  EXPECT_EQ((Ticks{12, 0}.stamp(1'999).ns), 1) << "rounds down";
  EXPECT_EQ((Ticks{0, 0}.stamp(5).ns), 5'000'000'000);
  EXPECT_EQ((Ticks{28, 0}.stamp(UINT64_MAX).ns), 1);
  EXPECT_EQ((Ticks{127, 0}.stamp(UINT64_MAX).ns), 0);
  EXPECT_EQ((Ticks{0x80 | 32, 0}.stamp(3ULL << 31).ns), 1'500'000'000);
  EXPECT_EQ((Ticks{0xff, 0}.stamp(UINT64_MAX).ns), 0);
  EXPECT_EQ((Ticks{6, -2}.stamp(1'000'000).ns), -1'000'000'000);
}

TEST(Ticks, SaturateWhereAStampEnds) {
  EXPECT_EQ((Ticks{0, 0}.stamp(UINT64_MAX).ns), INT64_MAX);
  EXPECT_EQ((Ticks{6, INT64_MAX}.stamp(UINT64_MAX).ns), INT64_MAX);
  EXPECT_EQ((Ticks{6, INT64_MIN}.stamp(0).ns), INT64_MIN);
}

}  // namespace
}  // namespace qw::capture
