// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/jpeg/jpeg.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numbers>

namespace qw::simulate::jpeg {
namespace {

/// A file that goes with the test.
class Temporary {
 public:
  explicit Temporary(std::string_view ending)
      : path_{fmt::format("{}qw-jpeg-{}{}", testing::TempDir(), ::getpid(), ending)} {}
  ~Temporary() { ::unlink(path_.c_str()); }
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary const&) = delete;
  [[nodiscard]] std::string const& path() const { return path_; }

 private:
  std::string path_;
};

bool has_readers() {
  return std::system("command -v djpeg >/dev/null && command -v rdjpgcom >/dev/null") == 0;
}

/// What a program of the Independent JPEG Group's tools writes when it has read `file`; it must
/// find nothing to complain of.
std::string said_of(Octets const& file, std::string_view program) {
  Temporary const in{".jpg"}, out{".out"}, complaints{".err"};
  std::ofstream{in.path(), std::ios::binary}.write(
      reinterpret_cast<char const*>(file.bytes().data()),
      static_cast<std::streamsize>(file.size()));
  auto const command =
      fmt::format("{} {} >{} 2>{}", program, in.path(), out.path(), complaints.path());
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  std::ifstream complained{complaints.path()};
  EXPECT_EQ(complained.peek(), std::ifstream::traits_type::eof()) << command;
  std::ifstream said{out.path(), std::ios::binary};
  return {std::istreambuf_iterator<char>{said}, {}};
}

/// The samples as djpeg has them.
std::vector<std::uint8_t> decoded(Octets const& file, Picture const& wanted) {
  auto const text = said_of(file, "djpeg -dct float -pnm");
  auto const head = fmt::format("P5\n{} {}\n255\n", wanted.width, wanted.height);
  EXPECT_EQ(text.substr(0, head.size()), head);
  EXPECT_EQ(text.size(), head.size() + wanted.grey.size());
  return {text.begin() + static_cast<std::ptrdiff_t>(std::min(head.size(), text.size())),
          text.end()};
}

struct Error {
  int largest = 0;
  double mean = 0;
};
Error error_of(Picture const& picture, unsigned quality) {
  auto const seen = decoded(encode(picture, quality), picture);
  Error error;
  if (seen.size() != picture.grey.size()) return {255, 255};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    auto const off = std::abs(int{seen[i]} - int{picture.grey[i]});
    error.largest = std::max(error.largest, off);
    error.mean += off / static_cast<double>(seen.size());
  }
  return error;
}

template <class Sample>
Picture painted(unsigned width, unsigned height, Sample sample) {
  Picture picture{width, height, {}};
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x)
      picture.grey.push_back(static_cast<std::uint8_t>(sample(x, y)));
  return picture;
}

TEST(Jpeg, AGreyBlockIsOneEndOfBlock) {
  auto const file = encode(painted(8, 8, [](auto, auto) { return 128; }), 50);
  auto const tail = Octets{}.u16be(0xffd9);
  auto const octets = file.bytes();
  // DC 00 (no difference), AC 1010 (end of block), ones to the octet: tables K.3 and K.5.
  ASSERT_GT(file.size(), 3U);
  EXPECT_EQ(octets[octets.size() - 3], std::byte{0b00101011});
  EXPECT_TRUE(std::ranges::equal(octets.last(2), tail.bytes()));
}

TEST(Jpeg, AnotherDecoderSeesEverySampleAtFullQuality) {
  if (!has_readers()) GTEST_SKIP() << "djpeg is not installed";
  Dice dice{7};
  // With divisors of 1 a coefficient is off by a half at most: samples by very little.
  for (auto const& [width, height] :
       {std::pair{1U, 1U}, {8U, 8U}, {7U, 9U}, {17U, 1U}, {64U, 40U}}) {
    auto const noise = painted(width, height, [&](auto, auto) { return dice.below(256); });
    EXPECT_LE(error_of(noise, 100).largest, 3) << width << " x " << height;
    auto const extremes =
        painted(width, height, [&](auto, auto) { return dice.chance(0.5) ? 255 : 0; });
    EXPECT_LE(error_of(extremes, 100).largest, 3) << width << " x " << height;
  }
}

TEST(Jpeg, TheLargestCoefficientsHaveACode) {
  if (!has_readers()) GTEST_SKIP() << "djpeg is not installed";
  // Each block is black and white as the sign of one basis function is; neighbours are opposite,
  // so that the first coefficient leaps from end to end.
  auto const signs = painted(64, 128, [](unsigned x, unsigned y) {
    auto const u = x / 8, v = y / 8 % 8;
    auto const wave = std::cos((2 * (x % 8) + 1) * u * std::numbers::pi / 16) *
                      std::cos((2 * (y % 8) + 1) * v * std::numbers::pi / 16);
    return (wave > 0) != (y >= 64) ? 255 : 0;
  });
  EXPECT_LE(error_of(signs, 100).largest, 3);
  auto const leaps = painted(64, 8, [](unsigned x, unsigned) { return x / 8 % 2 * 255; });
  EXPECT_LE(error_of(leaps, 100).largest, 1);
}

TEST(Jpeg, LessQualityIsASmallerFileThatLooksLikeIt) {
  if (!has_readers()) GTEST_SKIP() << "djpeg is not installed";
  Dice dice{9};
  auto const wall = container_wall("CSQU3054383", dice);
  std::size_t before = 0;
  for (auto const& [quality, off] : {std::pair{1U, 40.0}, {50U, 8.0}, {75U, 5.0}, {95U, 2.0}}) {
    auto const size = encode(wall, quality).size();
    EXPECT_GT(size, before) << quality;
    before = size;
    EXPECT_LT(error_of(wall, quality).mean, off) << quality;
  }
}

TEST(Jpeg, ACommentIsReadAndChangesNoSample) {
  if (!has_readers()) GTEST_SKIP() << "rdjpgcom is not installed";
  auto const ramp = painted(30, 20, [](unsigned x, unsigned y) { return 4 * x + 5 * y; });
  auto const plain = encode(ramp, 80);
  std::string_view const words = "CSQU3054383;MWCU6059784";
  auto const file = with_comment(plain.bytes(), bytes_of(words));
  EXPECT_EQ(file.size(), plain.size() + words.size() + 4);
  EXPECT_EQ(said_of(file, "rdjpgcom"), std::string{words} + "\n");
  EXPECT_EQ(decoded(file, ramp), decoded(plain, ramp));
}

}  // namespace
}  // namespace qw::simulate::jpeg
