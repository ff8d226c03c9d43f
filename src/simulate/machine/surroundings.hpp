// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Wind with gusts, the warnings that follow from it, outside and house temperature, supply.
/// One step a second.
class Surroundings {
 public:
  Surroundings(CraneModel const& model, Dice dice) : model_{&model}, dice_{dice} {}
  void step(State& state, Weather const& weather);
  /// The crane is to be secured until the storm is over.
  [[nodiscard]] bool secure() const { return secure_; }

 private:
  CraneModel const* model_;
  Dice dice_;
  double gust_ = 0;   // m/s around the mean
  double veer_ = 0;   // degrees around the mean direction
  double above_ = 0;  // s in a row above the shutdown speed
  double below_ = 0;  // s in a row well below it
  bool begun_ = false;
  bool secure_ = false;
};

}  // namespace qw::simulate::machine
