// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "simulate/port/lists.hpp"
#include "simulate/port/port.hpp"
#include "simulate/shard.hpp"
#include "simulate/tap/tap.hpp"

namespace qw::simulate {

/// A file of the folder port/: what a port owns about its own work.
struct PortFile {
  std::string name;
  std::string text;
};

/// Who is on the network, and what its switches counted.
struct Network {
  std::span<std::unique_ptr<Shard> const> shards;
  std::span<Tap const> taps;
};

/// Lists of the terminal (assets, switch counters, jobs, allocation, delays, calls, announced
/// work), and of each call the bay plan on arrival and departure and the reports of what was
/// discharged and loaded until `end`; finished moves as TIC4.0, one message a line.
std::vector<PortFile> port_files(port::Port const& port, Network const& network,
                                 std::span<port::AnnouncedWork const> announced, Stamp end);

}  // namespace qw::simulate
