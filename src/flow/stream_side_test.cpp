// SPDX-License-Identifier: Apache-2.0
#include "flow/stream_side.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace qw::flow {
namespace {

/// Writes what it hears as text; a gap of three stands as "<3>".
class Transcript final : public StreamSink {
 public:
  void data(Bytes bytes, Moment const&) override { text += text_of(bytes); }
  void gap(std::uint64_t octets, Moment const&) override {
    text += "<" + std::to_string(octets) + ">";
  }
  std::string text;
};

class StreamSideTest : public testing::Test {
 protected:
  bool hear(std::uint32_t sequence, std::string_view text, std::size_t cut = 0) {
    moment.at = moment.at + milliseconds(1);
    return side.on_data({sequence, bytes_of(text).first(text.size() - cut), text.size()}, moment,
                        limits, sink);
  }
  void settle(Nanoseconds later, bool at_end = false) {
    moment.at = moment.at + later;
    side.settle(moment, limits, at_end, sink);
  }

  Limits limits;
  Transcript sink;
  StreamSide side;
  Moment moment;
};

TEST_F(StreamSideTest, OrderIsRestoredAcrossTheWrapOfSequenceNumbers) {
  hear(0xffff'fffe, "ab");
  hear(2, "ef");
  EXPECT_EQ(sink.text, "ab");
  hear(0, "cd");
  EXPECT_EQ(sink.text, "abcdef");
  EXPECT_FALSE(side.has_hole());
}

TEST_F(StreamSideTest, FirstCopyWins) {
  hear(100, "abcd");
  EXPECT_FALSE(hear(100, "WXYZ"));
  EXPECT_TRUE(hear(102, "YZef"));
  EXPECT_EQ(sink.text, "abcdef");
}

TEST_F(StreamSideTest, KeepAliveIsNothingNew) {
  hear(100, "abcd");
  EXPECT_FALSE(hear(103, "x"));
  EXPECT_EQ(sink.text, "abcd");
}

TEST_F(StreamSideTest, AcknowledgedHoleIsAGapAfterItsTime) {
  hear(100, "ab");
  hear(105, "fg");
  side.on_acknowledgment(107);
  settle(milliseconds(1));
  EXPECT_EQ(sink.text, "ab");
  settle(milliseconds(10));
  EXPECT_EQ(sink.text, "ab<3>fg");
}

TEST_F(StreamSideTest, SilentHoleWaitsLonger) {
  hear(100, "ab");
  hear(105, "fg");
  settle(seconds(9));
  EXPECT_EQ(sink.text, "ab");
  settle(seconds(2));
  EXPECT_EQ(sink.text, "ab<3>fg");
}

TEST_F(StreamSideTest, EndOfCaptureLeavesNothingBehind) {
  hear(100, "ab");
  hear(105, "fg");
  hear(110, "kl");
  settle({}, true);
  EXPECT_EQ(sink.text, "ab<3>fg<3>kl");
  EXPECT_EQ(side.held_octets(), 0U);
}

TEST_F(StreamSideTest, CutFrameIsAGapOfItsMissingOctets) {
  hear(100, "abcdef", 2);
  hear(106, "gh");
  EXPECT_EQ(sink.text, "abcd<2>gh");
}

TEST_F(StreamSideTest, TooMuchBehindAHoleGivesItUp) {
  limits.held_octets = 4;
  hear(100, "ab");
  hear(110, "klm");
  EXPECT_EQ(sink.text, "ab");
  hear(113, "no");
  EXPECT_EQ(sink.text, "ab<8>klmno");
}

TEST_F(StreamSideTest, AnyOrderAndOverlapGivesTheSameText) {
  std::string whole;
  for (int i = 0; i < 500; ++i) whole += static_cast<char>('a' + i % 26);
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random{seed};
    StreamSide shuffled;
    Transcript heard;
    shuffled.start(0xffff'ff00);
    struct Piece {
      std::size_t from;
      std::size_t size;
    };
    std::vector<Piece> pieces;
    for (std::size_t from = 0; from < whole.size();) {
      auto const size = std::min<std::size_t>(1 + random() % 40, whole.size() - from);
      pieces.push_back({from, size});
      if (random() % 4 == 0) pieces.push_back({from, size / 2 + 1});
      from += size;
    }
    std::ranges::shuffle(pieces, random);
    for (auto const& piece : pieces)
      shuffled.on_data({static_cast<std::uint32_t>(0xffff'ff00 + piece.from),
                        bytes_of(std::string_view{whole}.substr(piece.from, piece.size)),
                        std::min(piece.size, whole.size() - piece.from)},
                       moment, limits, heard);
    EXPECT_EQ(heard.text, whole) << "seed " << seed;
  }
}

}  // namespace
}  // namespace qw::flow
