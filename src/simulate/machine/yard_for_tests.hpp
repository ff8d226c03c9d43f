// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "simulate/machine/crane.hpp"

namespace qw::simulate::machine {

/// A port of a few given jobs, always on duty; for the tests of the machine.
class TestYard final : public Quayside {
 public:
  std::optional<Job> next_job(Stamp) override {
    if (jobs.empty()) return std::nullopt;
    auto job = jobs.front();
    jobs.pop_front();
    return job;
  }
  void report(JobReport const& report) override { reports.push_back(report); }
  Duty duty(Stamp) override { return {.kind = Duty::Kind::work, .operator_id = 7, .vessel = true}; }
  Weather weather(Stamp) override { return {.wind = wind, .direction = 90, .temperature = 15}; }

  std::deque<Job> jobs;
  std::vector<JobReport> reports;  // their `job` dangles
  double wind = 4;
};

/// A box of `mass` kg from the ship's deck to a lane.
inline Job test_job(double mass, std::uint32_t number = 1) {
  Job job;
  job.number = number;
  job.name = "T1";
  job.boxes[0] = {"CSQU3054383", "42G1", mass, mass, 2.591, 40};
  job.from = {.kind = Place::Kind::deck,
              .gantry = 0,
              .trolley = 20,
              .height = 15,
              .guide = 0,
              .name = "0020182"};
  job.to = {.kind = Place::Kind::lane,
            .gantry = 0,
            .trolley = -9.5,
            .height = 4.14,
            .guide = 0,
            .name = "LANE 2"};
  job.clearance = 18;
  return job;
}

inline constexpr Stamp test_start{1'780'000'000'000'000'000};

/// Advances until `done`, at most so many seconds; says whether it was reached.
template <class Done>
bool run_until(Crane& crane, double most_s, Done done) {
  auto const end = crane.state().at + Nanoseconds{static_cast<std::int64_t>(most_s * 1e9)};
  while (crane.state().at < end) {
    crane.advance(crane.state().at + milliseconds(20));
    if (done(crane.state())) return true;
  }
  return false;
}

}  // namespace qw::simulate::machine
