// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/sealed.hpp"

namespace qw::app {

/// Where a study goes on from what an earlier one knew, and leaves what it knows itself. Without a
/// path none is wished, and all does nothing.
class StateFile {
 public:
  StateFile(std::string path, SealTerms const& terms) : path_{std::move(path)}, terms_{terms} {}
  ~StateFile();
  StateFile(StateFile const&) = delete;
  StateFile& operator=(StateFile const&) = delete;

  [[nodiscard]] bool wished() const { return !path_.empty(); }
  [[nodiscard]] std::string const& path() const { return path_; }

  /// What is there, sealed; nothing if there is no file. The error: it cannot be read, or is
  /// something else, which must not be written over.
  [[nodiscard]] Result<std::optional<std::string>> read() const;
  /// The state in it, borrowed; else why it is refused, as the end of a sentence about the file.
  [[nodiscard]] Result<Bytes> open(Bytes file) const { return unsealed(terms_, file); }
  /// What is there was refused: it is put aside when another takes its place.
  void put_aside() { aside_ = true; }
  [[nodiscard]] std::string place_aside() const { return path_ + ".refused"; }

  /// Writes it beside what is there, for its owner alone. `keep` says whether that failed.
  void write(Bytes state);
  /// Puts it in the place of what is there, which stays until then.
  Status keep();

 private:
  [[nodiscard]] std::string part() const { return path_ + ".part"; }
  Status write_part(Bytes octets);

  std::string path_;
  SealTerms terms_;
  Status written_ = Nothing{};
  bool aside_ = false;
  bool unfinished_ = false;  // there is such a file
};

}  // namespace qw::app
