// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/bay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qw::simulate::port {
namespace {

using machine::Job;
using machine::Lift;
using machine::Place;
using machine::Task;

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr double chassis = 1.55;    // m, bed of a terminal trailer (assumption)
constexpr double lane_first = 5.0;  // m landside of the waterside rail
constexpr double lane_width = 4.5;
constexpr double cover_mass = 26e3;   // kg (assumption)
constexpr double tandem_step = 0.35;  // m: two spreaders level out so much

double centred(std::size_t low, std::size_t high, Dice& dice) {
  return static_cast<double>(low) +
         static_cast<double>(high - low) * (dice.unit() + dice.unit()) / 2;
}

}  // namespace

void BayPlan::fill(Stack stack, Stack* pair, std::size_t count, std::size_t keep,
                   std::size_t coming, ContainerYard& yard, Dice& dice) {
  auto const& vessel = call_->vessel;
  double const roof = stack.deck ? 1e9 : vessel.hatch - cover_thick - 0.05;
  auto const make = [&](Stack& to, Way way, std::size_t tier, bool top) {
    bool const long_box = to.half == 0 && to.deck && top && tier >= 2 && dice.chance(0.08);
    int const length = to.half != 0 ? 20 : long_box ? 45 : 40;
    call_->boxes.push_back({yard.make(length, way, call_->berthed), {}, {}});
    return call_->boxes.size() - 1;
  };
  auto const cell_of = [&](Stack const& to, std::size_t tier) {
    return Cell{bay_, to.half, to.row, static_cast<int>(tier), to.deck};
  };
  auto const build = [&](Stack& to) {
    to.top = to.base;
    double left = to.base;  // top of what stays on board
    for (std::size_t tier = 0; tier < count && to.top + 2.9 < roof; ++tier) {
      auto const index =
          make(to, tier < keep ? Way::through : Way::inward, tier, tier + 1 == count);
      auto& stowed = call_->boxes[index];
      stowed.arriving = cell_of(to, tier);
      if (tier < keep) stowed.leaving = stowed.arriving;
      to.boxes.push_back(index);
      to.top += stowed.box.height;
      if (tier < keep) left = to.top;
    }
    to.keep = std::min(keep, to.boxes.size());
    for (std::size_t i = 0; i < coming && left + 2.9 < roof; ++i) {
      auto const index = make(to, Way::outward, to.keep + i, i + 1 == coming);
      auto& stowed = call_->boxes[index];
      stowed.leaving = cell_of(to, to.keep + i);
      to.coming.push_back(index);
      left += stowed.box.height;
    }
  };
  build(stack);
  stacks_.push_back(std::move(stack));
  if (pair == nullptr) return;
  build(*pair);
  stacks_.push_back(std::move(*pair));
}

void BayPlan::stow_row(int row, bool deck, bool worked, bool clear, ContainerYard& yard,
                       Dice& dice) {
  auto const& vessel = call_->vessel;
  auto const most = static_cast<std::size_t>(deck ? vessel.deck_tiers : vessel.hold_tiers);
  auto const count = static_cast<std::size_t>(centred(deck ? 1 : most / 2, most, dice) + 0.5);
  std::size_t keep = count;
  if (worked) keep = clear && deck ? 0 : static_cast<std::size_t>(dice.below(count + 1));
  std::size_t const room = most - std::min(most, keep);
  auto const coming =
      worked && room > 0 ? static_cast<std::size_t>(centred(0, room, dice) + 0.5) : 0;
  bool const small = dice.chance(deck ? 0.18 : 0.40);
  double const base = deck ? vessel.hatch : vessel.hold_bottom();
  Stack const stack{.row = row,
                    .half = small ? 1 : 0,
                    .deck = deck,
                    .base = base,
                    .boxes = {},
                    .keep = 0,
                    .coming = {},
                    .top = base};
  Stack aft = stack;
  aft.half = 2;
  fill(stack, small ? &aft : nullptr, count, keep, coming, yard, dice);
}

void BayPlan::stow(bool worked, ContainerYard& yard, Dice& dice) {
  auto const& vessel = call_->vessel;
  opened_.assign(static_cast<std::size_t>(vessel.covers), false);
  off_ = opened_;
  for (std::size_t i = 0; i < opened_.size(); ++i) opened_[i] = worked && dice.chance(0.55);
  for (int row = 0; row < vessel.rows; ++row) {
    bool const clear = opened_[static_cast<std::size_t>(vessel.cover_of(row))];
    stow_row(row, false, clear, false, yard, dice);
    stow_row(row, true, worked, clear, yard, dice);
  }
}

/// Highest that stands on deck in the rows between the quay and `row`, itself included.
double BayPlan::clearance(int row) const {
  double highest = call_->vessel.hatch;
  for (auto const& stack : stacks_)
    if (stack.deck && stack.row <= row) highest = std::max(highest, stack.top);
  return highest;
}

Place BayPlan::cell(Stack const& stack, double height) const {
  auto const& vessel = call_->vessel;
  double const aside = stack.half == 0 ? 0 : stack.half == 1 ? -half_bay : half_bay;
  return {.kind = stack.deck ? Place::Kind::deck : Place::Kind::hold,
          .gantry = vessel.bay_middle(bay_) + aside,
          .trolley = vessel.row_middle(stack.row),
          .height = height,
          .guide = stack.deck ? 0 : vessel.hatch - cover_thick,
          .name = {}};
}

Place BayPlan::lane(double box_height, std::size_t side_by_side, Dice& dice) const {
  auto const lanes = static_cast<std::int64_t>((crane_->gauge - lane_first - 2) / lane_width) + 1;
  auto const first = dice.between(0, lanes - static_cast<std::int64_t>(side_by_side));
  double const middle = static_cast<double>(first) + 0.5 * static_cast<double>(side_by_side - 1);
  return {.kind = Place::Kind::lane,
          .gantry = 0,
          .trolley = -lane_first - lane_width * middle,
          .height = chassis + box_height,
          .guide = 0,
          .name = fmt::format("LANE {}", first + 1)};
}

bool BayPlan::may_pair(std::size_t one, std::size_t other, bool coming) const {
  auto const& a = stacks_[one];
  auto const& b = stacks_[other];
  auto const next = [&](Stack const& stack) {
    return coming ? stack.coming.front() : stack.boxes.back();
  };
  bool const left = coming ? !b.coming.empty() : b.boxes.size() > b.keep;
  if (a.deck != b.deck || !left) return false;
  double const mass = call_->boxes[next(a)].box.declared + call_->boxes[next(b)].box.declared;
  bool const level = std::abs(a.top - b.top) < (a.half == 0 ? tandem_step : 0.02);
  bool const twin = a.half == 1 && b.half == 2 && a.row == b.row && mass <= crane_->swl_twin;
  bool const tandem = a.half == 0 && b.half == 0 && b.row == a.row + 1 &&
                      mass <= crane_->swl_tandem &&
                      call_->vessel.cover_of(a.row) == call_->vessel.cover_of(b.row) &&
                      call_->boxes[next(a)].box.length_ft == call_->boxes[next(b)].box.length_ft;
  return level && (twin || tandem);
}

std::size_t BayPlan::partner(std::size_t index, bool coming) const {
  for (std::size_t i = 0; i < stacks_.size(); ++i)
    if (i != index && may_pair(index, i, coming)) return i;
  return none;
}

void BayPlan::lift(std::vector<std::size_t> const& stacks, bool coming, CranePlan& plan,
                   Dice& dice) {
  PlannedMove move;
  auto& job = move.job;
  auto const& front = stacks_[stacks.front()];
  auto const& back = stacks_[stacks.back()];
  job.task = coming ? Task::load : Task::discharge;
  job.lift = stacks.size() == 1 ? Lift::single : front.half == 0 ? Lift::tandem : Lift::twin;
  job.box_count = stacks.size();
  job.clearance = clearance(std::max(front.row, back.row));
  double top = -1e9;
  double tallest = 0;
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    auto& stack = stacks_[stacks[i]];
    auto const index = coming ? stack.coming.front() : stack.boxes.back();
    auto const& box = call_->boxes[index].box;
    job.boxes[i] = {box.id, box.type, box.mass, box.declared, box.height, box.length_ft};
    move.boxes.push_back(index);
    tallest = std::max(tallest, box.height);
    if (coming) {
      stack.coming.erase(stack.coming.begin());
      stack.boxes.push_back(index);
      stack.top += box.height;
      ++stack.keep;
      top = std::max(top, stack.top);
    } else {
      top = std::max(top, stack.top);
      stack.boxes.pop_back();
      stack.top -= box.height;
    }
  }
  job.boxes[0].height = tallest;
  auto ship = cell(front, top);
  auto const& stowed = call_->boxes[move.boxes.front()];
  ship.name = call_->vessel.cell_name(coming ? *stowed.leaving : *stowed.arriving);
  if (job.lift != Lift::single) ship.gantry = call_->vessel.bay_middle(bay_);
  if (job.lift == Lift::tandem) ship.trolley += row_width / 2;
  auto shore = lane(tallest, job.lift == Lift::tandem ? 2 : 1, dice);
  shore.gantry = ship.gantry;
  job.clearance = std::max(job.clearance, ship.kind == Place::Kind::deck ? top - tallest : 0);
  job.from = coming ? shore : ship;
  job.to = coming ? ship : shore;
  plan.moves.push_back(std::move(move));
}

std::size_t BayPlan::next_stack(bool deck, int cover, int half, bool coming) const {
  std::size_t best = none;
  for (std::size_t i = 0; i < stacks_.size(); ++i) {
    auto const& stack = stacks_[i];
    bool const here = cover < 0 || call_->vessel.cover_of(stack.row) == cover;
    bool const left = coming ? !stack.coming.empty() : stack.boxes.size() > stack.keep;
    if (stack.deck != deck || stack.half != half || !here || !left) continue;
    // Out: the highest, of equals the nearest to the quay. In: the lowest, the farthest.
    bool const better = best == none || (coming ? stack.top < stacks_[best].top + 0.01
                                                : stack.top > stacks_[best].top + 0.01);
    if (better) best = i;
  }
  return best;
}

/// 40 ft boxes, then the fore and the aft 20 ft ones: the crane need not travel to and fro.
void BayPlan::work(bool deck, int cover, bool coming, CranePlan& plan, Dice& dice) {
  for (int half = 0; half < 3; ++half) {
    for (;;) {
      auto const one = next_stack(deck, cover, half, coming);
      if (one == none) break;
      auto const other = partner(one, coming);
      if (other == none)
        lift({one}, coming, plan, dice);
      else
        lift({one, other}, coming, plan, dice);
    }
  }
}

void BayPlan::cover(int cover, bool open, CranePlan& plan) {
  auto const& vessel = call_->vessel;
  PlannedMove move;
  auto& job = move.job;
  job.task = open ? Task::hatch_open : Task::hatch_close;
  job.lift = Lift::hatch_cover;
  job.boxes[0] = {fmt::format("HATCH {:02}{}", bay_ * 4 + 2, static_cast<char>('A' + cover)),
                  "",
                  cover_mass,
                  cover_mass,
                  cover_thick,
                  40};
  auto const index = static_cast<std::size_t>(cover);
  if (!open) off_[index] = false;
  auto const below = static_cast<double>(std::count(off_.begin(), off_.end(), true));
  if (open) off_[index] = true;
  Place const ship{.kind = Place::Kind::deck,
                   .gantry = vessel.bay_middle(bay_),
                   .trolley = vessel.cover_middle(cover),
                   .height = vessel.hatch,
                   .guide = 0,
                   .name = job.boxes[0].id};
  Place const shore{.kind = Place::Kind::ground,
                    .gantry = ship.gantry,
                    .trolley = -crane_->gauge - 7,
                    .height = 0.3 + cover_thick * (below + 1),
                    .guide = 0,
                    .name = "BACKREACH"};
  job.from = open ? ship : shore;
  job.to = open ? shore : ship;
  job.clearance = clearance(vessel.rows - 1);
  plan.moves.push_back(std::move(move));
}

void BayPlan::plan(CranePlan& plan, Dice& dice) {
  work(true, -1, false, plan, dice);
  int const covers = call_->vessel.covers;
  for (int i = 0; i < covers; ++i)
    if (opened_[static_cast<std::size_t>(i)]) cover(i, true, plan);
  for (int i = 0; i < covers; ++i)
    if (opened_[static_cast<std::size_t>(i)]) work(false, i, false, plan, dice);
  for (int i = covers - 1; i >= 0; --i)
    if (opened_[static_cast<std::size_t>(i)]) work(false, i, true, plan, dice);
  for (int i = covers - 1; i >= 0; --i)
    if (opened_[static_cast<std::size_t>(i)]) cover(i, false, plan);
  work(true, -1, true, plan, dice);
}

}  // namespace qw::simulate::port
