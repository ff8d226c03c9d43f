// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "core/result.hpp"
#include "vocabulary/batch.hpp"
#include "vocabulary/names.hpp"

namespace qw::app {

/// Writes every event of a run to a file, in order.
class EventFile {
 public:
  /// Null if `path` is empty. "-" is standard output. The names must outlive it.
  static Result<std::unique_ptr<EventFile>> open(std::string const& path, std::string const& format,
                                                 Names const& names);
  ~EventFile();
  EventFile(EventFile const&) = delete;
  EventFile& operator=(EventFile const&) = delete;

  void on_event(Ordered const& event);
  /// Says whether everything reached the disk.
  Status finish();

 private:
  EventFile(std::FILE* file, std::string path, Names const& names)
      : file_{file}, path_{std::move(path)}, names_{names} {}
  void flush();

  std::FILE* file_;
  std::string path_;
  Names const& names_;
  std::string buffer_;
  bool failed_ = false;
};

}  // namespace qw::app
