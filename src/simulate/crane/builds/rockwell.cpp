// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/cyclic_io.hpp"
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// Blocks are numbers of array tags, "D40" and so on, of 32-bit elements.
LayoutStyle rockwell_style(CraneSite& crane) {
  auto dice = crane.dice("tags");
  LayoutStyle style;
  style.blocks = blocks_by_chance({.first = {1, 60}, .count = {3, 6}, .step = {1, 20}}, dice);
  style.analogue = {RegisterType::real32, RegisterType::int32};
  style.orders = {Order::little};
  style.alignment = 4;
  return style;
}

/// A manual crane with a ControlLogix: screens and the management system read array tags,
/// a rack of thermometers exchanges inputs cyclically; drives are on a ring of their own.
void start_rockwell(CraneSite& crane) {
  auto& controller = crane.add_device(
      {"plc", "controller", "Rockwell Automation", "1756-L83E/B", "33.011", "00A10C55"},
      maker::rockwell, stacks::controller);
  auto& screen =
      crane.add_device({"hmi", "hmi", "Rockwell Automation", "2711P-T12W22D9P", "12.00", ""},
                       maker::rockwell, stacks::embedded);
  auto& rack = crane.add_device({"rack", "io", "Rockwell Automation", "1734-AENTR", "7.011", ""},
                                maker::rockwell, stacks::embedded);
  auto& management =
      crane.add_device({"cms", "management", "Dell", "OptiPlex XE4", "Windows 10 LTSC 2021", ""},
                       maker::dell, stacks::windows);
  crane.add_device({"switch", "switch", "Rockwell Automation", "Stratix 5700", "15.2(8)E", ""},
                   maker::rockwell, stacks::embedded);

  auto dice = crane.dice("habits");
  crane.lay_out(rockwell_style(crane), controller);
  crane.start_scans(milliseconds(dice.between(2, 5) * 10));
  enip_io(
      crane,
      {.controller = &controller, .rack = &rack, .period = milliseconds(dice.between(2, 5) * 50)});
  auto const readers = readers_of("tags", management, screen, controller, dice);
  enip_polls(crane, readers.management);
  enip_polls(crane, readers.screen);
}

}  // namespace

Build const build_rockwell{
    "rockwell", "ControlLogix, EtherNet/IP explicit and cyclic; drives untapped", start_rockwell};

}  // namespace qw::simulate
