// SPDX-License-Identifier: Apache-2.0

/// Prints what the capture room reads of each file named, one line a file, for
/// tests/oracles/frames.py to compare with capinfos:
/// path, frames, captured octets, wire octets, earliest and latest stamp (ns),
/// damages, format; or path, "error", text. Tab-separated.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "capture/source.hpp"

namespace {

bool print_account(std::string_view path) {
  qw::capture::BlockPool pool;
  auto opened = qw::capture::open_file(std::string{path}, {}, {}, pool);
  if (!opened) {
    fmt::print("{}\terror\t{}\n", path, opened.error().text);
    return false;
  }
  auto& source = **opened;
  qw::FrameView frame;
  std::int64_t earliest = INT64_MAX;
  std::int64_t latest = INT64_MIN;
  while (source.next(frame) == qw::capture::Next::frame) {
    earliest = std::min(earliest, frame.at.ns);
    latest = std::max(latest, frame.at.ns);
  }
  auto const& report = source.report();
  if (report.frames == 0) earliest = latest = 0;
  fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", path, report.frames, report.captured_octets,
             report.octets, earliest, latest, report.damages, report.format);
  for (auto const& damage : report.damage)
    fmt::print(stderr, "{}: after frame {}, octet {}, {} skipped: {}\n", path, damage.after_frame,
               damage.offset, damage.skipped, damage.text);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  bool all = true;
  for (int index = 1; index < count; ++index) all = print_account(arguments[index]) && all;
  return all ? 0 : 1;
}
