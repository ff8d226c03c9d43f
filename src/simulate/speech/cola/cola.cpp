// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/cola/cola.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace qw::simulate::cola {
namespace {

constexpr std::uint32_t scan_frequency = 2500;  // 1/100 Hz
constexpr std::uint32_t ray_frequency = 190;    // 100 Hz
constexpr std::string_view two = "40000000";    // a float: each step of a distance is 2 mm
constexpr std::string_view no_offset = "00000000";

/// Angles have steps of a ten-thousandth of a degree.
std::uint32_t angle(double degrees) {
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(degrees * 1e4)));
}

}  // namespace

std::string telegram(std::string_view words) {
  constexpr char begin = 2, end = 3;
  return begin + std::string{words} + end;
}

std::string scan_data(Scan const& scan) {
  auto words = fmt::format("sSN LMDscandata 1 1 {:X} 0 0 {:X} {:X} {:X} {:X} 0 0 3F 0 0 {:X} {:X}",
                           scan.serial, scan.number, scan.number, scan.since_start_us,
                           scan.since_start_us + 1500, scan_frequency, ray_frequency);
  words += fmt::format(" 0 1 DIST1 {} {} {:08X} {:X} {:X}", two, no_offset,
                       angle(scan.start_degrees), angle(scan.step_degrees), scan.distances.size());
  for (auto const distance : scan.distances)
    fmt::format_to(std::back_inserter(words), " {:X}", distance);
  return telegram(words + " 0 0 0 0 0 0");
}

}  // namespace qw::simulate::cola
