// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/roster.hpp"

#include <algorithm>

namespace qw::simulate::port {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t shift_length = 8 * 60 * minute;
constexpr std::int64_t first_shift = 7 * 60 * minute;
constexpr std::uint32_t pool = 48;  // operators of the port, sixteen a shift

}  // namespace

std::int64_t Roster::shift_of(Stamp now) const { return (now.ns - first_shift) / shift_length; }

std::vector<Roster::Span> Roster::shift(std::int64_t number) const {
  auto dice = dice_.part("shift", static_cast<std::uint64_t>(number));
  std::int64_t const begin = first_shift + number * shift_length;
  // Two people of the pool, never the same on two cranes of one shift.
  auto const turn = static_cast<std::uint32_t>(number % 3) * 16;
  auto const person = [&](std::uint32_t which) {
    return 1001 + (turn + 2 * crane_ + which) % pool;
  };
  std::int64_t const handover = begin + dice.between(4, 11) * minute;
  std::int64_t const meal = begin + dice.between(215, 255) * minute;
  std::int64_t const back = meal + dice.between(28, 36) * minute;
  std::int64_t const relief = begin + dice.between(115, 130) * minute;
  std::int64_t const relieved = relief + dice.between(4, 8) * minute;
  std::int64_t const second_relief = begin + dice.between(365, 380) * minute;
  std::int64_t const second_relieved = second_relief + dice.between(4, 8) * minute;
  std::int64_t const end = begin + shift_length;
  using Kind = machine::Duty::Kind;
  auto const span = [](std::int64_t from, std::int64_t until, Kind kind, std::uint32_t who) {
    return Span{Stamp{from}, Stamp{until}, {kind, who}};
  };
  return {span(begin, handover, Kind::pause, 0),
          span(handover, relief, Kind::work, person(0)),
          span(relief, relieved, Kind::pause, 0),
          span(relieved, meal, Kind::work, person(1)),
          span(meal, back, Kind::pause, 0),
          span(back, second_relief, Kind::work, person(0)),
          span(second_relief, second_relieved, Kind::pause, 0),
          span(second_relieved, end, Kind::work, person(1))};
}

Roster::Watch Roster::at(Stamp now) const {
  for (auto const& span : shift(shift_of(now)))
    if (span.from <= now && now < span.until) return span.watch;
  return {};
}

std::vector<Roster::Span> Roster::between(Stamp from, Stamp until) const {
  std::vector<Span> spans;
  for (auto number = shift_of(from); number <= shift_of(until); ++number)
    for (auto const& span : shift(number))
      if (span.until > from && span.from < until) spans.push_back(span);
  return spans;
}

}  // namespace qw::simulate::port
