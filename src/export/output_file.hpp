// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace qw::exports {

/// A file that is written front to back through a buffer of its own. The first
/// failure is kept; `finish` tells it.
class OutputFile {
 public:
  /// "-" is standard output.
  static Result<OutputFile> create(std::string const& path);

  /// Where to append; `settle` after each line or so.
  std::string& buffer() { return buffer_; }
  void settle() {
    if (buffer_.size() >= flush_octets) flush();
  }
  Status finish();
  [[nodiscard]] std::string const& path() const { return path_; }

 private:
  static constexpr std::size_t flush_octets = 1 << 18;
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };

  void flush();

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
  std::string failure_;
};

}  // namespace qw::exports
