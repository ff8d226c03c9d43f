// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/alarms.hpp"

#include <array>

namespace qw::simulate::machine {
namespace {

constexpr std::array alarm_rows{
#define QW_ALARM(name, number, text, stops) AlarmInfo{Alarm::name, #name, text, stops},
#include "simulate/machine/alarms.def"
#undef QW_ALARM
};

}  // namespace

std::span<AlarmInfo const> alarm_table() { return alarm_rows; }

AlarmInfo const* alarm_info(Alarm alarm) {
  for (auto const& row : alarm_rows)
    if (row.alarm == alarm) return &row;
  return nullptr;
}

}  // namespace qw::simulate::machine
