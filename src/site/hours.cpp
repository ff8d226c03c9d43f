// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "site/read.hpp"

namespace qw::site {
namespace {

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu",
                                                       "fri", "sat", "sun"};

std::optional<std::size_t> day_of(std::string_view text) {
  for (std::size_t i = 0; i < day_names.size(); ++i)
    if (day_names[i] == text) return i;
  return std::nullopt;
}

/// "mon", "mon-fri", "sat,sun"; a span may pass the end of the week.
std::optional<std::uint8_t> parse_days(std::string_view text) {
  unsigned days = 0;
  while (!text.empty()) {
    auto const comma = text.find(',');
    auto const part = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    auto const dash = part.find('-');
    auto const first = day_of(part.substr(0, dash));
    auto const last = dash == std::string_view::npos ? first : day_of(part.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    for (std::size_t day = *first;; day = (day + 1) % day_names.size()) {
      days |= 1U << day;
      if (day == *last) break;
    }
  }
  return days == 0 ? std::nullopt : std::optional{static_cast<std::uint8_t>(days)};
}

/// "06:30" as a minute of the day; "24:00" is its end.
std::optional<std::uint16_t> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  unsigned hour = 0;
  unsigned minute = 0;
  auto const* const begin = text.data();
  if (std::from_chars(begin, begin + 2, hour).ptr != begin + 2 ||
      std::from_chars(begin + 3, begin + 5, minute).ptr != begin + 5)
    return std::nullopt;
  if (minute > 59 || hour * 60 + minute > 1440) return std::nullopt;
  return static_cast<std::uint16_t>(hour * 60 + minute);
}

}  // namespace

std::optional<Hours> parse_hours(std::string_view text) {
  Hours hours;
  auto const space = text.find(' ');
  if (space != std::string_view::npos) {
    auto const days = parse_days(text.substr(0, space));
    if (!days) return std::nullopt;
    hours.days = *days;
    text = text.substr(space + 1);
  }
  auto const dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto const from = parse_minute(text.substr(0, dash));
  auto const until = parse_minute(text.substr(dash + 1));
  if (!from || !until || *from == *until || *from == 1440) return std::nullopt;
  hours.from_minute = *from;
  hours.until_minute = *until;
  return hours;
}

std::string to_text(Hours const& hours) {
  std::string days;
  for (std::size_t day = 0; day < day_names.size(); ++day) {
    if ((hours.days >> day & 1) == 0) continue;
    if (!days.empty()) days += ',';
    days += day_names[day];
  }
  auto const time =
      fmt::format("{:02}:{:02}-{:02}:{:02}", hours.from_minute / 60, hours.from_minute % 60,
                  hours.until_minute / 60, hours.until_minute % 60);
  return hours.days == 0x7f ? time : days + ' ' + time;
}

}  // namespace qw::site
