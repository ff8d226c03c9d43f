// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"

namespace qw::simulate {

/// A crane comes to this desk at some moment of `from` to `until`, as suits its work.
struct DeskShift {
  Stamp from;
  Stamp until;
  unsigned desk = 0;  // from 1 on
};

/// Who operates which crane when. There is a desk more than cranes; every twelve minutes one
/// crane, by chance, changes to the free one, and has half of that time to do so. The desk that
/// it leaves is free afterwards, so that no desk ever has two cranes, though cranes run on
/// threads of their own and know nothing of each other.
class DeskPlan {
 public:
  static DeskPlan make(unsigned cranes, Stamp start, Stamp end, Dice dice);

  /// `crane` from 1 on. The first is the desk that takes the crane at the beginning.
  [[nodiscard]] std::vector<DeskShift> const& of(unsigned crane) const {
    return shifts_.at(crane - 1);
  }

 private:
  std::vector<std::vector<DeskShift>> shifts_;
};

}  // namespace qw::simulate
