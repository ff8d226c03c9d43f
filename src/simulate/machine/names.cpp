// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>

#include "simulate/machine/happening.hpp"
#include "simulate/machine/override.hpp"
#include "simulate/machine/signals.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

char const* to_text(Phase phase) {
  static constexpr std::array<char const*, phases> names{
      "off",       "idle",   "boom",     "gantry",    "to_pick",  "over_pick", "locking",
      "taking_up", "to_set", "over_set", "unlocking", "clearing", "waiting",   "stopped"};
  return names[static_cast<std::size_t>(phase)];
}

char const* to_text(SignalKind kind) {
  static constexpr std::array<char const*, 6> names{"analogue",    "counter", "flag",
                                                    "enumeration", "word",    "text"};
  return names[static_cast<std::size_t>(kind)];
}

char const* to_text(Override what) {
  static constexpr std::array<char const*, overrides> names{"bypass_hoist_limits",
                                                            "bypass_interlocks",
                                                            "bypass_overload",
                                                            "stop_now",
                                                            "stop_quietly",
                                                            "move_hoist",
                                                            "move_trolley",
                                                            "move_gantry",
                                                            "unlock_hanging",
                                                            "freeze_signal",
                                                            "replay_signal",
                                                            "bias_signal",
                                                            "hold_work"};
  return names[static_cast<std::size_t>(what)];
}

char const* to_text(Happening::Kind kind) {
  static constexpr std::array<char const*, 22> names{
      "control_on",     "control_off",   "operator_changed", "job_begun",    "job_ended",
      "cycle_ended",    "phase",         "landed",           "left",         "locked",
      "unlocked",       "lifted",        "set_down",         "relanded",     "alarm_raised",
      "alarm_cleared",  "boom_down",     "boom_up",          "gantry_begun", "gantry_ended",
      "override_begun", "override_ended"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace qw::simulate::machine
