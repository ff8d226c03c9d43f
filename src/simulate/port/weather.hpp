// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"

namespace qw::simulate::port {

/// Weather of a quay by the hour, the same for all its cranes; between hours it runs straight.
class Forecast {
 public:
  /// `storm`: when the wind is strongest, if there is to be a storm.
  Forecast(Stamp start, double hours, std::optional<Stamp> storm, Dice dice);
  [[nodiscard]] machine::Weather at(Stamp now) const;
  /// One value an hour, from the start.
  [[nodiscard]] std::vector<machine::Weather> const& hours() const { return hours_; }

 private:
  Stamp start_;
  std::vector<machine::Weather> hours_;
};

}  // namespace qw::simulate::port
