// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/port/container.hpp"
#include "simulate/port/vessel.hpp"

namespace qw::simulate::port {

/// A container and where it stands when the ship comes and when it leaves.
struct Stowed {
  Container box;
  std::optional<Cell> arriving;
  std::optional<Cell> leaving;
};

/// One lift of the plan; `boxes` are indices into the call's containers, none for a cover.
struct PlannedMove {
  machine::Job job;
  std::vector<std::size_t> boxes;
};

/// What one crane does during a call.
struct CranePlan {
  int first_bay = 0;
  int last_bay = 0;
  std::vector<PlannedMove> moves;
};

/// A vessel's stay at the quay.
struct VesselCall {
  Vessel vessel;
  std::string reference;  // "V26-0341"
  Stamp berthed;          // lines fast
  Stamp begin;            // of cargo work
  Stamp sails;            // as planned
  std::vector<Stowed> boxes;
  std::vector<CranePlan> cranes;
};

}  // namespace qw::simulate::port
