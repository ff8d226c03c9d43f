// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/alarms.hpp"

#include <array>

namespace qw::simulate::machine {
namespace {

constexpr std::array table{
#define QW_ALARM(name, number, text, stops) AlarmInfo{Alarm::name, #name, text, stops},
#include "simulate/machine/alarms.def"
#undef QW_ALARM
};

}  // namespace

std::span<AlarmInfo const> alarm_table() { return table; }

AlarmInfo const* alarm_info(Alarm alarm) {
  for (auto const& row : table)
    if (row.alarm == alarm) return &row;
  return nullptr;
}

}  // namespace qw::simulate::machine
