// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/stamp.hpp"

namespace qw::simulate {

/// Ties the time of the quay to the clock on the wall, from the moment of its making on.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  /// `factor` seconds of the quay pass in one second.
  Pace(Stamp start, double factor) : start_{start}, factor_{factor} {}

  [[nodiscard]] Stamp now() const {
    std::chrono::duration<double, std::nano> const passed = Clock::now() - begun_;
    return start_ + Nanoseconds{static_cast<std::int64_t>(passed.count() * factor_)};
  }
  /// When the quay's time is `at`.
  [[nodiscard]] Clock::time_point due(Stamp at) const {
    auto const passed = static_cast<double>((at - start_).count) / factor_;
    return begun_ + std::chrono::nanoseconds{static_cast<std::int64_t>(passed)};
  }

 private:
  Stamp start_;
  double factor_;
  Clock::time_point begun_ = Clock::now();
};

}  // namespace qw::simulate
