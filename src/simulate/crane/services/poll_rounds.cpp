// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"

#include <algorithm>
#include <utility>

namespace qw::simulate {
namespace {

double break_chance(Polls const& polls) {
  if (polls.between_breaks.count == 0) return 0;
  return static_cast<double>(polls.period.count) / static_cast<double>(polls.between_breaks.count);
}

}  // namespace

std::vector<Run> runs_of(Layout const& layout, double part, RunLimits const& limits, Dice dice) {
  auto wished = layout.registers();
  std::erase_if(wished, [&](Register const&) { return !dice.chance(part); });
  std::sort(wished.begin(), wished.end(), [](Register const& a, Register const& b) {
    return std::pair{a.block, a.offset} < std::pair{b.block, b.offset};
  });
  std::vector<Run> runs;
  for (auto const& place : wished) {
    auto const from = place.offset / limits.alignment * limits.alignment;
    auto const end =
        (place.offset + place.size + limits.alignment - 1) / limits.alignment * limits.alignment;
    if (!runs.empty() && runs.back().block == place.block) {
      auto& last = runs.back();
      bool const near = from <= last.offset + last.size + limits.gap;
      if (near && end - last.offset <= limits.largest) {
        last.size = std::max(end - last.offset, last.size);
        continue;
      }
    }
    runs.push_back({place.block, from, end - from});
  }
  return runs;
}

Readers readers_of(std::string_view all, Host& management, Host& screen, Host& controller,
                   Dice& dice) {
  return {.management = {.purpose = fmt::format("management system reads all {}", all),
                         .client = &management,
                         .server = &controller,
                         .period = milliseconds(dice.between(2, 5) * 100),
                         .part = 1,
                         .until = {}},
          .screen = {.purpose = "screen reads what it shows",
                     .client = &screen,
                     .server = &controller,
                     .period = milliseconds(dice.between(5, 10) * 100),
                     .part = 0.4,
                     .until = {}}};
}

Rounds::Rounds(CraneSite& crane, Polls polls, FlowId flow, std::uint16_t port)
    : crane_{crane},
      polls_{std::move(polls)},
      flow_{flow},
      port_{port},
      dice_{crane.dice(polls_.client->identity.name)},
      break_chance_{break_chance(polls_)} {}

void Rounds::start(std::shared_ptr<Rounds> rounds) {
  auto& shard = rounds->crane_.shard();
  auto const period = rounds->polls_.period;
  auto const first = shard.now() + Nanoseconds{rounds->dice_.between(0, period.count)};
  shard.repeat(first, {.period = period, .jitter = milliseconds(8), .drift = 2e-5},
               [rounds, mark = shard.mark()] {
                 Marking const marking{rounds->crane_.shard(), mark};
                 return rounds->round();
               });
}

/// False when its time is over.
bool Rounds::round() {
  auto const now = crane_.shard().now();
  if (polls_.until && *polls_.until <= now) {
    if (talk_ != nullptr) talk_->close(Side::client, now);
    return false;
  }
  if (talk_ != nullptr && talk_->is_open()) {
    if (break_chance_ > 0 && dice_.chance(break_chance_))
      talk_->reset(Side::server, now);
    else
      read_all(now);
    return true;
  }
  talk_ = Talk::make(crane_.shard(), flow_, *polls_.client, *polls_.server, port_);
  greet(talk_->open(now));
  talk_->keep_alive(Side::client, seconds(30));
  return true;
}

Stamp Rounds::ask(Stamp at, Octets const& question, Octets const& answer, std::size_t head) {
  auto const asked = talk_->send(Side::client, at, question);
  auto const think = Nanoseconds{static_cast<std::int64_t>(dice_.uniform(1.2e6, 9e6))};
  auto const answered = say_in_parts(*talk_, Side::server, asked + think, answer, head);
  return answered + Nanoseconds{static_cast<std::int64_t>(dice_.uniform(0.2e6, 1.5e6))};
}

}  // namespace qw::simulate
