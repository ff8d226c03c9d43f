// SPDX-License-Identifier: Apache-2.0
#include "simulate/quay/desk_plan.hpp"

#include <utility>

namespace qw::simulate {
namespace {

constexpr Nanoseconds first_change = seconds(240);
constexpr Nanoseconds between_changes = seconds(720);
constexpr Nanoseconds time_to_change = seconds(360);

}  // namespace

DeskPlan DeskPlan::make(unsigned cranes, Stamp start, Stamp end, Dice dice) {
  DeskPlan plan;
  plan.shifts_.resize(cranes);
  for (unsigned crane = 1; crane <= cranes; ++crane) {
    auto const takes = start + milliseconds(dice.between(3'000, 20'000));
    plan.shifts_[crane - 1].push_back({takes, takes, crane});
  }
  unsigned free = cranes + 1;
  for (auto at = start + first_change; at < end; at = at + between_changes) {
    auto& shifts = plan.shifts_[dice.below(cranes)];
    auto const left = shifts.back().desk;
    shifts.push_back({at, at + time_to_change, std::exchange(free, left)});
  }
  return plan;
}

}  // namespace qw::simulate
