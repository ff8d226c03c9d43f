// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// A device beside the controller that measures for itself: registers of its own, and what
/// stands in them at any moment. The crane must outlive it.
class Instrument {
 public:
  /// Says in the truth where the registers lie.
  Instrument(CraneSite& crane, Host const& owner, std::vector<Register> registers);

  /// The octets of a block, up to its last register.
  [[nodiscard]] std::vector<std::byte> measured(std::uint16_t block) const;
  /// The true values in a block.
  [[nodiscard]] Line values(std::uint16_t block) const;
  [[nodiscard]] std::vector<Register> const& registers() const { return registers_; }

 private:
  CraneSite& crane_;
  std::vector<Register> registers_;
};

}  // namespace qw::simulate
