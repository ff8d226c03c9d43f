// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/stamp.hpp"
#include "simulate/machine/alarms.hpp"
#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// Something that happened to a crane, for the truth.
struct Happening {
  enum class Kind : std::uint8_t {
    control_on,
    control_off,
    operator_changed,  // number: who
    job_begun,         // number: the job's
    job_ended,         // number: the job's; value: 1 done, 0 given up
    cycle_ended,       // number: of the cycle; value: its seconds
    phase,             // phase: the new one
    landed,            // four corners; value: height in m
    left,              // no corner touches any more; value: height in m
    locked,
    unlocked,
    lifted,         // the payload left its place; value: its kg
    set_down,       // the payload stands; value: its kg
    relanded,       // a landing that has to be repeated
    alarm_raised,   // alarm
    alarm_cleared,  // alarm
    boom_down,
    boom_up,
    gantry_begun,    // value: m along the quay
    gantry_ended,    // value: m along the quay
    override_begun,  // number: Override
    override_ended,  // number: Override
  };
  Stamp at;
  Kind kind = Kind::phase;
  Phase phase = Phase::off;  // of the crane at that moment
  Alarm alarm = Alarm::none;
  std::uint32_t number = 0;
  double value = 0;
  std::string text;  // the job's name, where there is one
};
char const* to_text(Happening::Kind kind);

}  // namespace qw::simulate::machine
