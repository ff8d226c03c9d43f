// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/bytes.hpp"
#include "core/stamp.hpp"
#include "simulate/wire/address.hpp"

namespace qw::simulate {

/// What a tapped switch counts at its ports: every frame that comes in, whether its mirror
/// copies it or not. A port is told by the Ethernet address of who sends into it.
class PortCounters {
 public:
  struct Count {
    std::uint64_t frames = 0;
    std::uint64_t octets = 0;
  };
  struct Snapshot {
    Stamp at;
    std::map<Mac, Count> ports;  // who was silent is missing
  };

  /// The counters are read at `start` and then `every` so often.
  PortCounters(Stamp start, Nanoseconds every) : every_{every}, next_{start} {}

  /// Frames come in the order of time.
  void count(Stamp at, Bytes frame);
  /// Reads the counters for the last time.
  void finish(Stamp end);

  [[nodiscard]] std::vector<Snapshot> const& snapshots() const { return snapshots_; }

 private:
  void snapshot(Stamp at);

  Nanoseconds every_;
  Stamp next_;
  std::map<Mac, Count> ports_;
  std::vector<Snapshot> snapshots_;
};

}  // namespace qw::simulate
