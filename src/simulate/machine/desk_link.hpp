// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>

#include "core/stamp.hpp"
#include "simulate/machine/controls.hpp"

namespace qw::simulate::machine {

/// Silence of a remote desk after which the crane stops: five cycles of its telegrams, and what
/// a scan adds (assumption).
inline constexpr Nanoseconds longest_silence = milliseconds(400);

/// The controller's end of a remote desk: which commands are in force, and the watch over them.
/// The crane does what the last telegram said. After `longest_silence` without one the link is
/// lost: sticks count as at rest and nothing is locked or unlocked, until a telegram comes with
/// all sticks at rest. Before the first telegram nothing is commanded and nothing watched.
class DeskLink {
 public:
  /// A telegram that arrives at `at`. One that is earlier than those before counts as arriving
  /// with them.
  void receive(Stamp at, Controls const& commands);
  /// What is in force at `now`, which must not go back.
  Controls const& step(Stamp now);
  [[nodiscard]] bool lost() const { return lost_; }

 private:
  struct Arrival {
    Stamp at;
    Controls commands;
  };
  std::deque<Arrival> coming_;
  Controls commands_;
  Stamp heard_;
  bool begun_ = false;
  bool lost_ = false;
};

}  // namespace qw::simulate::machine
