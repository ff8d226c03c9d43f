// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/egd_exchanges.hpp"
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// Blocks are where runs of registers begin: 0 is %R1.
LayoutStyle tmeic_style(CraneSite& crane) {
  auto dice = crane.dice("registers");
  LayoutStyle style;
  style.blocks =
      blocks_by_chance({.first = {0, 8}, .count = {3, 6}, .step = {1, 4}, .unit = 500}, dice);
  style.analogue = {RegisterType::int16, RegisterType::int32, RegisterType::real32};
  if (dice.chance(0.5)) style.analogue.push_back(RegisterType::int16);
  style.orders = {Order::little};
  return style;
}

/// A manual crane of TMEIC with a controller of GE: Maxview and the screen read registers
/// over SRTP and take what the controller produces as global data; a station of inputs
/// exchanges such data with it; it reads the drives' own values over Modbus, while their
/// commands go over a network beside the tapped one.
void start_tmeic(CraneSite& crane) {
  auto& controller = crane.add_device(
      {"plc", "controller", "GE Intelligent Platforms", "RX3i IC695CPE330", "8.95", ""}, maker::ge,
      stacks::controller);
  auto& screen = crane.add_device(
      {"hmi", "hmi", "GE Intelligent Platforms", "QuickPanel+ IC755CSS12CDB", "1.5", ""}, maker::ge,
      stacks::windows);
  auto& maxview = crane.add_device(
      {"cms", "management", "TMEIC", "Maxview crane management", "Windows 10 LTSC 2021", ""},
      maker::dell, stacks::windows);
  auto& drives =
      crane.add_device({"drives", "drive", "TMEIC", "TMdrive-10e2, Modbus/TCP gateway", "3.1", ""},
                       maker::tmeic, stacks::embedded);
  auto& station = crane.add_device(
      {"station", "remote-io", "GE Intelligent Platforms", "VersaMax IC200EBI001", "1.10", ""},
      maker::ge, stacks::embedded);
  crane.add_device({"switch", "switch", "Hirschmann", "MACH104", "09.1.00", ""}, maker::hirschmann,
                   stacks::embedded);

  auto dice = crane.dice("habits");
  crane.lay_out(tmeic_style(crane), controller);
  crane.start_scans(milliseconds(dice.between(2, 5) * 10));
  auto const readers = readers_of("registers", maxview, screen, controller, dice);
  srtp_polls(crane, readers.management);
  srtp_polls(crane, readers.screen);
  egd_exchanges(crane, {.controller = &controller,
                        .station = &station,
                        .group = static_cast<unsigned>(dice.between(1, 32)),
                        .shown_every = milliseconds(dice.between(2, 5) * 20),
                        .inputs_every = milliseconds(dice.between(2, 5) * 20)});
  drive_polls(crane, {.purpose = "controller reads what the drives measure",
                      .client = &controller,
                      .server = &drives,
                      .period = milliseconds(dice.between(2, 5) * 100),
                      .until = {}});
}

}  // namespace

Build const build_tmeic{"tmeic", "RX3i, SRTP, EGD and Modbus; joystick and drive commands untapped",
                        start_tmeic};

}  // namespace qw::simulate
