// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/desk_link.hpp"

#include <algorithm>

namespace qw::simulate::machine {

void DeskLink::receive(Stamp at, Controls const& commands) {
  if (!coming_.empty()) at = std::max(at, coming_.back().at);
  coming_.push_back({at, commands});
}

Controls const& DeskLink::step(Stamp now) {
  while (!coming_.empty() && coming_.front().at <= now) {
    auto const& telegram = coming_.front();
    if (begun_ && telegram.at - heard_ > longest_silence) lost_ = true;
    if (sticks_at_rest(telegram.commands)) lost_ = false;
    commands_ = telegram.commands;
    heard_ = telegram.at;
    begun_ = true;
    coming_.pop_front();
  }
  if (begun_ && now - heard_ > longest_silence) lost_ = true;
  if (lost_) {
    let_go(commands_);
    commands_.lock = commands_.unlock = false;
  }
  return commands_;
}

}  // namespace qw::simulate::machine
