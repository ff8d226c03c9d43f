// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"

namespace qw::simulate::port {

/// Who works a crane when: three shifts a day from 07, 15 and 23 o'clock UTC, two operators a
/// shift who relieve each other, a meal break in the middle.
class Roster {
 public:
  Roster(std::uint32_t crane, Dice dice) : crane_{crane}, dice_{dice} {}

  struct Watch {
    machine::Duty::Kind kind = machine::Duty::Kind::off;
    std::uint32_t operator_id = 0;
  };
  [[nodiscard]] Watch at(Stamp now) const;

  struct Span {
    Stamp from;
    Stamp until;
    Watch watch;
  };
  /// All spans that touch `from`..`until`, in order.
  [[nodiscard]] std::vector<Span> between(Stamp from, Stamp until) const;

 private:
  [[nodiscard]] std::vector<Span> shift(std::int64_t number) const;
  [[nodiscard]] std::int64_t shift_of(Stamp now) const;

  std::uint32_t crane_;
  Dice dice_;
};

}  // namespace qw::simulate::port
