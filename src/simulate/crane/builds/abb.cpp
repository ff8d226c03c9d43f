// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// Blocks are where runs of holding registers begin.
LayoutStyle abb_style(CraneSite& crane) {
  auto dice = crane.dice("registers");
  LayoutStyle style;
  style.blocks =
      blocks_by_chance({.first = {0, 4}, .count = {3, 5}, .step = {1, 3}, .unit = 1000}, dice);
  style.analogue = {RegisterType::int16, RegisterType::int32, RegisterType::real32};
  style.orders = {dice.chance(0.5) ? Order::swapped : Order::big};
  style.text = RegisterType::text;
  return style;
}

/// A manual crane with an AC 800M: the operator's screens read variables by name over MMS,
/// the management system of the port reads registers over Modbus.
void start_abb(CraneSite& crane) {
  auto& controller = crane.add_device({"plc", "controller", "ABB", "AC 800M PM866A", "6.1.1", ""},
                                      maker::abb, stacks::controller);
  auto& screen = crane.add_device({"hmi", "hmi", "ABB", "Panel 800 PP885", "6.3", ""}, maker::abb,
                                  stacks::embedded);
  auto& management =
      crane.add_device({"cms", "management", "Dell", "OptiPlex XE4", "Windows 10 LTSC 2021", ""},
                       maker::dell, stacks::windows);
  crane.add_device({"switch", "switch", "Hirschmann", "RSP35", "09.0.02", ""}, maker::hirschmann,
                   stacks::embedded);

  auto dice = crane.dice("habits");
  crane.lay_out(abb_style(crane), controller);
  crane.start_scans(milliseconds(dice.between(2, 5) * 10));
  auto const readers = readers_of("registers", management, screen, controller, dice);
  modbus_polls(crane, readers.management);
  mms_polls(crane, readers.screen);
}

}  // namespace

Build const build_abb{"abb", "AC 800M, MMS and Modbus; joystick and drives untapped", start_abb};

}  // namespace qw::simulate
