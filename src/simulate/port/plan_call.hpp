// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "simulate/dice.hpp"
#include "simulate/port/call.hpp"

namespace qw::simulate::port {

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
