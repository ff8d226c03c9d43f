// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/nmea/nmea.hpp"

#include <fmt/format.h>

#include <cmath>

namespace qw::simulate::nmea {
namespace {

constexpr double knots = 3600.0 / 1852.0;  // of a m/s

/// Degrees and minutes with five decimals, which are two centimetres: "4040.20000,N".
std::string angle(double degrees, int digits, char positive, char negative) {
  constexpr std::int64_t steps = 60 * 100'000;  // of a degree
  auto const all = std::llround(std::abs(degrees) * static_cast<double>(steps));
  auto const minutes = static_cast<double>(all % steps) / 100'000;
  return fmt::format("{:0{}}{:08.5f},{}", all / steps, digits, minutes,
                     degrees < 0 ? negative : positive);
}

std::string position(Fix const& fix) {
  return angle(fix.latitude, 2, 'N', 'S') + ',' + angle(fix.longitude, 3, 'E', 'W');
}

/// "010326" and "070205.25" of a moment.
struct Clock {
  std::string date;
  std::string time;
};
Clock clock_of(Stamp at) {
  auto const text = to_text(at);  // 2026-03-01T07:02:05.250000000Z
  return {text.substr(8, 2) + text.substr(5, 2) + text.substr(2, 2),
          text.substr(11, 2) + text.substr(14, 2) + text.substr(17, 5)};
}

}  // namespace

std::string sentence(std::string_view body) {
  unsigned sum = 0;
  for (char const letter : body) sum ^= static_cast<unsigned char>(letter);
  return fmt::format("${}*{:02X}\r\n", body, sum);
}

std::string gga(Fix const& fix) {
  constexpr int fixed_kinematic = 4;
  return sentence(fmt::format("GPGGA,{},{},{},{:02},0.8,{:.2f},M,-33.10,M,1.0,0001",
                              clock_of(fix.at).time, position(fix), fixed_kinematic, fix.satellites,
                              fix.altitude));
}

std::string rmc(Fix const& fix) {
  auto const clock = clock_of(fix.at);
  return sentence(fmt::format("GPRMC,{},A,{},{:.2f},{:.1f},{},,,A", clock.time, position(fix),
                              fix.speed * knots, fix.course, clock.date));
}

}  // namespace qw::simulate::nmea
