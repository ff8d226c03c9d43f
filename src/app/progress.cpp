// SPDX-License-Identifier: Apache-2.0
#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace qw::app {

ProgressLine::ProgressLine()
    : terminal_{isatty(STDERR_FILENO) == 1}, began_{Clock::now()}, next_{began_} {}

ProgressLine::~ProgressLine() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void ProgressLine::show(std::uint64_t position, std::uint64_t size) {
  auto const now = Clock::now();
  if (!terminal_ || now < next_) return;
  next_ = now + std::chrono::milliseconds{200};
  shown_ = true;
  auto const elapsed = std::chrono::duration<double>(now - began_).count();
  auto const rate = elapsed > 0 ? static_cast<double>(position) / elapsed : 0;
  auto const megabytes = [](double octets) { return octets / 1e6; };
  if (size == 0 || rate <= 0) {
    fmt::print(stderr, "\r\033[K{:.0f} MB read, {:.0f} MB/s",
               megabytes(static_cast<double>(position)), megabytes(rate));
  } else {
    auto const left = static_cast<double>(size - position) / rate;
    fmt::print(stderr, "\r\033[K{:.0f} of {:.0f} MB read, {:.0f} MB/s, {:.0f} s left",
               megabytes(static_cast<double>(position)), megabytes(static_cast<double>(size)),
               megabytes(rate), left);
  }
  std::fflush(stderr);
}

}  // namespace qw::app
