// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analyses/analyses.hpp"
#include "analyses/registries.hpp"
#include "detectors/registry.hpp"
#include "pipeline/run.hpp"
#include "pipeline/tick_clock.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::pipeline {

/// What an investigation knows beforehand. All of it outlives the investigation.
struct Background {
  site::Site const& site;
  analyses::Registries const& registries;
  site::ListedMakers const& listed_makers;
  std::vector<std::string> const& point_names;  // by PointId
  Nanoseconds learning = seconds(24 * 3600);
  analyses::Limits limits{};
  bool is_watched = false;  // somebody asks how far it is: records are judged before the end, too
};

/// Every analysis and every detector, told of every event in order. Detectors hear what
/// is news; who counts hears of its repetition too.
class Investigation final : public Listener {
 public:
  explicit Investigation(Background const& background);

  void on_event(Ordered const& event) override;
  void on_repeats(fold::Repeats const& repeats) override;

  /// What is known by now. Findings on records are as of the latest tick; without anybody who
  /// watches there is none.
  [[nodiscard]] Dossier so_far(Accounts const& accounts) const;

  /// Judges the records as they are now.
  void judge();

  /// What is known, and when the records were last judged.
  void save_to(StateWriter& out) const;
  /// Before anything is heard. Once the reader is not ok, this must not be used any more.
  void load_from(StateReader& in);

  /// Judges the whole. Once, when the run has ended.
  [[nodiscard]] Dossier conclude(Accounts const& accounts);

 private:
  [[nodiscard]] Dossier analysed(Accounts const& accounts) const;

  bool is_watched_;
  analyses::Analyses analyses_;
  detectors::All detectors_;
  TickClock ticks_;
};

}  // namespace qw::pipeline
