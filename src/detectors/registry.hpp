// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "core/state.hpp"
#include "detectors/common/detector.hpp"

namespace qw::detectors {

/// Every detector of detectors.def, in its order.
class All {
 public:
  explicit All(Context const& context);
  ~All();

  void on(Event const& event);
  /// Judges the records. Findings on records that are claimed no more are closed.
  void at(Tick const& tick);
  [[nodiscard]] std::vector<Finding> findings() const;
  /// Sightings that are in no finding, since their detector had too many.
  [[nodiscard]] std::uint64_t left_out() const;

  /// All that was heard so far, by the `state()` of each detector, and the findings.
  void save_to(StateWriter& out) const;
  /// Before anything is heard. Once the reader is not ok, this must not be used any more.
  void load_from(StateReader& in);

 private:
  struct Each;
  std::unique_ptr<Each> each_;
  Findings findings_;
};

/// What there is, in the order of detectors.def.
std::span<About const* const> about_all();

}  // namespace qw::detectors
