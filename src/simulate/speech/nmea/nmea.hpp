// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/stamp.hpp"

/// NMEA 0183: sentences of a receiver of satellite positions, as their public descriptions have
/// them (the gpsd project's "NMEA Revealed"; the standard itself is sold).
namespace qw::simulate::nmea {

constexpr std::uint16_t port = 10110;  // IANA: nmea-0183

struct Fix {
  Stamp at;
  double latitude = 0;   // degrees, north is positive
  double longitude = 0;  // degrees, east is positive
  double altitude = 0;   // m above the sea
  double speed = 0;      // m/s
  double course = 0;     // degrees from north, clockwise
  unsigned satellites = 12;
};

/// "$", the body, its checksum (all octets between, by exclusive or), and the end of line.
std::string sentence(std::string_view body);
/// Time, position, quality, satellites, height. The quality says real time kinematic, fixed.
std::string gga(Fix const& fix);
/// Time and date, position, speed and course.
std::string rmc(Fix const& fix);

}  // namespace qw::simulate::nmea
