// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

namespace qw::app {

/// One line on a terminal that says how far reading has come; nothing in a pipe.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(ProgressLine const&) = delete;
  ProgressLine& operator=(ProgressLine const&) = delete;

  /// Octets read, and to read; 0 if that is not known.
  void show(std::uint64_t position, std::uint64_t size);

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point began_;
  Clock::time_point next_;
};

}  // namespace qw::app
