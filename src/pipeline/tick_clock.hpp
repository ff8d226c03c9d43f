// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "core/stamp.hpp"

namespace qw::pipeline {

/// When detectors judge the records while a run goes on: at moments of packet time that follow
/// from the events alone, so that batches and workers cannot move them.
///
/// A look costs as much as there are rows, so many rows are looked at less often: once there were
/// as many events as rows, times `events_for_a_row`; after `longest` a quarter of that is enough,
/// and after `latest` any event.
class TickClock {
 public:
  static constexpr Nanoseconds shortest = seconds(10);
  static constexpr Nanoseconds longest = seconds(300);
  static constexpr Nanoseconds latest = seconds(24 * 3600);
  static constexpr std::uint64_t events_for_a_row = 32;

  /// One more event. Is a tick due before it is heard?
  bool hear(Stamp at) {
    if (!started_) {
      started_ = true;
      first_ = now_ = last_tick_ = at;
    }
    now_ = std::max(now_, at);
    ++events_;
    auto const since = now_ - last_tick_;
    auto const enough = since >= longest ? enough_ / 4 : enough_;
    return since >= shortest && (events_ >= enough || since >= latest);
  }
  /// It was done, and looked at so many rows.
  void done(std::size_t rows) {
    last_tick_ = now_;
    events_ = 0;
    enough_ = rows * events_for_a_row;
  }

  [[nodiscard]] Stamp first() const { return first_; }
  [[nodiscard]] Stamp now() const { return now_; }

  static constexpr auto state() {
    using T = TickClock;
    return std::tuple{&T::first_, &T::now_, &T::last_tick_, &T::events_, &T::enough_, &T::started_};
  }

 private:
  Stamp first_;
  Stamp now_;  // never runs back
  Stamp last_tick_;
  std::uint64_t events_ = 0;  // since then
  std::uint64_t enough_ = 0;
  bool started_ = false;
};

}  // namespace qw::pipeline
