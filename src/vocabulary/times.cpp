// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/times.hpp"

#include <cstdint>
#include <limits>

#include "core/cursor.hpp"

namespace qw {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr std::uint8_t not_specified = 0xff;  // BACnet

// Where formats begin to count, in days from 1970-01-01.
constexpr std::int64_t days_1601 = -134'774;
constexpr std::int64_t days_1900 = -25'567;
constexpr std::int64_t days_1972 = 730;
constexpr std::int64_t days_1984 = 5'113;

std::optional<Stamp> stamp_of(std::int64_t seconds, std::int64_t nanoseconds = 0) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max() / second_ns - 1;
  if (seconds > most || seconds < -most) return std::nullopt;
  return Stamp{seconds * second_ns + nanoseconds};
}

/// A date and time of day, with what is beyond its seconds.
std::optional<Stamp> stamp_of(Civil const& civil, std::uint32_t nanoseconds) {
  auto const stamp = qw::stamp_of(civil);
  if (!stamp || nanoseconds >= second_ns) return std::nullopt;
  return Stamp{stamp->ns + nanoseconds};
}

std::optional<Stamp> of_milliseconds(std::int64_t count) {
  return stamp_of(count / 1000, count % 1000 * 1'000'000);
}

/// Milliseconds of a day, days since another.
std::optional<Stamp> of_day(std::uint32_t milliseconds, std::uint16_t days, std::int64_t since) {
  return stamp_of((since + days) * day_s + milliseconds / 1000,
                  std::int64_t{milliseconds % 1000} * 1'000'000);
}

unsigned decimal(std::uint8_t octet) { return (octet >> 4) * 10U + (octet & 15U); }

std::optional<Stamp> read_cp56(Cursor& in) {
  auto const milliseconds = in.u16le();
  auto const minute = in.u8() & 0x3fU;
  auto const hour = in.u8() & 0x1fU;
  auto const day = in.u8() & 0x1fU;
  auto const month = in.u8() & 0x0fU;
  auto const year = in.u8() & 0x7fU;
  // Two digits of a year: the standard leaves the century open; no substation is older than 1970.
  auto const full_year = static_cast<int>(year + (year < 70 ? 2000U : 1900U));
  return stamp_of({full_year, month, day, hour, minute, milliseconds / 1000U},
                  milliseconds % 1000U * 1'000'000U);
}

std::optional<Stamp> read_s7(Cursor& in) {
  auto const year = decimal(in.u8());
  auto const month = decimal(in.u8());
  auto const day = decimal(in.u8());
  auto const hour = decimal(in.u8());
  auto const minute = decimal(in.u8());
  auto const second = decimal(in.u8());
  auto const milliseconds = decimal(in.u8()) * 10U + (in.u8() >> 4);
  auto const full_year = static_cast<int>(year + (year < 90 ? 2000U : 1900U));
  return stamp_of({full_year, month, day, hour, minute, second}, milliseconds * 1'000'000U);
}

std::optional<Stamp> read_s7_long(Cursor& in) {
  auto const year = in.u16be();
  auto const month = in.u8();
  auto const day = in.u8();
  in.skip(1);  // of the week
  auto const hour = in.u8();
  auto const minute = in.u8();
  auto const second = in.u8();
  return stamp_of({year, month, day, hour, minute, second}, in.u32be());
}

std::optional<Stamp> read_bacnet(Cursor& in) {
  auto const year = in.u8();
  auto const month = in.u8();
  auto const day = in.u8();
  in.skip(1);  // of the week
  auto const hour = in.u8();
  auto const minute = in.u8();
  auto const second = in.u8();
  auto const hundredths = in.u8();
  if (year == not_specified || hundredths >= 100) return std::nullopt;
  return stamp_of({1900 + year, month, day, hour, minute, second}, hundredths * 10'000'000U);
}

/// `fraction` of 2^-bits of a second.
std::int64_t fraction_ns(std::uint64_t fraction, unsigned bits) {
  return static_cast<std::int64_t>(fraction * static_cast<std::uint64_t>(second_ns) >> bits);
}

std::optional<Stamp> read(WireType type, Cursor& in) {
  switch (type) {
    case WireType::time_unix_s: return stamp_of(std::int64_t{in.u32be()});
    case WireType::time_unix_ms: return of_milliseconds(static_cast<std::int64_t>(in.u64be()));
    case WireType::time_unix_ns: return Stamp{static_cast<std::int64_t>(in.u64be())};
    case WireType::time_dnp3: {
      std::int64_t const low = in.u32le();
      return of_milliseconds(std::int64_t{in.u16le()} << 32 | low);
    }
    case WireType::time_filetime: {
      auto const ticks = in.u64le();
      return stamp_of(static_cast<std::int64_t>(ticks / 10'000'000) + days_1601 * day_s,
                      static_cast<std::int64_t>(ticks % 10'000'000) * 100);
    }
    case WireType::time_cp56: return read_cp56(in);
    case WireType::time_s7: return read_s7(in);
    case WireType::time_s7_long: return read_s7_long(in);
    case WireType::time_iec61850: {
      auto const seconds = in.u32be();
      std::uint32_t const high = in.u16be();
      return stamp_of(seconds, fraction_ns(high << 8 | in.u8(), 24));
    }
    case WireType::time_mms: {
      auto const milliseconds = in.u32be();
      return of_day(milliseconds, in.u16be(), days_1984);
    }
    case WireType::time_cip: {
      auto const milliseconds = in.u32le();
      return of_day(milliseconds, in.u16le(), days_1972);
    }
    case WireType::time_bacnet: return read_bacnet(in);
    case WireType::time_ntp: {
      auto const seconds = std::int64_t{in.u32be()} + days_1900 * day_s;
      return stamp_of(seconds, fraction_ns(in.u32be(), 32));
    }
    case WireType::time_ptp: {
      auto const high = std::int64_t{in.u16be()} << 32;
      auto const seconds = high | in.u32be();
      auto const nanoseconds = in.u32be();
      return nanoseconds < second_ns ? stamp_of(seconds, nanoseconds) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<Stamp> read_time(WireType type, Bytes raw) {
  if (!is_time(type) || raw.size() < width_of(type)) return std::nullopt;
  Cursor in{raw};
  return read(type, in);
}

}  // namespace qw
