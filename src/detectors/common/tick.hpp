// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analyses/analyses.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::detectors {

/// A moment of packet time at which detectors judge what the analyses know by then.
class Tick {
 public:
  Stamp first;  // of the run
  Stamp now;

  /// What the analyses know while they hear; records are made when they are first asked for.
  Tick(Stamp of_run, Stamp at, analyses::Analyses const& analyses)
      : first{of_run}, now{at}, analyses_{&analyses} {}
  /// What is known at the end.
  Tick(Stamp of_run, Stamp at, Dossier const& known) : first{of_run}, now{at}, known_{&known} {}

  template <record Record>
  [[nodiscard]] std::vector<Record> const& of() const {
    if (known_ != nullptr) return known_->of<Record>();
    auto& rows = made_.of<Record>();
    if (rows.empty()) analyses_->write(rows);
    looked_at_ += rows.size();
    return rows;
  }

  /// Rows that were asked for: what the tick cost.
  [[nodiscard]] std::size_t looked_at() const { return looked_at_; }

 private:
  Dossier const* known_ = nullptr;
  analyses::Analyses const* analyses_ = nullptr;
  mutable Dossier made_;
  mutable std::size_t looked_at_ = 0;
};

}  // namespace qw::detectors
