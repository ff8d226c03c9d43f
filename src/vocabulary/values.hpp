// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "core/bytes.hpp"
#include "core/term.hpp"

namespace qw {

/// How octets on the wire make up values. `bits`: packed, lowest bit first.
enum class WireType : std::uint8_t {
  none,
  octets,
  bits,
  text,
  u8,
  s8,
  u16be,
  u16le,
  s16be,
  s16le,
  u32be,
  u32le,
  s32be,
  s32le,
  u64be,
  u64le,
  s64be,
  s64le,
  f32be,
  f32le,
  f64be,
  f64le,
};

constexpr std::string_view name_of(WireType type) {
  constexpr std::string_view names[] = {"",      "octets", "bits",  "text",  "u8",    "s8",
                                        "u16be", "u16le",  "s16be", "s16le", "u32be", "u32le",
                                        "s32be", "s32le",  "u64be", "u64le", "s64be", "s64le",
                                        "f32be", "f32le",  "f64be", "f64le"};
  return names[static_cast<std::size_t>(type)];
}

/// Octets that one value of the type takes; 1 for octets and text, 0 for none
/// and for bits, of which eight share an octet.
constexpr std::size_t width_of(WireType type) {
  switch (type) {
    case WireType::none:
    case WireType::bits: return 0;
    case WireType::octets:
    case WireType::text:
    case WireType::u8:
    case WireType::s8: return 1;
    case WireType::u16be:
    case WireType::u16le:
    case WireType::s16be:
    case WireType::s16le: return 2;
    case WireType::u32be:
    case WireType::u32le:
    case WireType::s32be:
    case WireType::s32le:
    case WireType::f32be:
    case WireType::f32le: return 4;
    case WireType::u64be:
    case WireType::u64le:
    case WireType::s64be:
    case WireType::s64le:
    case WireType::f64be:
    case WireType::f64le: return 8;
  }
  return 0;
}

/// Process values as on the wire. `count` says how many; for bits the last
/// octet may be partly used. `raw` is borrowed like every view.
struct Values {
  WireType type = WireType::none;
  std::uint32_t count = 0;
  Bytes raw;
};

/// What a command or sample is about, in the protocol's own address space.
struct Object {
  Term space;                 // "holding-register", "DB", "assembly"; empty if none
  std::uint32_t station = 0;  // behind the listener: Modbus unit, S7 rack << 8 | slot
  std::uint32_t block = 0;    // data block, class, instance
  std::uint32_t offset = 0;   // first address, in units of the space
  std::uint8_t bit = 0;       // first bit within `offset`
  std::uint32_t length = 0;   // units of the space; 0 if unknown
  std::string_view symbol;    // name or path where the protocol has one
};

}  // namespace qw
