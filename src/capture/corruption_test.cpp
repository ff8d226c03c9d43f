// SPDX-License-Identifier: Apache-2.0

/// What damage may cost: cuts at every octet, and random damage with fixed seeds.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "support/capture_file.hpp"

namespace qw::capture {
namespace {

using test::CaptureRead;
using test::CaptureWriter;
using test::read_capture;

constexpr unsigned frame_count = 60;

/// A frame like on a network: some structure, zeros, and octets that tell it apart.
std::vector<std::byte> frame_of(unsigned index, std::mt19937& random) {
  std::vector<std::byte> frame(60 + random() % 400);
  for (std::size_t at = 0; at < frame.size(); ++at)
    if (at < 34 || at % 5 < 3) frame[at] = static_cast<std::byte>(random());
  frame[0] = static_cast<std::byte>(index);
  return frame;
}

std::vector<std::vector<std::byte>> frames_of(std::mt19937& random, unsigned count = frame_count) {
  std::vector<std::vector<std::byte>> frames;
  for (unsigned index = 0; index < count; ++index) frames.push_back(frame_of(index, random));
  return frames;
}

std::vector<std::byte> pcap_of(std::vector<std::vector<std::byte>> const& frames) {
  CaptureWriter file;
  file.pcap_header();
  for (std::uint32_t index = 0; index < frames.size(); ++index)
    file.record(1'709'164'800 + index / 3, index * 1000, frames[index]);
  return file.octets;
}

std::vector<std::byte> pcapng_of(std::vector<std::vector<std::byte>> const& frames) {
  CaptureWriter file;
  file.section().interface();
  for (std::uint32_t index = 0; index < frames.size(); ++index)
    file.enhanced(0, 1'709'164'800'000'000 + index * 1000, frames[index]);
  return file.octets;
}

/// How many of the original frames came through unharmed.
std::size_t unharmed(CaptureRead const& read, std::vector<std::vector<std::byte>> const& frames) {
  std::set<std::vector<std::byte>> const originals{frames.begin(), frames.end()};
  return static_cast<std::size_t>(std::ranges::count_if(
      read.frames, [&](auto const& frame) { return originals.contains(frame.octets); }));
}

void expect_every_cut_is_a_prefix(std::vector<std::byte> const& file) {
  auto const whole = read_capture(file);
  ASSERT_EQ(whole.report.damages, 0U);
  for (std::size_t size = 0; size < file.size(); ++size) {
    std::vector<std::byte> const exact(file.begin(), file.begin() + static_cast<long>(size));
    auto const cut = read_capture(exact, 256);
    ASSERT_LE(cut.frames.size(), whole.frames.size());
    for (std::size_t index = 0; index < cut.frames.size(); ++index)
      ASSERT_EQ(cut.frames[index].octets, whole.frames[index].octets) << size;
    ASSERT_TRUE(cut.error.empty() || size < 28) << cut.error;
  }
}

TEST(Corruption, EveryCutGivesAPrefix) {
  std::mt19937 random{1};
  auto const frames = frames_of(random, 6);
  expect_every_cut_is_a_prefix(pcap_of(frames));
  expect_every_cut_is_a_prefix(pcapng_of(frames));
}

TEST(Corruption, OneDamagedPlaceCostsAtMostTwoFrames) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 random{seed};
    auto const frames = frames_of(random);
    for (auto file : {pcap_of(frames), pcapng_of(frames)}) {
      auto const first = file.size() / 3;  // behind the file header, and the interface
      auto const at = first + random() % (file.size() - first);
      auto const length = std::min<std::size_t>(1 + random() % 24, file.size() - at);
      for (std::size_t index = 0; index < length; ++index)
        file[at + index] = static_cast<std::byte>(random());
      auto const read = read_capture(file, 512);
      ASSERT_GE(unharmed(read, frames), frame_count - 2) << "seed " << seed;
    }
  }
}

TEST(Corruption, LostOrAddedOctetsCostAtMostTwoFrames) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 random{seed};
    auto const frames = frames_of(random);
    for (auto file : {pcap_of(frames), pcapng_of(frames)}) {
      auto const first = file.size() / 3;
      auto const at = static_cast<long>(first + random() % (file.size() - first - 40));
      auto const count = 1 + random() % 30;
      if (seed % 2 == 0)
        file.erase(file.begin() + at, file.begin() + at + static_cast<long>(count));
      else
        file.insert(file.begin() + at, count, static_cast<std::byte>(random()));
      auto const read = read_capture(file, 512);
      ASSERT_GE(unharmed(read, frames), frame_count - 2) << "seed " << seed;
      ASSERT_GE(read.report.damages, 1U) << "seed " << seed;
    }
  }
}

TEST(Corruption, RecordsReadFourOctetsLateAreNotBelieved) {
  // The second length then stands for the first, and leads to the next record, four
  // octets late again.
  std::mt19937 random{7};
  auto const frames = frames_of(random);
  std::size_t end = 24;
  for (auto const& frame : frames) {
    end += 16 + frame.size();
    auto file = pcap_of(frames);
    auto const at = file.begin() + static_cast<long>(end) - 8;
    file.erase(at, at + 4);
    EXPECT_EQ(unharmed(read_capture(file), frames), frame_count - 1);
  }
}

TEST(Corruption, EveryOctetOfAPcapIsAccountedFor) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 random{seed};
    auto file = pcap_of(frames_of(random));
    for (unsigned damage = 0; damage < 1 + seed % 20; ++damage)
      file[24 + random() % (file.size() - 24)] = static_cast<std::byte>(random());
    auto const read = read_capture(file, 700);
    ASSERT_LT(read.report.damages, max_damage_listed);
    std::uint64_t octets = 24 + 16 * read.report.frames + read.report.captured_octets;
    for (auto const& damage : read.report.damage) octets += damage.skipped;
    ASSERT_EQ(octets, file.size()) << "seed " << seed;
  }
}

TEST(Corruption, NoiseNeitherStopsNorCrashesTheReaders) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random{seed};
    std::vector<std::byte> noise(5000);
    for (auto& octet : noise) octet = static_cast<std::byte>(random() % (seed % 3 == 0 ? 4 : 256));
    auto const header = seed % 2 == 0 ? pcap_of({}) : pcapng_of({});
    noise.insert(noise.begin(), header.begin(), header.end());
    auto const read = read_capture(noise, 128);
    EXPECT_EQ(read.error, "");
    EXPECT_EQ(read.report.frames, read.frames.size());
  }
}

}  // namespace
}  // namespace qw::capture
