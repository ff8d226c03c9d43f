// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/port/container.hpp"

namespace qw::simulate::port {

/// Where a container stands on board. `bay` counts 40 ft lengths from the bow, from 0; `row`
/// from the quay; `tier` from the bottom of the hold or from the hatch cover.
struct Cell {
  int bay = 0;
  int half = 0;  // 0: the 40 ft middle; 1: fore 20 ft; 2: aft 20 ft
  int row = 0;
  int tier = 0;
  bool deck = true;
};

/// A container ship alongside; geometry in the crane's axes.
struct Vessel {
  std::string name;
  std::string call_sign;
  std::string imo;   // seven digits with check digit
  std::string line;  // its operator's code
  std::string voyage_in;
  std::string voyage_out;
  std::string last_port;  // UN/LOCODE
  std::string next_port;
  int bays = 0;  // of 40 ft
  int rows = 0;
  int hold_tiers = 0;
  int deck_tiers = 0;
  int house_after = 0;  // the deck house stands behind this bay
  int covers = 3;       // hatch covers side by side, each over its part of the rows
  double hatch = 0;     // m above the quay: top of the hatch covers
  double bow = 0;       // m along the quay: where bay 0 begins

  [[nodiscard]] double bay_middle(int bay) const;  // m along the quay
  [[nodiscard]] double row_middle(int row) const;  // m seaward
  [[nodiscard]] double hold_bottom() const;        // m above the quay
  [[nodiscard]] int cover_of(int row) const { return row * covers / rows; }
  [[nodiscard]] double cover_middle(int cover) const;  // m seaward
  [[nodiscard]] double length() const;                 // m along the quay, bays and house
  /// Of a cell: "BBBRRTT" as in BAPLIE (ISO 9711): bay odd for 20 ft, even for 40 ft, row odd
  /// to starboard, even to port, tier from 82 on deck.
  [[nodiscard]] std::string cell_name(Cell const& cell) const;
};

inline constexpr double ship_side = 4.5;    // m seaward of the rail: the ship's side
inline constexpr double row_width = 2.52;   // m, a box and its gap
inline constexpr double bay_length = 14.6;  // m, a 40 ft box, its lashing bridge and gap
inline constexpr double half_bay = 3.10;    // m from a bay's middle to a 20 ft box's
inline constexpr double house_length = 17;  // m
inline constexpr double cover_thick = 0.7;  // m

/// Draws a ship that `rows` fit on.
Vessel draw_vessel(Dice& dice, int bays, int rows, double hoist_low, double hoist_high);

}  // namespace qw::simulate::port
