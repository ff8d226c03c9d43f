// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/work.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace qw::simulate::port {
namespace {

constexpr double lashing_chance = 0.006;  // before a lift from or to the deck (assumption)
constexpr double long_lift_s = 540;       // the clerk writes down a longer one as a delay
constexpr double usual_lift_s = 140;
constexpr double long_gap_s = 300;

double between(Stamp from, Stamp until) { return static_cast<double>((until - from).count) * 1e-9; }
Nanoseconds span(double seconds) { return {static_cast<std::int64_t>(seconds * 1e9)}; }

}  // namespace

char const* code(DelayCode code) {
  static constexpr std::array<char const*, 6> codes{"NV", "MB", "WX", "CD", "LA", "HO"};
  return codes[static_cast<std::size_t>(code)];
}

char const* words(DelayCode code) {
  static constexpr std::array<char const*, 6> texts{
      "no vessel", "break or relief", "weather", "crane down", "lashing", "held by terminal"};
  return texts[static_cast<std::size_t>(code)];
}

CraneWork::CraneWork(std::vector<VesselCall> const& calls, Forecast const& forecast,
                     std::size_t index, Dice dice)
    : calls_{&calls},
      forecast_{&forecast},
      index_{index},
      dice_{dice.part("work", index)},
      roster_{static_cast<std::uint32_t>(index), dice.part("roster", index)} {}

VesselCall const* CraneWork::call() const {
  return call_ < calls_->size() ? &(*calls_)[call_] : nullptr;
}

std::optional<machine::Job> CraneWork::next_job(Stamp now) {
  auto const* at = call();
  if (at == nullptr || now < at->begin || now < held_until_ || out_) return std::nullopt;
  auto const& moves = at->cranes[index_].moves;
  if (again_.empty() && next_ >= moves.size()) return std::nullopt;
  auto const& job = again_.empty() ? moves[next_].job : again_.front().job;
  bool const deck =
      job.from.kind == machine::Place::Kind::deck || job.to.kind == machine::Place::Kind::deck;
  if (held_until_.ns == 0 && deck && dice_.chance(lashing_chance)) {
    held_until_ = now + span(dice_.uniform(180, 900));
    delays_.push_back({now, held_until_, DelayCode::lashing});
    return std::nullopt;
  }
  held_until_ = {};
  if (again_.empty()) {
    handed_ = moves[next_++];
  } else {
    handed_ = std::move(again_.front());
    again_.pop_front();
  }
  out_ = true;
  return handed_.job;
}

/// A twin or tandem that could not be lifted is split; a single one is left on board.
void CraneWork::again(machine::Job const& job, std::vector<std::size_t> const& boxes) {
  if (job.box_count < 2) return;
  for (std::size_t i = job.box_count; i-- > 0;) {
    PlannedMove move{job, {boxes[i]}};
    auto& one = move.job;
    double const side = i == 0 ? -1 : 1;
    one.lift = machine::Lift::single;
    one.box_count = 1;
    one.boxes[0] = job.boxes[i];
    for (auto* place : {&one.from, &one.to}) {
      if (job.lift == machine::Lift::twin) place->gantry += side * half_bay;
      if (job.lift == machine::Lift::tandem) place->trolley += side * row_width / 2;
    }
    again_.push_front(std::move(move));
  }
}

void CraneWork::report(machine::JobReport const& report) {
  MoveRecord record{call_, handed_.job, handed_.boxes, report};
  record.report.job = nullptr;
  if (!report.done) again(record.job, record.boxes);
  double const lasted = between(report.begun, report.ended);
  if (lasted > long_lift_s && record.job.lift != machine::Lift::hatch_cover)
    delays_.push_back({report.begun + span(usual_lift_s), report.ended, DelayCode::crane});
  records_.push_back(std::move(record));
  out_ = false;
  auto const* at = call();
  if (at == nullptr || !again_.empty() || next_ < at->cranes[index_].moves.size()) return;
  ++call_;
  next_ = 0;
}

machine::Duty CraneWork::duty(Stamp now) {
  auto const watch = roster_.at(now);
  machine::Duty duty{.kind = watch.kind, .operator_id = watch.operator_id};
  auto const* at = call();
  duty.vessel = at != nullptr && now >= at->berthed;
  if (!duty.vessel && duty.kind == machine::Duty::Kind::work) duty.kind = machine::Duty::Kind::off;
  if (at == nullptr) return duty;
  auto const& plan = at->cranes[index_];
  duty.gantry_low = at->vessel.bay_middle(plan.first_bay) - bay_length;
  duty.gantry_high = at->vessel.bay_middle(plan.last_bay) + bay_length;
  return duty;
}

std::vector<Delay> CraneWork::delays(Stamp from, Stamp until) const {
  std::vector<Delay> all = delays_;
  for (auto const& span : roster_.between(from, until))
    if (span.watch.kind != machine::Duty::Kind::work)
      all.push_back({span.from, span.until, DelayCode::meal});
  Stamp idle = from;  // since when no vessel was there
  for (auto const& call : *calls_) {
    if (call.berthed > idle) all.push_back({idle, call.berthed, DelayCode::no_vessel});
    Stamp last = call.begin;
    for (auto const& record : records_)
      if (&(*calls_)[record.call] == &call) last = std::max(last, record.report.ended);
    idle = last;
  }
  // Gaps between lifts that nothing above explains: wind if it blew, else held.
  for (std::size_t i = 1; i < records_.size(); ++i) {
    auto const begin = records_[i - 1].report.ended;
    auto const end = records_[i].report.begun;
    if (between(begin, end) < long_gap_s || records_[i].call != records_[i - 1].call) continue;
    bool const known = std::any_of(all.begin(), all.end(), [&](Delay const& delay) {
      return delay.from < end && delay.until > begin;
    });
    bool const windy = forecast_->at(begin).wind > 12;
    if (!known) all.push_back({begin, end, windy ? DelayCode::weather : DelayCode::held});
  }
  std::erase_if(all,
                [&](Delay const& delay) { return delay.until <= from || delay.from >= until; });
  std::sort(all.begin(), all.end(), [](Delay const& a, Delay const& b) {
    return std::pair{a.from.ns, a.until.ns} < std::pair{b.from.ns, b.until.ns};
  });
  return all;
}

}  // namespace qw::simulate::port
