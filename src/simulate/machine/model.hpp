// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace qw::simulate::machine {

/// One motion of a crane: travel, speeds, ramps. SI units; the boom in radians.
struct AxisModel {
  double low = 0;  // end stops of the travel
  double high = 0;
  double speed = 0;        // with rated load
  double speed_empty = 0;  // with the empty spreader; the same where load does not matter
  double acceleration = 0;
  double emergency = 0;  // deceleration of a category 1 stop (IEC 60204-1)
  double jerk = 0;
  double slow_zone = 0;  // before each end the speed is held down to `slow_speed`
  double slow_speed = 0;
  double rated_power = 0;    // of all motors, W
  double rated_current = 0;  // A
};

/// A kind of ship-to-shore crane. Lengths in metres, masses in kilograms. The origin is
/// the waterside rail at quay level: x seaward, height upward, gantry along the quay.
/// Every figure stands with its source in README.md.
struct CraneModel {
  std::string_view name;   // "panamax-40", "twin-65", "tandem-80"
  std::string_view words;  // for people
  double swl = 0;          // safe working load under one spreader, one box
  double swl_twin = 0;     // two 20 ft end to end; 0 if the crane cannot
  double swl_tandem = 0;   // side by side; 0 if the crane cannot
  double tare = 0;         // headblock and spreader, hanging in the ropes
  double gauge = 0;        // waterside to landside rail
  double hinge = 0;        // x of the boom's hinge
  AxisModel hoist;
  AxisModel trolley;
  AxisModel gantry;
  AxisModel boom;
  double wind_warning = 0;   // m/s: gantry travel stops
  double wind_shutdown = 0;  // m/s: clear the ship, secure
  double idle_power = 0;     // lights, hydraulics, air conditioning, W
};

/// All kinds, in the order of their names above.
std::span<CraneModel const> crane_models();
/// Null if there is no such kind.
CraneModel const* find_model(std::string_view name);

}  // namespace qw::simulate::machine
