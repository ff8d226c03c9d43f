// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// Blocks are where runs of holding registers begin.
LayoutStyle layout_style(CraneSite& crane) {
  auto dice = crane.dice("registers");
  LayoutStyle style;
  auto address = static_cast<std::uint16_t>(dice.between(0, 4) * 1000);
  for (auto left = dice.between(3, 5); left > 0; --left) {
    style.blocks.push_back(address);
    address = static_cast<std::uint16_t>(address + dice.between(1, 3) * 1000);
  }
  style.analogue = {RegisterType::int16, RegisterType::int32, RegisterType::real32};
  style.orders = {dice.chance(0.5) ? Order::swapped : Order::big};
  style.text = RegisterType::text;
  return style;
}

/// A manual crane with an AC 800M: the operator's screens read variables by name over MMS,
/// the management system of the port reads registers over Modbus.
void start(CraneSite& crane) {
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
  crane.lay_out(layout_style(crane), controller);
  crane.start_scans(milliseconds(dice.between(2, 5) * 10));
  modbus_polls(crane, {.purpose = "management system reads all registers",
                       .client = &management,
                       .server = &controller,
                       .period = milliseconds(dice.between(2, 5) * 100),
                       .part = 1,
                       .until = {}});
  mms_polls(crane, {.purpose = "screen reads what it shows",
                    .client = &screen,
                    .server = &controller,
                    .period = milliseconds(dice.between(5, 10) * 100),
                    .part = 0.4,
                    .until = {}});
}

}  // namespace

Build const build_abb{"abb", "AC 800M, MMS and Modbus; joystick and drives untapped", start};

}  // namespace qw::simulate
