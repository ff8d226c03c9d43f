// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace qw::simulate::machine {

/// What the operator's hands do at one moment. References in m/s (boom: rad/s).
struct Controls {
  double hoist = 0;
  double trolley = 0;
  double gantry = 0;
  double boom = 0;
  bool control_on = false;
  bool lock = false;  // held until the locks have turned
  bool unlock = false;
  bool twin = false;
  bool tandem = false;
  bool flippers = false;
  bool latch = false;  // boom latch
  bool storm_pins = false;
  bool rail_clamps = true;
  int size = 40;  // ft
};

inline bool sticks_at_rest(Controls const& hands) {
  return hands.hoist == 0 && hands.trolley == 0 && hands.gantry == 0 && hands.boom == 0;
}
/// The hands leave the sticks, which go back to rest.
inline void let_go(Controls& hands) { hands.hoist = hands.trolley = hands.gantry = hands.boom = 0; }

}  // namespace qw::simulate::machine
