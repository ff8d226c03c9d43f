// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "fold/folded.hpp"
#include "store/cargo_veil.hpp"
#include "store/store.hpp"
#include "vocabulary/dossier.hpp"
#include "vocabulary/names.hpp"

namespace qw::store {

/// Writes one store: folded events as the run goes on, records at its end. The
/// file gets its name only in `finish`, so what bears it is whole.
///
/// Not thread-safe. A failure (disk full) is kept: what is added afterwards is
/// dropped, and `finish` tells.
class Writer {
 public:
  /// Makes the folder if need be. A store of that name is replaced in `finish`;
  /// an unfinished one of a killed run at once, unless somebody still writes it.
  static Result<std::unique_ptr<Writer>> create(std::string const& folder, Names names,
                                                Limits const& limits, std::string_view version,
                                                CargoKeeping keeping = {});
  ~Writer();

  void add(fold::FoldedBatch const& batch);
  /// What became of each capture, and every record. Once, at the end.
  void add(Dossier const& dossier);
  /// One line of the table `store`: the run, its settings, its counts.
  void note(std::string_view key, std::string_view value);

  [[nodiscard]] bool failed() const;
  Status finish();

 private:
  struct State;
  explicit Writer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace qw::store
