// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/stamp.hpp"

namespace qw::simulate::machine {

/// Where something stands or shall stand, in the crane's axes (see CraneModel).
struct Place {
  enum class Kind : std::uint8_t {
    hold,    // in cell guides below deck
    deck,    // on the ship's deck or on another box there
    lane,    // on a vehicle under the portal
    ground,  // on the quay: hatch covers in the back reach
  };
  Kind kind = Kind::lane;
  double gantry = 0;   // m, middle of the lift along the quay
  double trolley = 0;  // m
  double height = 0;   // m, top of what stands there: where the spreader lands
  double guide = 0;    // m, top of the cell guides; only in the hold
  std::string name;    // "0340682" for a cell, "LANE 3", "HATCH 17"
};

/// What hangs under the spreader: a container, or a hatch cover.
struct Box {
  std::string id;       // ISO 6346 number without spaces; the cover's name
  std::string type;     // ISO 6346 size and type, "45G1"; empty for a cover
  double mass = 0;      // kg as weighed, what the ropes feel
  double declared = 0;  // kg as the documents have it
  double height = 0;    // m
  int length_ft = 0;    // 20, 40 or 45
};

enum class Lift : std::uint8_t { single, twin, tandem, hatch_cover };
enum class Task : std::uint8_t { discharge, load, restow, hatch_open, hatch_close };

/// One lift of the work list. `boxes` hang side by side or end to end; all are taken at
/// `from` and set at `to` together.
struct Job {
  std::uint32_t number = 0;  // in the list of this crane, from 1
  std::string name;          // "WI-0001234"
  Task task = Task::discharge;
  Lift lift = Lift::single;
  std::array<Box, 4> boxes;
  std::size_t box_count = 1;
  Place from;
  Place to;
  double clearance = 0;     // m: what stands highest on the ship in the way of this lift
  bool raise_boom = false;  // before the gantry moves: the deck house is in the way
  double wait_s = 0;        // how much later than the crane its vehicle comes, in seconds

  [[nodiscard]] std::span<Box const> lifted() const { return std::span{boxes}.first(box_count); }
  [[nodiscard]] double mass() const {
    double sum = 0;
    for (auto const& box : lifted()) sum += box.mass;
    return sum;
  }
};

/// How a job ended.
struct JobReport {
  Job const* job = nullptr;  // borrowed for the call
  bool done = false;         // false: given up, the boxes stay where they were
  Stamp begun;
  Stamp picked;  // twistlocks closed
  Stamp ended;   // twistlocks open, or given up
  int relands = 0;
  std::uint32_t operator_id = 0;
};

/// What the crane is meant to be doing now.
struct Duty {
  enum class Kind : std::uint8_t { work, pause, off };
  Kind kind = Kind::off;
  std::uint32_t operator_id = 0;  // who sits in the cabin; 0 for nobody
  bool vessel = false;            // alongside in front of this crane: the boom comes down
  double gantry_low = -1e9;       // m along the quay: neighbours begin here
  double gantry_high = 1e9;
};

/// Weather of the moment, before gusts.
struct Weather {
  double wind = 0;          // m/s, ten minutes' mean at the boom
  double direction = 0;     // degrees from which it blows, 0 is along +gantry
  double temperature = 15;  // degrees Celsius
};

/// What a crane sees of its port. `port/` implements it; calls come from the crane's own
/// thread, in the order of time, so an answer may depend on earlier ones but not on
/// another crane.
class Quayside {
 public:
  Quayside() = default;
  Quayside(Quayside const&) = delete;
  Quayside& operator=(Quayside const&) = delete;
  virtual ~Quayside() = default;

  /// The next lift, or none for now; asked again a few seconds later.
  virtual std::optional<Job> next_job(Stamp now) = 0;
  virtual void report(JobReport const& report) = 0;
  virtual Duty duty(Stamp now) = 0;
  virtual Weather weather(Stamp now) = 0;
};

}  // namespace qw::simulate::machine
