// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/overrides.hpp"

#include <algorithm>
#include <cmath>

#include "simulate/machine/axis.hpp"

namespace qw::simulate::machine {
namespace {

constexpr double longest_replay_s = 3600;

bool names_signal(Override what) {
  return what == Override::freeze_signal || what == Override::replay_signal ||
         what == Override::bias_signal;
}

}  // namespace

OverrideOrder const* Overrides::find(Override what) const {
  for (auto const& entry : orders_)
    if (entry.active && entry.order.what == what) return &entry.order;
  return nullptr;
}

Overrides::Entry const* Overrides::falsified(Signal signal) const {
  for (auto const& entry : orders_)
    if (entry.active && names_signal(entry.order.what) && entry.order.signal == signal)
      return &entry;
  return nullptr;
}

void Overrides::remember(Entry& entry, State const& state) const {
  if (entry.order.what == Override::freeze_signal && !entry.active) {
    entry.frozen = value(state, entry.order.signal);
    entry.frozen_text = text(state, entry.order.signal);
  }
  if (entry.order.what != Override::replay_signal) return;
  double const back = std::clamp(entry.order.value, 0.0, longest_replay_s);
  entry.past.push_back(value(state, entry.order.signal));
  if (static_cast<double>(entry.past.size()) * step_s > back + step_s) entry.past.pop_front();
}

void Overrides::step(State const& state, Witness& witness) {
  if (orders_.empty()) return;
  for (auto& entry : orders_) {
    if (entry.over) continue;
    remember(entry, state);
    bool const now = state.at >= entry.order.from && state.at < entry.order.until;
    if (now != entry.active)
      witness.note(state, now ? Happening::Kind::override_begun : Happening::Kind::override_ended,
                   static_cast<std::uint32_t>(entry.order.what), entry.order.value);
    entry.active = now;
    entry.over = state.at >= entry.order.until;
  }
  std::erase_if(orders_, [](Entry const& entry) { return entry.over; });
  bypass_ = {.hoist_limits = holds(Override::bypass_hoist_limits),
             .interlocks = holds(Override::bypass_interlocks),
             .overload = holds(Override::bypass_overload),
             .unlock_hanging = holds(Override::unlock_hanging),
             .stop = holds(Override::stop_now),
             .quiet_stop = holds(Override::stop_quietly)};
}

double Overrides::shown(State const& state, Signal signal) const {
  auto const* entry = orders_.empty() ? nullptr : falsified(signal);
  if (entry == nullptr) return value(state, signal);
  if (entry->order.what == Override::freeze_signal) return entry->frozen;
  if (entry->order.what == Override::replay_signal) return entry->past.front();
  return value(state, signal) + entry->order.value;
}

std::string_view Overrides::shown_text(State const& state, Signal signal) const {
  auto const* entry = orders_.empty() ? nullptr : falsified(signal);
  bool const frozen = entry != nullptr && entry->order.what == Override::freeze_signal;
  return frozen ? std::string_view{entry->frozen_text} : text(state, signal);
}

}  // namespace qw::simulate::machine
