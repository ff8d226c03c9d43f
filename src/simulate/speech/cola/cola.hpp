// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// CoLa A, in which SICK's laser scanners speak: text between STX and ETX, numbers in hex. As
/// SICK's public driver reads it (SICKAG/sick_scan_xd).
namespace qw::simulate::cola {

constexpr std::uint16_t port = 2111;

/// One telegram with its frame.
std::string telegram(std::string_view words);

struct Scan {
  std::uint32_t serial = 0;
  std::uint16_t number = 0;  // of the telegram, and of the scan
  std::uint32_t since_start_us = 0;
  double start_degrees = 0;  // of the first ray
  double step_degrees = 1;
  std::span<std::uint16_t const> distances;  // in steps of 2 mm; 0: nothing came back
};
/// "sSN LMDscandata": one channel of distances.
std::string scan_data(Scan const& scan);

}  // namespace qw::simulate::cola
