// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.hpp"
#include "core/cursor.hpp"
#include "core/short_text.hpp"

namespace qw {

/// One code point as UTF-8, given to `put`. Surrogates that stand alone become U+FFFD.
template <class Put>
void put_utf8(std::uint32_t point, Put const& put) {
  if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
  char octets[4];
  std::size_t size = 0;
  if (point < 0x80) {
    octets[size++] = static_cast<char>(point);
  } else {
    if (point < 0x800) {
      octets[size++] = static_cast<char>(0xc0 | point >> 6);
    } else {
      if (point < 0x1'0000) {
        octets[size++] = static_cast<char>(0xe0 | point >> 12);
      } else {
        octets[size++] = static_cast<char>(0xf0 | point >> 18);
        octets[size++] = static_cast<char>(0x80 | (point >> 12 & 0x3f));
      }
      octets[size++] = static_cast<char>(0x80 | (point >> 6 & 0x3f));
    }
    octets[size++] = static_cast<char>(0x80 | (point & 0x3f));
  }
  put(std::string_view{octets, size});
}

/// The next code point of UTF-16 that has at least two octets left. An odd octet at the end stays.
inline std::uint32_t next_utf16(Cursor& in, bool little) {
  std::uint32_t point = little ? in.u16le() : in.u16be();
  if (point >= 0xd800 && point < 0xdc00 && in.left() >= 2) {
    Cursor ahead{in.rest()};
    auto const low = little ? ahead.u16le() : ahead.u16be();
    if (low >= 0xdc00 && low < 0xe000) {
      point = 0x1'0000 + ((point - 0xd800) << 10) + (low - 0xdc00U);
      in.skip(2);
    }
  }
  return point;
}

template <std::size_t most>
void add_utf8(ShortText<most>& text, std::uint32_t point) {
  put_utf8(point, [&](std::string_view octets) { text.add(octets); });
}

/// UTF-16 in little-endian order, as Windows' protocols write names, as UTF-8.
/// What does not fit is left out at the end; an odd octet there is ignored.
template <std::size_t most>
void add_utf16le(ShortText<most>& text, Bytes units) {
  Cursor in{units};
  while (in.left() >= 2 && !text.full()) add_utf8(text, next_utf16(in, true));
}

}  // namespace qw
