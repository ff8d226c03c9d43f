// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "simulate/speech/jpeg/jpeg.hpp"

namespace qw::simulate::jpeg {
namespace {

constexpr unsigned width = 320;
constexpr unsigned height = 160;
constexpr unsigned dot = 4;  // pixels of a letter's dot
constexpr unsigned letter_rows = 7;
constexpr unsigned letter_columns = 5;

/// Five columns a letter, the lowest bit on top: digits, then A to Z.
constexpr std::array<std::array<std::uint8_t, letter_columns>, 36> letters{{
    {0x3e, 0x51, 0x49, 0x45, 0x3e}, {0x00, 0x42, 0x7f, 0x40, 0x00}, {0x42, 0x61, 0x51, 0x49, 0x46},
    {0x21, 0x41, 0x45, 0x4b, 0x31}, {0x18, 0x14, 0x12, 0x7f, 0x10}, {0x27, 0x45, 0x45, 0x45, 0x39},
    {0x3c, 0x4a, 0x49, 0x49, 0x30}, {0x01, 0x71, 0x09, 0x05, 0x03}, {0x36, 0x49, 0x49, 0x49, 0x36},
    {0x06, 0x49, 0x49, 0x29, 0x1e}, {0x7e, 0x11, 0x11, 0x11, 0x7e}, {0x7f, 0x49, 0x49, 0x49, 0x36},
    {0x3e, 0x41, 0x41, 0x41, 0x22}, {0x7f, 0x41, 0x41, 0x22, 0x1c}, {0x7f, 0x49, 0x49, 0x49, 0x41},
    {0x7f, 0x09, 0x09, 0x09, 0x01}, {0x3e, 0x41, 0x49, 0x49, 0x7a}, {0x7f, 0x08, 0x08, 0x08, 0x7f},
    {0x00, 0x41, 0x7f, 0x41, 0x00}, {0x20, 0x40, 0x41, 0x3f, 0x01}, {0x7f, 0x08, 0x14, 0x22, 0x41},
    {0x7f, 0x40, 0x40, 0x40, 0x40}, {0x7f, 0x02, 0x0c, 0x02, 0x7f}, {0x7f, 0x04, 0x08, 0x10, 0x7f},
    {0x3e, 0x41, 0x41, 0x41, 0x3e}, {0x7f, 0x09, 0x09, 0x09, 0x06}, {0x3e, 0x41, 0x51, 0x21, 0x5e},
    {0x7f, 0x09, 0x19, 0x29, 0x46}, {0x46, 0x49, 0x49, 0x49, 0x31}, {0x01, 0x01, 0x7f, 0x01, 0x01},
    {0x3f, 0x40, 0x40, 0x40, 0x3f}, {0x1f, 0x20, 0x40, 0x20, 0x1f}, {0x3f, 0x40, 0x38, 0x40, 0x3f},
    {0x63, 0x14, 0x08, 0x14, 0x63}, {0x07, 0x08, 0x70, 0x08, 0x07}, {0x61, 0x51, 0x49, 0x45, 0x43},
}};

std::array<std::uint8_t, letter_columns> shape(char letter) {
  if (letter >= '0' && letter <= '9') return letters[static_cast<std::size_t>(letter - '0')];
  if (letter >= 'A' && letter <= 'Z') return letters[static_cast<std::size_t>(letter - 'A' + 10)];
  return {};
}

void paint(Picture& picture, std::string_view text, unsigned left, unsigned top, int darker) {
  for (char const letter : text) {
    auto const columns = shape(letter);
    for (unsigned i = 0; i < letter_columns * letter_rows * dot * dot; ++i) {
      auto const x = i % (letter_columns * dot);
      auto const y = i / (letter_columns * dot);
      if ((columns[x / dot] >> (y / dot) & 1) == 0 || left + x >= width || top + y >= height)
        continue;
      auto& pixel = picture.grey[(top + y) * width + left + x];
      pixel = static_cast<std::uint8_t>(std::clamp(pixel + darker, 0, 255));
    }
    left += (letter_columns + 1) * dot;
  }
}

}  // namespace

Picture container_wall(std::string_view number, Dice& dice) {
  Picture picture{width, height, std::vector<std::uint8_t>(width * height)};
  auto const light = static_cast<int>(dice.between(70, 130));
  auto const slope = dice.between(-40, 40);
  auto const phase = static_cast<unsigned>(dice.below(24));
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x) {
      int const rib = (x + phase) % 24 < 11 ? 14 : 0;
      int const shade = static_cast<int>(slope * static_cast<int>(x + y) / 480);
      int const grain = static_cast<int>(dice.below(13)) - 6;
      picture.grey[y * width + x] =
          static_cast<std::uint8_t>(std::clamp(light + rib + shade + grain, 0, 255));
    }
  int const painted = 85;  // white on colour, as most are
  auto const left = static_cast<unsigned>(dice.between(16, 44));
  auto const top = static_cast<unsigned>(dice.between(14, 60));
  paint(picture, number.substr(0, std::min<std::size_t>(4, number.size())), left, top, painted);
  if (number.size() > 4) paint(picture, number.substr(4), left, top + 9 * dot, painted);
  return picture;
}

}  // namespace qw::simulate::jpeg
