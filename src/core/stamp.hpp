// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace qw {

/// A length of time in whole nanoseconds; may be negative.
struct Nanoseconds {
  std::int64_t count = 0;
  friend constexpr auto operator<=>(Nanoseconds, Nanoseconds) = default;
};

constexpr Nanoseconds seconds(std::int64_t count) { return {count * 1'000'000'000}; }
constexpr Nanoseconds milliseconds(std::int64_t count) { return {count * 1'000'000}; }

/// A moment of packet time: nanoseconds since 1970-01-01T00:00:00Z.
struct Stamp {
  std::int64_t ns = 0;
  friend constexpr auto operator<=>(Stamp, Stamp) = default;
};

// Packet time is hostile: sums and differences wrap instead of overflowing.
constexpr Nanoseconds operator-(Stamp a, Stamp b) {
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(a.ns) -
                                    static_cast<std::uint64_t>(b.ns))};
}
constexpr Stamp operator+(Stamp a, Nanoseconds b) {
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(a.ns) +
                                    static_cast<std::uint64_t>(b.count))};
}

/// A date of the Gregorian calendar and a time of its day, in UTC.
struct Civil {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;  // 60 is a leap second, and the first of the next minute
  friend bool operator==(Civil const&, Civil const&) = default;
};

/// Nothing where there is no such date or time, or where a Stamp cannot hold it: its
/// years are 1678 to 2261.
std::optional<Stamp> stamp_of(Civil const& civil);

/// Of every Stamp; parts of a second are left out.
Civil civil_of(Stamp stamp);

/// RFC 3339 in UTC with nine decimals: "2026-03-01T06:30:00.000000001Z".
std::string to_text(Stamp stamp);
void append_text(std::string& out, Stamp stamp);

}  // namespace qw
