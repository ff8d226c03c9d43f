// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/stamp.hpp"
#include "simulate/machine/signals.hpp"

namespace qw::simulate::machine {

/// A rule of the machine that somebody breaks on purpose. Nothing else breaks one.
enum class Override : std::uint8_t {
  bypass_hoist_limits,  // slow-down and end limits of the hoist are not heeded; shown as bypass
  bypass_interlocks,    // gantry, trolley and twistlock interlocks; shown as bypass
  bypass_overload,      // the overload stop; shown as bypass
  stop_now,             // every motion stops as by the emergency stop, and stays stopped
  stop_quietly,         // the same, but the emergency stop's signal stays false
  move_hoist,           // the hoist moves at `value` m/s, though no joystick asks for it
  move_trolley,
  move_gantry,
  unlock_hanging,  // the twistlocks open though a load is in the air
  freeze_signal,   // `signal` is shown as it was at `from`; the machine goes on
  replay_signal,   // `signal` is shown as it was `value` seconds ago
  bias_signal,     // `signal` is shown `value` too high
  hold_work,       // no new job is begun: healthy, but without work orders
};
inline constexpr int overrides = 13;
char const* to_text(Override what);

struct OverrideOrder {
  Override what = Override::stop_now;
  Stamp from;
  Stamp until;
  double value = 0;
  Signal signal{};  // only for the three that name one
};

}  // namespace qw::simulate::machine
