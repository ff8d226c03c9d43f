// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/port.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulate/port/plan_call.hpp"

namespace qw::simulate::port {
namespace {

constexpr double bow = 40;           // m along the quay
constexpr double longest_call = 22;  // hours of work that a crane finds on one ship

std::vector<VesselCall> plan_calls(PortOrder const& order, Dice const& dice) {
  std::vector<VesselCall> calls;
  ContainerYard yard{order.trade, dice.part("yard")};
  auto gaps = dice.part("gaps");
  auto const end =
      order.start + Nanoseconds{static_cast<std::int64_t>(std::max(order.hours, 0.1) * 3.6e12)};
  // The first ship lies there already: its cranes work from the start.
  Stamp berthed{order.start.ns - 3'000'000'000'000};
  std::uint32_t job = 1;
  while (berthed < end) {
    double const left = static_cast<double>((end - berthed).count) / 3.6e12;
    auto const number = static_cast<std::uint32_t>(calls.size()) + 1;
    calls.push_back(plan_call({.cranes = order.cranes,
                               .berthed = berthed,
                               .hours = std::min(longest_call, left + 1),
                               .bow = bow,
                               .number = number,
                               .first_job = job},
                              yard, dice.part("call", number)));
    std::size_t most = 0;
    for (auto const& plan : calls.back().cranes) most = std::max(most, plan.moves.size());
    job += static_cast<std::uint32_t>(most);
    berthed = calls.back().sails + seconds(gaps.between(5'400, 14'400));
  }
  return calls;
}

}  // namespace

Port::Port(PortOrder order, Dice dice)
    : order_{std::move(order)},
      calls_{plan_calls(order_, dice)},
      forecast_{order_.start, order_.hours, order_.storm, dice.part("weather")} {
  for (std::size_t i = 0; i < order_.cranes.size(); ++i)
    works_.push_back(std::make_unique<CraneWork>(calls_, forecast_, i, dice));
}

std::string Port::crane_name(std::size_t index) const { return fmt::format("QC{:02}", index + 1); }

double Port::parked(std::size_t index) const {
  if (calls_.empty()) return 0;
  auto const& call = calls_.front();
  return call.vessel.bay_middle(call.cranes[index].first_bay);
}

}  // namespace qw::simulate::port
