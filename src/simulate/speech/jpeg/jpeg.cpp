// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/jpeg/jpeg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "core/check.hpp"

namespace qw::simulate::jpeg {
namespace {

constexpr std::size_t side = 8;
constexpr std::size_t cells = side * side;

/// Figure A.6.
constexpr std::array<std::uint8_t, cells> zigzag{
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

/// Table K.1.
constexpr std::array<std::uint8_t, cells> luminance{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

/// Tables K.3 and K.5: how many codes of each length, and what they stand for.
constexpr std::array<std::uint8_t, 16> dc_lengths{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
constexpr std::array<std::uint8_t, 12> dc_values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr std::array<std::uint8_t, 16> ac_lengths{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125};
constexpr std::array<std::uint8_t, 162> ac_values{
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61,
    0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52,
    0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25,
    0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45,
    0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x63, 0x64,
    0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83,
    0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99,
    0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6,
    0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3,
    0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8,
    0xe9, 0xea, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa};

struct Code {
  std::uint32_t bits = 0;
  unsigned count = 0;
};
using Codes = std::array<Code, 256>;

/// Annex C: codes of one length count up, and double from one length to the next.
Codes codes_of(std::span<std::uint8_t const> lengths, std::span<std::uint8_t const> values) {
  Codes codes{};
  std::uint32_t next = 0;
  std::size_t value = 0;
  for (unsigned length = 1; length <= 16; ++length, next <<= 1)
    for (unsigned i = 0; i < lengths[length - 1]; ++i) codes[values[value++]] = {next++, length};
  return codes;
}

using Table = std::array<std::uint8_t, cells>;

Table scaled_table(unsigned quality) {
  QW_CHECK(quality >= 1 && quality <= 100);
  unsigned const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  Table table{};
  for (std::size_t i = 0; i < cells; ++i)
    table[i] = static_cast<std::uint8_t>(std::clamp((luminance[i] * scale + 50) / 100, 1U, 255U));
  return table;
}

/// The entropy-coded segment: annex F.1.2.
class Scan {
 public:
  Scan(Octets& out, Table const& table) : out_{out}, table_{table} {
    for (std::size_t u = 0; u < side; ++u)
      for (std::size_t x = 0; x < side; ++x)
        cosines_[u * side + x] = (u == 0 ? std::numbers::sqrt2 / 4 : 0.5) *
                                 std::cos((2 * static_cast<double>(x) + 1) *
                                          static_cast<double>(u) * std::numbers::pi / 16);
  }

  void block(std::array<double, cells> const& samples) {
    auto const values = transformed(samples);
    code_difference(values[0]);
    unsigned zeros = 0;
    for (std::size_t i = 1; i < cells; ++i) {
      if (values[i] == 0) {
        ++zeros;
        continue;
      }
      for (; zeros > 15; zeros -= 16) put(ac_[0xf0]);
      auto const size = magnitude(values[i]);
      put(ac_[zeros << 4 | size]);
      put_value(values[i], size);
      zeros = 0;
    }
    if (zeros != 0) put(ac_[0]);
  }

  /// The last octet is filled up with ones.
  void finish() { put({0x7f, 7}); }

 private:
  /// Rows, then columns; divided by the table and in the order of the zigzag.
  std::array<int, cells> transformed(std::array<double, cells> const& samples) const {
    std::array<double, cells> rows{};
    for (std::size_t y = 0; y < side; ++y)
      for (std::size_t u = 0; u < side; ++u)
        for (std::size_t x = 0; x < side; ++x)
          rows[y * side + u] += samples[y * side + x] * cosines_[u * side + x];
    std::array<int, cells> out{};
    for (std::size_t i = 0; i < cells; ++i) {
      auto const v = zigzag[i] / side;
      auto const u = zigzag[i] % side;
      double sum = 0;
      for (std::size_t y = 0; y < side; ++y) sum += rows[y * side + u] * cosines_[v * side + y];
      out[i] = static_cast<int>(std::lround(sum / table_[zigzag[i]]));
    }
    return out;
  }

  static unsigned magnitude(int value) {
    return static_cast<unsigned>(std::bit_width(static_cast<unsigned>(std::abs(value))));
  }
  void code_difference(int value) {
    auto const difference = value - before_;
    before_ = value;
    auto const size = magnitude(difference);
    put(dc_[size]);
    put_value(difference, size);
  }
  void put_value(int value, unsigned size) {
    auto const bits = static_cast<std::uint32_t>(value < 0 ? value - 1 : value);
    put({bits & ((1U << size) - 1), size});
  }
  void put(Code code) {
    held_ = held_ << code.count | code.bits;
    count_ += code.count;
    for (; count_ >= 8; count_ -= 8) {
      auto const octet = held_ >> (count_ - 8) & 0xff;
      out_.u8(octet);
      if (octet == 0xff) out_.u8(0);  // F.1.2.3: not a marker
    }
    held_ &= (std::uint64_t{1} << count_) - 1;
  }

  Octets& out_;
  Table const& table_;
  std::array<double, cells> cosines_{};
  Codes dc_ = codes_of(dc_lengths, dc_values);
  Codes ac_ = codes_of(ac_lengths, ac_values);
  int before_ = 0;
  std::uint64_t held_ = 0;
  unsigned count_ = 0;
};

void add_huffman(Octets& out, unsigned kind, std::span<std::uint8_t const> lengths,
                 std::span<std::uint8_t const> values) {
  out.u16be(0xffc4).u16be(19 + values.size()).u8(kind);
  out.add(std::as_bytes(lengths)).add(std::as_bytes(values));
}

/// Annex B, and JFIF 1.02 in front.
Octets headers(Picture const& picture, Table const& table) {
  Octets out;
  out.u16be(0xffd8).u16be(0xffe0).u16be(16).text("JFIF", 5).u16be(0x0102).u8(0);
  out.u16be(1).u16be(1).u8(0).u8(0);
  out.u16be(0xffdb).u16be(67).u8(0);
  for (auto const place : zigzag) out.u8(table[place]);
  out.u16be(0xffc0).u16be(11).u8(8).u16be(picture.height).u16be(picture.width);
  out.u8(1).u8(1).u8(0x11).u8(0);
  add_huffman(out, 0x00, dc_lengths, dc_values);
  add_huffman(out, 0x10, ac_lengths, ac_values);
  return out.u16be(0xffda).u16be(8).u8(1).u8(1).u8(0).u8(0).u8(63).u8(0), out;
}

}  // namespace

Octets encode(Picture const& picture, unsigned quality) {
  QW_CHECK(picture.width >= 1 && picture.width <= 65535);
  QW_CHECK(picture.height >= 1 && picture.height <= 65535);
  QW_CHECK(picture.grey.size() == std::size_t{picture.width} * picture.height);
  auto const table = scaled_table(quality);
  auto out = headers(picture, table);
  Scan scan{out, table};
  for (unsigned top = 0; top < picture.height; top += side)
    for (unsigned left = 0; left < picture.width; left += side) {
      std::array<double, cells> samples{};
      for (unsigned i = 0; i < cells; ++i) {  // the edge is repeated beyond the picture
        auto const y = std::min<std::size_t>(top + i / side, picture.height - 1);
        auto const x = std::min<std::size_t>(left + i % side, picture.width - 1);
        samples[i] = picture.grey[y * picture.width + x] - 128.0;
      }
      scan.block(samples);
    }
  scan.finish();
  return out.u16be(0xffd9), out;
}

Octets with_comment(Bytes file, Bytes comment) {
  QW_CHECK(file.size() > 2 && comment.size() <= 65533);
  auto out = Octets::with_room(file.size() + comment.size() + 4);
  constexpr std::size_t after_jfif = 20;  // SOI and APP0
  out.add(file.first(after_jfif)).u16be(0xfffe).u16be(comment.size() + 2).add(comment);
  return out.add(file.subspan(after_jfif)), out;
}

}  // namespace qw::simulate::jpeg
