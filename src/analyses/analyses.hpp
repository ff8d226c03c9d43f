// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyses/limits.hpp"
#include "core/state.hpp"
#include "site/atlas.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {

struct Registries;

/// All analyses of analyses.def in one run, on merged events in their order. An analysis hears
/// each kind that it has an `on` for.
class Analyses {
 public:
  /// Arguments must outlive this; `point_names` in the order of their PointId.
  Analyses(site::Site const& site, std::vector<std::string> const& point_names,
           Registries const& registries, Limits const& limits = {});
  ~Analyses();
  Analyses(Analyses const&) = delete;
  Analyses& operator=(Analyses const&) = delete;

  void on(Event const& event);
  /// A command that changes nothing was said again, with the same outcome, most lately at `last`.
  void on_repeat(Command const& command, std::uint64_t times, Stamp last);
  /// A block was said again with the values that it had.
  void on_repeat(Sample const& sample, std::uint64_t times, Stamp last);

  /// Writes all that was heard so far. The dossier has the accounts of the run, and nothing else.
  void write(Dossier& dossier) const;
  /// The rows of one record alone; cheap where an analysis has a `write` for them.
  template <record Record>
  void write(std::vector<Record>& rows) const;

  /// All that was heard so far, by the `state()` of each analysis.
  void save_to(StateWriter& out) const;
  /// Before anything is heard. Once the reader is not ok, this must not be used any more.
  void load_from(StateReader& in);

  [[nodiscard]] site::Atlas const& atlas() const { return atlas_; }

 private:
  struct Each;

  site::Atlas atlas_;
  std::unique_ptr<Each> each_;
};

}  // namespace qw::analyses
