// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.hpp"
#include "core/cursor.hpp"
#include "core/short_text.hpp"

namespace qw {

/// One code point as UTF-8. Surrogates that stand alone become U+FFFD.
template <std::size_t most>
void add_utf8(ShortText<most>& text, std::uint32_t point) {
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
  text.add(std::string_view{octets, size});
}

/// UTF-16 in little-endian order, as Windows' protocols write names, as UTF-8.
/// What does not fit is left out at the end; an odd octet there is ignored.
template <std::size_t most>
void add_utf16le(ShortText<most>& text, Bytes units) {
  Cursor in{units};
  while (in.left() >= 2 && !text.full()) {
    std::uint32_t point = in.u16le();
    if (point >= 0xd800 && point < 0xdc00 && in.left() >= 2) {
      Cursor ahead{in.rest()};
      auto const low = ahead.u16le();
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x1'0000 + ((point - 0xd800) << 10) + (low - 0xdc00U);
        in.skip(2);
      }
    }
    add_utf8(text, point);
  }
}

}  // namespace qw
