// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/plan_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulate/port/bay.hpp"

namespace qw::simulate::port {
namespace {

constexpr double lifts_an_hour = 27;   // that a plan reckons with
constexpr double worked_share = 0.83;  // of the hours, after breaks
constexpr int most_bays_a_crane = 6;

Stamp later(Stamp at, double hours) {
  return at + Nanoseconds{static_cast<std::int64_t>(hours * 3.6e12)};
}

int rows_within(std::span<machine::CraneModel const* const> cranes) {
  double reach = 1e9;
  for (auto const* crane : cranes) reach = std::min(reach, crane->trolley.high - 1);
  return std::clamp(static_cast<int>((reach - ship_side) / row_width), 8, 22);
}

void number_jobs(CranePlan& plan, VesselCall const& call, CallOrder const& order, Dice& dice) {
  std::uint32_t number = order.first_job;
  int bay_side = -1;
  for (auto& move : plan.moves) {
    auto& job = move.job;
    job.number = number++;
    job.name = fmt::format("{}{:06}", call.vessel.line.substr(0, 1), job.number);
    job.wait_s = dice.chance(0.22) ? dice.exponential(28) : 0;
    double const at = job.task == machine::Task::load ? job.to.gantry : job.from.gantry;
    int const side = at > call.vessel.bay_middle(call.vessel.house_after) + bay_length / 2 ? 1 : 0;
    job.raise_boom = bay_side >= 0 && side != bay_side;
    bay_side = side;
  }
}

}  // namespace

VesselCall plan_call(CallOrder const& order, ContainerYard& yard, Dice dice) {
  VesselCall call;
  auto const cranes = static_cast<int>(order.cranes.size());
  double low = -1e9;
  double high = 1e9;
  for (auto const* crane : order.cranes) {
    low = std::max(low, crane->hoist.low);
    high = std::min(high, crane->hoist.high);
  }
  int const rows = rows_within(order.cranes);
  double const lifts = order.hours * lifts_an_hour * worked_share;
  double const a_bay = rows * 4.6;  // lifts that a worked bay gives, as measured
  int const bays = std::clamp(static_cast<int>(std::ceil(lifts / a_bay)) + 1, 2, most_bays_a_crane);
  call.vessel = draw_vessel(dice, bays * cranes, rows, low, high);
  call.vessel.bow = order.bow;
  call.reference = fmt::format("V{:02}-{:04}", 26, 300 + order.number);
  call.berthed = order.berthed;
  call.begin = later(order.berthed, 0.4);
  std::size_t most = 0;
  for (int i = 0; i < cranes; ++i) {
    CranePlan plan;
    plan.first_bay = i * bays;
    plan.last_bay = plan.first_bay + bays - 1;
    for (int bay = plan.first_bay; bay <= plan.last_bay; ++bay) {
      BayPlan one{call, bay, *order.cranes[static_cast<std::size_t>(i)]};
      one.stow(bay == plan.first_bay || dice.chance(0.85), yard, dice);
      one.plan(plan, dice);
    }
    number_jobs(plan, call, order, dice);
    most = std::max(most, plan.moves.size());
    call.cranes.push_back(std::move(plan));
  }
  call.sails = later(call.begin, 1 + static_cast<double>(most) / lifts_an_hour / worked_share);
  return call;
}

}  // namespace qw::simulate::port
