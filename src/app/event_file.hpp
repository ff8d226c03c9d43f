// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "vocabulary/batch.hpp"
#include "vocabulary/names.hpp"

namespace qw::app {

/// Writes every event of a run, in order, in the vocabulary's own words or in those
/// of another program.
class EventFile {
 public:
  /// Is there such a format? The error names the nearest.
  static Status known(std::string_view format);
  /// Null if `path` is empty. `format` is jsonl or eve, a file, of which "-" is standard
  /// output; or zeek, a folder. The names must outlive it.
  static Result<std::unique_ptr<EventFile>> open(std::string const& path, std::string const& format,
                                                 Names const& names);
  EventFile() = default;
  EventFile(EventFile const&) = delete;
  EventFile& operator=(EventFile const&) = delete;
  virtual ~EventFile() = default;

  virtual void on_event(Ordered const& event) = 0;
  /// Says whether everything reached the disk. Once.
  virtual Status finish() = 0;
};

}  // namespace qw::app
