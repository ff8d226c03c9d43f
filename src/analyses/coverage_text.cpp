// SPDX-License-Identifier: Apache-2.0
#include "analyses/coverage_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace qw::analyses {

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "0 %";
  if (part == whole) return "100 %";
  auto const share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return fmt::format("{:.1f} %", std::clamp(share, 0.1, 99.9));
}

std::string duration(std::int64_t ns) {
  auto const whole = ns / 1'000'000'000;
  if (whole < 60) return fmt::format("{}.{:03} s", whole, ns / 1'000'000 % 1'000);
  if (whole < 3'600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 172'800) return fmt::format("{} h {} min", whole / 3'600, whole / 60 % 60);
  return fmt::format("{} d {} h", whole / 86'400, whole / 3'600 % 24);
}

}  // namespace qw::analyses
