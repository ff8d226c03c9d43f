// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/zip/zip.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

namespace qw::simulate::zip {
namespace {

constexpr std::size_t window = 32768;
constexpr std::size_t shortest = 3;
constexpr std::size_t longest = 258;

/// RFC 1951, section 3.2.5: where each code of lengths and distances begins.
constexpr std::array<unsigned, 29> length_from{3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                               15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                               67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<unsigned, 29> length_bits{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                               2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<unsigned, 30> distance_from{
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<unsigned, 30> distance_bits{0, 0, 0,  0,  1,  1,  2,  2,  3,  3,
                                                 4, 4, 5,  5,  6,  6,  7,  7,  8,  8,
                                                 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

/// Bits from the lowest of an octet on; codes go with their highest bit first.
class Bits {
 public:
  void put(unsigned value, unsigned count) {
    held_ |= std::uint64_t{value} << bits_;
    for (bits_ += count; bits_ >= 8; bits_ -= 8, held_ >>= 8) out_.u8(held_ & 0xff);
  }
  void code(unsigned value, unsigned count) {
    while (count-- > 0) put(value >> count & 1, 1);
  }
  Octets take() {
    if (bits_ > 0) out_.u8(held_ & 0xff);
    return std::move(out_);
  }

 private:
  Octets out_;
  std::uint64_t held_ = 0;
  unsigned bits_ = 0;
};

/// Section 3.2.6.
void put_symbol(Bits& bits, unsigned symbol) {
  if (symbol < 144) return bits.code(0x30 + symbol, 8);
  if (symbol < 256) return bits.code(0x190 + symbol - 144, 9);
  if (symbol < 280) return bits.code(symbol - 256, 7);
  bits.code(0xc0 + symbol - 280, 8);
}

template <std::size_t size>
std::size_t class_of(std::array<unsigned, size> const& from, std::size_t value) {
  return static_cast<std::size_t>(std::upper_bound(from.begin(), from.end(), value) -
                                  from.begin()) -
         1;
}

void put_match(Bits& bits, std::size_t length, std::size_t distance) {
  auto const one = class_of(length_from, length);
  put_symbol(bits, static_cast<unsigned>(257 + one));
  bits.put(static_cast<unsigned>(length) - length_from[one], length_bits[one]);
  auto const two = class_of(distance_from, distance);
  bits.code(static_cast<unsigned>(two), 5);
  bits.put(static_cast<unsigned>(distance) - distance_from[two], distance_bits[two]);
}

std::size_t common_length(Bytes content, std::size_t before, std::size_t at) {
  auto const most = std::min(longest, content.size() - at);
  std::size_t length = 0;
  while (length < most && content[before + length] == content[at + length]) ++length;
  return length;
}

std::uint32_t three_at(Bytes content, std::size_t at) {
  return static_cast<std::uint32_t>(content[at]) << 16 |
         static_cast<std::uint32_t>(content[at + 1]) << 8 |
         static_cast<std::uint32_t>(content[at + 2]);
}

/// MS-DOS time in the low half, date in the high one.
std::uint32_t dos_time(Stamp at) {
  using namespace std::chrono;
  sys_time<std::chrono::seconds> const moment{std::chrono::seconds{at.ns / 1'000'000'000}};
  auto const day = floor<days>(moment);
  year_month_day const date{day};
  hh_mm_ss const time{moment - day};
  auto const year = static_cast<unsigned>(static_cast<int>(date.year()) - 1980);
  auto const days_part =
      year << 9 | static_cast<unsigned>(date.month()) << 5 | static_cast<unsigned>(date.day());
  auto const in_day = static_cast<unsigned>(time.hours().count()) << 11 |
                      static_cast<unsigned>(time.minutes().count()) << 5 |
                      static_cast<unsigned>(time.seconds().count()) / 2;
  return days_part << 16 | in_day;
}

}  // namespace

Octets deflate(Bytes content) {
  Bits bits;
  bits.put(1, 1);  // the last block
  bits.put(1, 2);  // of fixed codes
  std::map<std::uint32_t, std::size_t> seen;
  for (std::size_t at = 0; at < content.size();) {
    std::size_t length = 0;
    std::size_t distance = 0;
    bool const whole = at + shortest <= content.size();
    if (whole) {
      auto const found = seen.find(three_at(content, at));
      if (found != seen.end() && at - found->second <= window) {
        distance = at - found->second;
        length = common_length(content, found->second, at);
      }
    }
    auto const step = length >= shortest ? length : std::size_t{1};
    if (length >= shortest)
      put_match(bits, length, distance);
    else
      put_symbol(bits, static_cast<unsigned>(content[at]));
    for (std::size_t i = at; i < at + step && i + shortest <= content.size(); ++i)
      seen[three_at(content, i)] = i;
    at += step;
  }
  put_symbol(bits, 256);
  return bits.take();
}

std::uint32_t crc32(Bytes content) {
  std::uint32_t sum = 0xffff'ffff;
  for (auto const octet : content) {
    sum ^= static_cast<std::uint32_t>(octet);
    for (int i = 0; i < 8; ++i) sum = sum >> 1 ^ (sum & 1 ? 0xedb8'8320U : 0U);
  }
  return ~sum;
}

Octets archive(std::string_view name, Bytes content, Stamp changed) {
  constexpr unsigned version = 20;  // the first with deflate
  constexpr unsigned deflated = 8;
  auto const packed = deflate(content);
  Octets common;
  common.u16le(0).u16le(deflated).u32le(dos_time(changed)).u32le(crc32(content));
  common.u32le(packed.size()).u32le(content.size()).u16le(name.size()).u16le(0);
  Octets out;
  out.u32le(0x0403'4b50).u16le(version).add(common).text(name).add(packed);
  auto const directory = out.size();
  out.u32le(0x0201'4b50).u16le(version).u16le(version).add(common);
  out.u16le(0).u16le(0).u16le(0).u32le(0x20).u32le(0).text(name);
  auto const size = out.size() - directory;
  out.u32le(0x0605'4b50).u16le(0).u16le(0).u16le(1).u16le(1);
  return out.u32le(size).u32le(directory).u16le(0);
}

}  // namespace qw::simulate::zip
