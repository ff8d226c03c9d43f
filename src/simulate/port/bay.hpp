// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulate/port/call.hpp"

namespace qw::simulate::port {

/// Boxes one upon another in one row of a bay; 20 ft stacks come in pairs, fore and aft.
struct Stack {
  int row = 0;
  int half = 0;
  bool deck = true;
  double base = 0;                  // m above the quay
  std::vector<std::size_t> boxes;   // of the call, bottom first
  std::size_t keep = 0;             // so many at the bottom stay on board
  std::vector<std::size_t> coming;  // to be loaded, in this order
  double top = 0;                   // m above the quay, now
};

/// One bay of a call while it is planned: draws its stow, then writes its lifts.
class BayPlan {
 public:
  BayPlan(VesselCall& call, int bay, machine::CraneModel const& crane)
      : call_{&call}, crane_{&crane}, bay_{bay} {}

  /// Draws what stands here and what will. `worked`: this port has cargo in the bay.
  void stow(bool worked, ContainerYard& yard, Dice& dice);
  /// Appends the lifts of the bay.
  void plan(CranePlan& plan, Dice& dice);

 private:
  using Way = ContainerYard::Way;
  void fill(Stack stack, Stack* pair, std::size_t count, std::size_t keep, std::size_t coming,
            ContainerYard& yard, Dice& dice);
  void stow_row(int row, bool deck, bool worked, bool clear, ContainerYard& yard, Dice& dice);
  void work(bool deck, int cover, bool coming, CranePlan& plan, Dice& dice);
  [[nodiscard]] std::size_t next_stack(bool deck, int cover, int half, bool coming) const;
  void cover(int cover, bool open, CranePlan& plan);
  [[nodiscard]] double clearance(int row) const;
  [[nodiscard]] std::size_t partner(std::size_t index, bool coming) const;
  [[nodiscard]] bool may_pair(std::size_t one, std::size_t other, bool coming) const;
  void lift(std::vector<std::size_t> const& stacks, bool coming, CranePlan& plan, Dice& dice);
  machine::Place cell(Stack const& stack, double height) const;
  machine::Place lane(double box_height, std::size_t side_by_side, Dice& dice) const;

  VesselCall* call_;
  machine::CraneModel const* crane_;
  int bay_;
  std::vector<Stack> stacks_;
  std::vector<bool> opened_;  // hatch covers to be lifted
  std::vector<bool> off_;     // hatch covers on the quay now
};

}  // namespace qw::simulate::port
