// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "core/bytes.hpp"
#include "core/stamp.hpp"
#include "core/term.hpp"

namespace qw {

/// How octets on the wire make up values. `bits`: packed, lowest bit first. `text` is in an
/// encoding that is not known. A time is named after the standard or product that writes it so;
/// what reads them is `read_time`. Of a `structure` the octets are as encoded, and
/// `Values::encoding` says how.
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
  utf8,
  latin1,
  utf16le,
  utf16be,
  time_unix_s,    // 4 octets, big-endian: seconds since 1970
  time_unix_ms,   // 8, big-endian: milliseconds since 1970 (Sparkplug, JSON)
  time_unix_ns,   // 8, big-endian: nanoseconds since 1970 (S7 LDT)
  time_dnp3,      // 6, little-endian: milliseconds since 1970 (IEEE 1815)
  time_filetime,  // 8, little-endian: 100 ns since 1601 (OPC UA, Windows)
  time_cp56,      // 7: CP56Time2a (IEC 60870-5-4)
  time_s7,        // 8: DATE_AND_TIME, decimal digits
  time_s7_long,   // 12: DTL
  time_iec61850,  // 8: seconds since 1970, fraction of 2^-24, quality
  time_mms,       // 6: TimeOfDay, milliseconds of the day, days since 1984
  time_cip,       // 6: DATE_AND_TIME, milliseconds of the day, days since 1972
  time_bacnet,    // 8: Date and Time
  time_ntp,       // 8: seconds since 1900, fraction of 2^-32
  time_ptp,       // 10: seconds since 1970, nanoseconds
  structure,
};
inline constexpr std::size_t wire_type_count = static_cast<std::size_t>(WireType::structure) + 1;

constexpr std::string_view name_of(WireType type) {
  constexpr std::string_view names[] = {"",
                                        "octets",
                                        "bits",
                                        "text",
                                        "u8",
                                        "s8",
                                        "u16be",
                                        "u16le",
                                        "s16be",
                                        "s16le",
                                        "u32be",
                                        "u32le",
                                        "s32be",
                                        "s32le",
                                        "u64be",
                                        "u64le",
                                        "s64be",
                                        "s64le",
                                        "f32be",
                                        "f32le",
                                        "f64be",
                                        "f64le",
                                        "utf8",
                                        "latin1",
                                        "utf16le",
                                        "utf16be",
                                        "unix s",
                                        "unix ms",
                                        "unix ns",
                                        "DNP3 time",
                                        "FILETIME",
                                        "CP56Time2a",
                                        "S7 DATE_AND_TIME",
                                        "S7 DTL",
                                        "IEC 61850 UTC",
                                        "MMS TimeOfDay",
                                        "CIP DATE_AND_TIME",
                                        "BACnet time",
                                        "NTP time",
                                        "PTP time",
                                        "structure"};
  static_assert(std::size(names) == wire_type_count);
  return names[static_cast<std::size_t>(type)];
}

/// Octets that one value of the type takes; 1 for octets, text and structures, 2 for a unit of
/// UTF-16, 0 for none and for bits, of which eight share an octet.
constexpr std::size_t width_of(WireType type) {
  switch (type) {
    case WireType::none:
    case WireType::bits: return 0;
    case WireType::octets:
    case WireType::text:
    case WireType::utf8:
    case WireType::latin1:
    case WireType::structure:
    case WireType::u8:
    case WireType::s8: return 1;
    case WireType::utf16le:
    case WireType::utf16be:
    case WireType::u16be:
    case WireType::u16le:
    case WireType::s16be:
    case WireType::s16le: return 2;
    case WireType::u32be:
    case WireType::u32le:
    case WireType::s32be:
    case WireType::s32le:
    case WireType::f32be:
    case WireType::f32le:
    case WireType::time_unix_s: return 4;
    case WireType::time_dnp3:
    case WireType::time_mms:
    case WireType::time_cip: return 6;
    case WireType::time_cp56: return 7;
    case WireType::time_ptp: return 10;
    case WireType::time_s7_long: return 12;
    case WireType::u64be:
    case WireType::u64le:
    case WireType::s64be:
    case WireType::s64le:
    case WireType::f64be:
    case WireType::f64le:
    case WireType::time_unix_ms:
    case WireType::time_unix_ns:
    case WireType::time_filetime:
    case WireType::time_s7:
    case WireType::time_iec61850:
    case WireType::time_bacnet:
    case WireType::time_ntp: return 8;
  }
  return 0;
}

constexpr bool is_time(WireType type) {
  return type >= WireType::time_unix_s && type <= WireType::time_ptp;
}
constexpr bool is_text(WireType type) {
  return type == WireType::text || (type >= WireType::utf8 && type <= WireType::utf16be);
}

/// What their device says of values. `substituted`: forced, simulated or taken by hand.
enum class Quality : std::uint8_t { none, good, uncertain, bad, substituted };
constexpr std::string_view name_of(Quality quality) {
  constexpr std::string_view names[] = {"none", "good", "uncertain", "bad", "substituted"};
  return names[static_cast<std::size_t>(quality)];
}

/// Process values as on the wire; where the wire has no fixed width (text, varints) they are
/// written anew in the type that is said. `count` says how many; for bits the last octet may be
/// partly used. `raw` is borrowed like every view. Quality and time are of all of them: a block
/// ends where either changes.
struct Values {
  WireType type = WireType::none;
  std::uint32_t count = 0;
  Bytes raw;
  Quality quality = Quality::none;
  std::uint32_t quality_code = 0;  // the protocol's own status, where there is a quality
  std::uint64_t encoding = 0;      // of a structure, as the protocol numbers it; 0 not known
  std::optional<Stamp> time;       // when the device says that they were so
};

/// What a command or sample is about, in the protocol's own address space.
struct Object {
  Term space;                             // "holding-register", "DB", "assembly"; empty if none
  std::uint32_t station = 0;              // behind the listener: Modbus unit, S7 rack << 8 | slot
  std::uint32_t block = 0;                // data block, class, instance
  std::uint32_t offset = 0;               // first address, in units of the space
  std::uint8_t bit = 0;                   // first bit within `offset`
  std::uint32_t length = 0;               // units of the space; 0 if unknown
  std::string_view symbol;                // name or path where the protocol has one
  std::optional<std::uint32_t> element;   // of an array
  std::optional<std::uint32_t> property;  // attribute or variation asked for, as numbered
  Term property_name;                     // ... and as its specification calls it
};

}  // namespace qw
