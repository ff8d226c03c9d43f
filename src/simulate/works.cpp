// SPDX-License-Identifier: Apache-2.0
#include "simulate/works.hpp"

#include <fmt/format.h>

namespace qw::simulate {
namespace {

/// Steady discharge of one bay, as long as anybody asks.
class Discharge : public machine::Quayside {
 public:
  Discharge(Dice dice, unsigned crane) : dice_{dice}, crane_{crane} {}

  std::optional<machine::Job> next_job(Stamp) override {
    machine::Job job;
    job.number = ++number_;
    job.name = fmt::format("WI-{:02}{:05}", crane_, number_);
    auto& box = job.boxes[0];
    box.id = fmt::format("MSKU{:06}0", dice_.below(1'000'000));
    box.type = "45G1";
    box.mass = dice_.uniform(6'000, 28'000);
    box.declared = box.mass;
    box.height = 2.9;
    box.length_ft = 40;
    job.from = {machine::Place::Kind::deck,
                crane_ * 60.0,
                dice_.uniform(12, 40),
                dice_.uniform(15, 28),
                0,
                fmt::format("{:07}", dice_.below(1'000'000))};
    job.to = {machine::Place::Kind::lane, crane_ * 60.0, -10, 4.4, 0, "LANE 2"};
    job.clearance = 32;
    return job;
  }
  void report(machine::JobReport const&) override {}
  machine::Duty duty(Stamp) override { return {machine::Duty::Kind::work, 100 + crane_, true}; }
  machine::Weather weather(Stamp) override { return {6, 220, 12}; }

 private:
  Dice dice_;
  unsigned crane_;
  std::uint32_t number_ = 0;
};

}  // namespace

std::unique_ptr<machine::Quayside> make_works(Dice dice, Options const&, unsigned crane) {
  return std::make_unique<Discharge>(dice, crane);
}

}  // namespace qw::simulate
