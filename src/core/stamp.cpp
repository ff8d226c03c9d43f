// SPDX-License-Identifier: Apache-2.0
#include "core/stamp.hpp"

#include <fmt/format.h>

namespace qw {

std::string to_text(Stamp stamp) {
  constexpr std::int64_t second = 1'000'000'000;
  constexpr std::int64_t day = 86'400;
  auto const ns = ((stamp.ns % second) + second) % second;
  auto const whole = stamp.ns / second - (stamp.ns % second < 0 ? 1 : 0);
  auto const of_day = ((whole % day) + day) % day;
  auto const days = (whole - of_day) / day;

  // Civil date from days since 1970, proleptic Gregorian; eras of 400 years.
  auto const shifted = days + 719'468;
  auto const era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  auto const of_era = shifted - era * 146'097;
  auto const year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  auto const of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  auto const shifted_month = (5 * of_year + 2) / 153;
  auto const day_of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
  auto const month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  auto const year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);

  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", year, month, day_of_month,
                     of_day / 3600, of_day / 60 % 60, of_day % 60, ns);
}

}  // namespace qw
