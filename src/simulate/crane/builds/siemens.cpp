// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/crane/services/profinet_io.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

LayoutStyle siemens_style(CraneSite& crane) {
  auto dice = crane.dice("data blocks");
  LayoutStyle style;
  style.blocks = blocks_by_chance({.first = {10, 200}, .count = {4, 7}, .step = {1, 12}}, dice);
  style.analogue = {RegisterType::real32, RegisterType::int16, RegisterType::int32};
  if (dice.chance(0.4)) style.analogue.push_back(RegisterType::real32);
  style.orders = {Order::big};
  style.text = dice.chance(0.5) ? RegisterType::counted_text : RegisterType::text;
  return style;
}

/// Limit switches and the like, from the places where they are.
void remote_io(CraneSite& crane, Host& controller) {
  using machine::Signal;
  profinet_io(crane, controller,
              {.name = "io-trolley",
               .model = "ET 200SP IM 155-6 PN 6ES7 155-6AU01-0BN0",
               .device = 0x0313,
               .frame_id = 0x8000,
               .period = milliseconds(128),
               .inputs = {Signal::trolley_landlimit, Signal::trolley_waterlimit,
                          Signal::trolley_landlimit_slow, Signal::trolley_waterlimit_slow,
                          Signal::hoist_uplimit, Signal::hoist_downlimit, Signal::slack_rope,
                          Signal::landed_ll, Signal::landed_lr, Signal::landed_wl,
                          Signal::landed_wr, Signal::locked, Signal::unlocked}});
  profinet_io(crane, controller,
              {.name = "io-gantry",
               .model = "ET 200SP IM 155-6 PN 6ES7 155-6AU01-0BN0",
               .device = 0x0313,
               .frame_id = 0x8001,
               .period = milliseconds(256),
               .inputs = {Signal::gantry_leftlimit, Signal::gantry_rightlimit, Signal::rail_clamps,
                          Signal::storm_pins, Signal::boom_down, Signal::boom_latched,
                          Signal::emergency_stop, Signal::wind_warning}});
}

/// A manual crane with an S7-400: the joystick, the spreader and the drives are wired to it
/// beside the tapped Ethernet, which carries screens and the management system.
void start_siemens(CraneSite& crane) {
  auto& controller = crane.add_device(
      {"plc", "controller", "Siemens", "CPU 416-3 PN/DP 6ES7 416-3ES07-0AB0", "V7.0.3", ""},
      maker::siemens_s7, stacks::controller);
  auto& screen = crane.add_device(
      {"hmi", "hmi", "Siemens", "TP1200 Comfort 6AV2 124-0MC01-0AX0", "V16.0.0.5", ""},
      maker::siemens, stacks::embedded);
  auto& management =
      crane.add_device({"cms", "management", "Advantech", "UNO-3283G", "Windows 10 IoT 1809", ""},
                       maker::advantech, stacks::windows);
  crane.add_device(
      {"switch", "switch", "Siemens", "SCALANCE XC224 6GK5 224-0BA00-2AC2", "V04.04", ""},
      maker::siemens, stacks::embedded);

  auto dice = crane.dice("habits");
  crane.lay_out(siemens_style(crane), controller);
  crane.start_scans(milliseconds(dice.between(2, 5) * 10));
  auto const readers = readers_of("data blocks", management, screen, controller, dice);
  s7_polls(crane, readers.management, 3);
  s7_polls(crane, readers.screen, 2);
  remote_io(crane, controller);
}

}  // namespace

Build const build_siemens{"siemens", "S7-400, SCALANCE, S7comm; joystick and drives untapped",
                          start_siemens};

}  // namespace qw::simulate
