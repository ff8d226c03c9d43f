// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// The value is the alarm's number: 16 * word + bit of State::alarms, plus 1.
enum class Alarm : std::uint16_t {
  none = 0,
#define QW_ALARM(name, number, text, stops) name = number,
#include "simulate/machine/alarms.def"
#undef QW_ALARM
};

struct AlarmInfo {
  Alarm alarm;
  std::string_view name;  // "slack_rope"
  std::string_view text;  // as the screen in the cabin shows it
  int stops;              // 0 nothing, 1 the motion that caused it, 2 every motion
};

/// All alarms, by number.
std::span<AlarmInfo const> alarm_table();
/// Null for `none` and for numbers that nothing stands behind.
AlarmInfo const* alarm_info(Alarm alarm);

inline bool raised(State const& state, Alarm alarm) {
  unsigned const bit = static_cast<unsigned>(alarm) - 1U;
  return (state.alarms[bit / 16] >> (bit % 16) & 1U) != 0;
}

}  // namespace qw::simulate::machine
