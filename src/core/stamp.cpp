// SPDX-License-Identifier: Apache-2.0
#include "core/stamp.hpp"

#include <chrono>

namespace qw {
namespace {

void put_padded(char* place, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) place[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Stamp> stamp_of(Civil const& civil) {
  std::chrono::year_month_day const date{
      std::chrono::year{civil.year}, std::chrono::month{civil.month}, std::chrono::day{civil.day}};
  bool const held = civil.year >= 1678 && civil.year <= 2261;
  if (!held || !date.ok() || civil.hour > 23 || civil.minute > 59 || civil.second > 60)
    return std::nullopt;
  std::int64_t const days = std::chrono::sys_days{date}.time_since_epoch().count();
  std::int64_t const minutes = (days * 24 + civil.hour) * 60 + civil.minute;
  return Stamp{} + seconds(minutes * 60 + civil.second);
}

Civil civil_of(Stamp stamp) {
  using namespace std::chrono;
  constexpr std::int64_t second = 1'000'000'000;
  // In whole seconds, since the first day of a Stamp begins before its first nanosecond.
  auto const whole = stamp.ns / second - (stamp.ns % second < 0 ? 1 : 0);
  sys_seconds const at{std::chrono::seconds{whole}};
  auto const midnight = floor<days>(at);
  year_month_day const date{midnight};
  auto const of_day = static_cast<unsigned>((at - midnight).count());
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          of_day / 3600,
          of_day / 60 % 60,
          of_day % 60};
}

void append_text(std::string& out, Stamp stamp) {
  constexpr std::int64_t second = 1'000'000'000;
  auto const civil = civil_of(stamp);
  auto const ns = ((stamp.ns % second) + second) % second;
  char text[] = "0000-00-00T00:00:00.000000000Z";
  put_padded(text, static_cast<std::uint64_t>(civil.year), 4);
  put_padded(text + 5, civil.month, 2);
  put_padded(text + 8, civil.day, 2);
  put_padded(text + 11, civil.hour, 2);
  put_padded(text + 14, civil.minute, 2);
  put_padded(text + 17, civil.second, 2);
  put_padded(text + 20, static_cast<std::uint64_t>(ns), 9);
  out.append(text, sizeof text - 1);
}

std::string to_text(Stamp stamp) {
  std::string text;
  append_text(text, stamp);
  return text;
}

}  // namespace qw
