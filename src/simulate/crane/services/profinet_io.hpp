// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// Remote inputs and outputs of a controller over PROFINET: flags, one bit each.
struct ProfinetIo {
  std::string name;  // "io-house"; its station is "<crane>-<name>"
  std::string model;
  std::uint16_t device = 0x0301;
  std::uint16_t frame_id = 0x8000;  // of inputs; outputs have the next but 0x40
  Nanoseconds period = milliseconds(128);
  std::vector<machine::Signal> inputs;
};
/// Adds the station, its answers to DCP, and its cyclic data.
void profinet_io(CraneSite& crane, Host& controller, ProfinetIo const& io);

}  // namespace qw::simulate
