// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/nmea/nmea.hpp"

#include <gtest/gtest.h>

namespace qw::simulate::nmea {
namespace {

TEST(Nmea, ChecksumIsOfWhatStandsBetween) {
  // A sentence that the descriptions of NMEA 0183 share.
  EXPECT_EQ(sentence("GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"),
            "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n");
}

TEST(Nmea, AnglesHaveDegreesAndMinutes) {
  Fix const fix{.at = Stamp{1'772'348'525'250'000'000},  // 2026-03-01T07:02:05.25Z
                .latitude = 40.67,
                .longitude = -74.05999999999,
                .altitude = 51.5,
                .speed = 0.75,
                .course = 30};
  EXPECT_TRUE(gga(fix).starts_with(
      "$GPGGA,070205.25,4040.20000,N,07403.60000,W,4,12,0.8,51.50,M,-33.10,M,1.0,0001*"));
  EXPECT_TRUE(
      rmc(fix).starts_with("$GPRMC,070205.25,A,4040.20000,N,07403.60000,W,1.46,30.0,010326,,,A*"));
}

}  // namespace
}  // namespace qw::simulate::nmea
