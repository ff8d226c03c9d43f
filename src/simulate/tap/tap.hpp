// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "simulate/shard.hpp"
#include "simulate/tap/pcapng.hpp"
#include "simulate/tap/port_counters.hpp"

namespace qw::simulate {

/// What one point saw of one flow or mark: frame numbers as Wireshark counts, from 1.
struct Tally {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  Stamp first_at;
  Stamp last_at;

  void count(std::uint64_t frame, Stamp at, std::size_t size);
};

/// How well the mirror port copies.
struct Mirror {
  double loss = 0;       // part of frames that it drops under load
  double duplicate = 0;  // part that it copies on the way in and on the way out
  bool strips_vlan = false;
  /// False for what it does not copy: a direction, a VLAN, a while.
  std::function<bool(Frame const&)> shows;
};

/// One capture point: a switch and its mirror port, the file behind it, and what is in the file.
class Tap {
 public:
  Tap(std::string name, PcapngWriter file, Dice const& dice, Stamp start)
      : name_{std::move(name)},
        file_{std::move(file)},
        dice_{dice},
        counters_{start, seconds(4 * 3600)} {}

  [[nodiscard]] std::string const& name() const { return name_; }
  /// May be changed at any time, by scenarios too.
  [[nodiscard]] Mirror& mirror() { return mirror_; }
  [[nodiscard]] PcapngWriter& file() { return file_; }
  [[nodiscard]] PcapngWriter const& file() const { return file_; }
  [[nodiscard]] PortCounters& counters() { return counters_; }
  [[nodiscard]] PortCounters const& counters() const { return counters_; }

  /// From now on `sink` is told every frame that is written, by the thread that writes it.
  /// The octets are borrowed for the call.
  using Sink = std::function<void(Stamp at, Bytes octets)>;
  void also_to(Sink sink) { sink_ = std::move(sink); }

  /// Frames come in the order of time. `shard` is the index of their maker.
  void take(std::uint32_t shard, Frame& frame);

  /// What was written, by shard and flow, and by shard and mark.
  using Tallies = std::map<std::pair<std::uint32_t, std::uint32_t>, Tally>;
  [[nodiscard]] Tallies const& flows() const { return flows_; }
  [[nodiscard]] Tallies const& marks() const { return marks_; }
  /// Frames that the mirror did not show.
  [[nodiscard]] std::uint64_t missed() const { return missed_; }

 private:
  void record(std::uint32_t shard, Frame const& frame);

  std::string name_;
  PcapngWriter file_;
  Dice dice_;
  Mirror mirror_;
  PortCounters counters_;
  Sink sink_;
  Tallies flows_;
  Tallies marks_;
  std::uint64_t missed_ = 0;
  Stamp last_;
};

}  // namespace qw::simulate
