// SPDX-License-Identifier: Apache-2.0
#include "site/site.hpp"

namespace qw::site {
namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::int64_t minutes_a_day = 1440;
constexpr std::int64_t thursday = 3;  // 1970-01-01, counted from Monday

/// Towards minus infinity, for moments before 1970.
constexpr std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

RealmId Site::realm_of_point(std::string_view name) const {
  for (auto const& point : points)
    if (point.name == name) return point.realm;
  return RealmId{};
}

bool within(Hours const& hours, Stamp at, std::int32_t utc_offset_minutes) {
  std::int64_t const minute = floor_divided(at.ns, minute_ns) + utc_offset_minutes;
  std::int64_t const day = floor_divided(minute, minutes_a_day);
  std::int64_t const of_day = minute - day * minutes_a_day;
  auto const on = [&](std::int64_t which) {
    auto const weekday = ((which + thursday) % 7 + 7) % 7;
    return (hours.days >> weekday & 1) != 0;
  };
  if (hours.from_minute < hours.until_minute)
    return on(day) && of_day >= hours.from_minute && of_day < hours.until_minute;
  return (on(day) && of_day >= hours.from_minute) || (on(day - 1) && of_day < hours.until_minute);
}

bool within(Window const& window, Stamp at, std::int32_t utc_offset_minutes) {
  if (window.start && at < *window.start) return false;
  if (window.end && at >= *window.end) return false;
  return !window.hours || within(*window.hours, at, utc_offset_minutes);
}

}  // namespace qw::site
