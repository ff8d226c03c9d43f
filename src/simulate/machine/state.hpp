// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "core/stamp.hpp"

namespace qw::simulate::machine {

/// What the crane is about, as a person on the quay would say.
enum class Phase : std::uint8_t {
  off,        // control is off, nobody in the cabin
  idle,       // control is on, no work
  boom,       // boom moving
  gantry,     // travelling along the quay
  to_pick,    // empty spreader on its way
  over_pick,  // fine positioning on the box
  locking,
  taking_up,  // ropes take the load
  to_set,     // laden, on its way
  over_set,   // fine positioning of the load
  unlocking,
  clearing,  // empty spreader leaves the box
  waiting,   // for a vehicle
  stopped,   // a fault holds the crane
};
inline constexpr int phases = 14;
char const* to_text(Phase phase);

/// OPC 40020-1, operation mode.
enum class Mode : std::uint8_t {
  other,
  manual,
  semi_automatic,
  full_automatic,
  bypass_on,
  maintenance
};

/// One motion. Speeds are signed as positions are; m, m/s (boom: rad, rad/s).
struct AxisState {
  double position = 0;
  double speed = 0;
  double acceleration = 0;
  double reference = 0;           // what the joystick asks for
  double setpoint = 0;            // what limits and interlocks leave of it
  double torque = 0;              // of the rated, 1 is full
  double current = 0;             // A
  double power = 0;               // W, negative when regenerating
  double motor_temperature = 20;  // degrees Celsius
  double drive_temperature = 20;
  double travelled = 0;        // m or rad since new
  double running_s = 0;        // seconds in motion since new
  std::uint32_t brakings = 0;  // closings of the brake since new
  std::uint16_t fault = 0;     // the drive's code; 0 for none
  bool ready = false;          // drive healthy and switched on
  bool brake_closed = true;
  bool low_limit = false;
  bool high_limit = false;
  bool low_slow = false;  // inside the slow-down zone
  bool high_slow = false;
};

/// Corners in the order landside-left, landside-right, waterside-left, waterside-right.
using Corners = std::array<bool, 4>;
inline bool every(Corners const& corners) { return std::ranges::all_of(corners, std::identity{}); }
inline bool any(Corners const& corners) { return std::ranges::any_of(corners, std::identity{}); }

struct SpreaderState {
  double height = 0;        // m, true height of the twistlock plane
  double offset = 0;        // m, load ahead of the trolley, seaward
  double offset_speed = 0;  // m/s
  double trim = 0;          // degrees
  double list = 0;
  double skew = 0;
  double length = 40;   // ft, between sizes while the telescope moves
  double twin_gap = 0;  // m
  int size = 40;        // ft, ordered
  Corners landed{};
  Corners locked{};
  Corners unlocked{{true, true, true, true}};
  bool telescoping = false;
  bool twin_down = false;  // the middle housings of a twin lift
  bool tandem = false;     // second spreader in use
  bool flippers_down = false;
  bool healthy = true;  // its link to the crane
  double oil_temperature = 20;
  std::uint32_t lock_cycles = 0;
};

struct LoadState {
  double ropes = 0;                // kg in the ropes, measured: headblock, spreader, load
  double net = 0;                  // kg under the spreader, measured
  double payload = 0;              // kg, true mass of what is locked on; 0 if nothing
  std::array<double, 4> corner{};  // kg, measured
  bool hanging = false;            // a payload is in the air
  bool slack = false;
  bool overload = false;
  bool snag = false;
};

struct Counters {
  std::uint32_t cycles = 0;
  std::uint32_t moves = 0;  // boxes, since new
  std::uint32_t teu = 0;
  std::uint32_t single = 0;
  std::uint32_t twin = 0;
  std::uint32_t tandem = 0;
  std::uint32_t hatch_covers = 0;
  std::uint32_t relands = 0;
  std::uint32_t overloads = 0;
  std::uint32_t snags = 0;
  std::uint32_t emergency_stops = 0;
  std::uint32_t alarms = 0;
  double control_on_s = 0;
  double energy_used = 0;      // J since new
  double energy_returned = 0;  // J since new
};

inline constexpr std::size_t alarm_words = 8;

/// Everything about a crane at one moment. SI units.
struct State {
  Stamp at;
  AxisState hoist;    // position: m above the quay as the rope encoder has it
  AxisState trolley;  // m seaward of the waterside rail
  AxisState gantry;   // m along the quay
  AxisState boom;     // rad, 0 is down
  SpreaderState spreader;
  LoadState load;
  Counters counters;
  Phase phase = Phase::off;
  Mode mode = Mode::manual;
  double wind = 0;                  // m/s, the anemometer's reading
  double wind_mean = 0;             // m/s over ten minutes
  double wind_direction = 0;        // degrees
  double outside_temperature = 15;  // degrees Celsius
  double house_temperature = 22;
  double main_voltage = 6600;  // V
  double power = 0;            // W at the feeding point, negative when returning
  double cable_reel = 0;       // m paid out
  std::array<std::uint16_t, alarm_words> alarms{};
  std::uint16_t heartbeat = 0;   // counts seconds
  std::uint16_t last_alarm = 0;  // number of the youngest raised alarm, 0 for none
  std::uint32_t operator_id = 0;
  std::uint32_t job_number = 0;
  std::string job;                   // its name; empty without one
  std::array<std::string, 4> boxes;  // what the job says of the boxes
  std::string place;                 // where the next landing is
  bool control_on = false;
  bool emergency_stop = false;
  bool wind_warning = false;
  bool wind_shutdown = false;
  bool boom_latched = false;  // up and held by its latch
  bool boom_down = false;
  bool storm_pins = false;
  bool rail_clamps = true;
  bool neighbour_near = false;
  bool hoist_bypass = false;  // limit bypassed
  bool interlock_bypass = false;
  bool overload_bypass = false;
  bool flood_lights = false;
  bool anti_sway = true;
};

}  // namespace qw::simulate::machine
