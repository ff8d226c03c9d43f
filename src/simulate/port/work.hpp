// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/port/call.hpp"
#include "simulate/port/roster.hpp"
#include "simulate/port/weather.hpp"

namespace qw::simulate::port {

/// A lift that was made, or given up.
struct MoveRecord {
  std::size_t call = 0;  // of the port
  machine::Job job;
  std::vector<std::size_t> boxes;  // of the call
  machine::JobReport report;       // its `job` is null: see above
};

/// Why a crane did not work, as the clerk on the quay writes it down. The codes are ours.
enum class DelayCode : std::uint8_t {
  no_vessel,  // NV
  meal,       // MB: breaks and reliefs
  weather,    // WX
  crane,      // CD: crane down
  lashing,    // LA: boxes not yet unlashed
  held,       // HO: held by the terminal; no work orders
};
char const* code(DelayCode code);
char const* words(DelayCode code);

struct Delay {
  Stamp from;
  Stamp until;
  DelayCode code = DelayCode::no_vessel;
};

/// The port as one crane sees it: its work list of all calls, its operators, the weather.
class CraneWork final : public machine::Quayside {
 public:
  /// What is borrowed must outlive this. `index` is the crane's place in each call.
  CraneWork(std::vector<VesselCall> const& calls, Forecast const& forecast, std::size_t index,
            Dice dice);

  std::optional<machine::Job> next_job(Stamp now) override;
  void report(machine::JobReport const& report) override;
  machine::Duty duty(Stamp now) override;
  machine::Weather weather(Stamp now) override { return forecast_->at(now); }

  /// A lift that is in no call's plan, such as a test weight; it comes before all others.
  void put_first(machine::Job job) { again_.push_front({std::move(job), {}}); }

  [[nodiscard]] std::vector<MoveRecord> const& records() const { return records_; }
  [[nodiscard]] Roster const& roster() const { return roster_; }
  /// Delays between `from` and `until`, in order of their beginning.
  [[nodiscard]] std::vector<Delay> delays(Stamp from, Stamp until) const;

 private:
  [[nodiscard]] VesselCall const* call() const;
  void again(machine::Job const& job, std::vector<std::size_t> const& boxes);

  std::vector<VesselCall> const* calls_;
  Forecast const* forecast_;
  std::size_t index_;
  Dice dice_;
  Roster roster_;
  std::size_t call_ = 0;           // that is worked, or comes next
  std::size_t next_ = 0;           // move of its plan
  std::deque<PlannedMove> again_;  // given up, to be tried otherwise
  PlannedMove handed_;             // what the crane works on
  bool out_ = false;               // there is such a move
  Stamp held_until_;               // lashers are at work
  std::vector<MoveRecord> records_;
  std::vector<Delay> delays_;
};

}  // namespace qw::simulate::port
