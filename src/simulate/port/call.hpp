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

/// What the plan of a call needs to know of the quay.
struct CallOrder {
  std::span<machine::CraneModel const* const> cranes;  // along the quay, upwards
  Stamp berthed;
  double hours = 24;  // of work that each crane is to find on this ship
  double bow = 0;     // m along the quay
  std::uint32_t number = 1;
  std::uint32_t first_job = 1;  // number of each crane's first job
};

/// Plans the call: the ship, its stow, and each crane's lifts in an order that can be worked
/// (what stands above goes first, covers come off before the hold, twins and tandems where
/// crane and weights allow).
VesselCall plan_call(CallOrder const& order, ContainerYard& yard, Dice dice);

}  // namespace qw::simulate::port
