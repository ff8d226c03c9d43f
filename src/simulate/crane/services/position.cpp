// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <memory>
#include <numbers>

#include "simulate/crane/site.hpp"
#include "simulate/speech/nmea/nmea.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr double earth_radius = 6'371'008.8;  // m, the mean
constexpr double antenna_height = 62;         // m above the sea, on the girder
// Where gantry travel counts from. No berth is there: it is a place in the water off New York,
// for the site's UN/LOCODE.
constexpr double origin_latitude = 40.66;
constexpr double origin_longitude = -74.05;
constexpr double bearing = 24;  // of growing gantry positions, degrees from north

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// A receiver on the crane tells the management system where the crane stands along the berth.
class Receiver {
 public:
  Receiver(CraneSite& crane, Host& receiver, Host& listener)
      : crane_{crane},
        path_{receiver, nmea::port, listener, nmea::port},
        flow_{crane.flow("position of the crane from satellites", "NMEA 0183", receiver, listener,
                         "udp/10110")} {
    Line line{"berth"};
    line.text("crane", crane.name()).number("latitude", origin_latitude);
    line.number("longitude", origin_longitude).number("bearing", bearing);
    crane.shard().tell(line.number("earth_radius", earth_radius));
  }

  void tell() {
    auto const now = crane_.shard().now();
    auto const fix = fix_at(now);
    auto const text = nmea::gga(fix) + nmea::rmc(fix);
    send_udp(crane_.shard(), path_, Side::client, flow_, now, bytes_of(text));
    if (told_++ % witness_every != 0) return;
    Line values;
    add_shown(values, crane_, Signal::gantry_position);
    auto line = crane_.reading(flow_);
    crane_.shard().tell(line.number("sentence", told_).object("values", values));
  }

 private:
  /// Satellites know the time better than any clock of the port.
  [[nodiscard]] nmea::Fix fix_at(Stamp now) const {
    auto const along = crane_.machine().shown(Signal::gantry_position);
    auto const speed = crane_.machine().shown(Signal::gantry_speed);
    auto const turn = radians(bearing);
    auto const north = along * std::cos(turn) / earth_radius;
    auto const east = along * std::sin(turn) / (earth_radius * std::cos(radians(origin_latitude)));
    return {.at = now,
            .latitude = origin_latitude + north * 180 / std::numbers::pi,
            .longitude = origin_longitude + east * 180 / std::numbers::pi,
            .altitude = antenna_height,
            .speed = std::abs(speed),
            .course = std::fmod(speed < 0 ? bearing + 180 : bearing, 360)};
  }

  CraneSite& crane_;
  Path path_;
  FlowId flow_;
  std::uint64_t told_ = 0;
};

}  // namespace

void position(CraneSite& crane) {
  auto* const listener = crane.device("management");
  if (listener == nullptr) return;
  auto& device = crane.add_device({"gnss", "gnss", "Trimble", "SPS855", "5.48", ""}, maker::trimble,
                                  stacks::embedded);
  auto const receiver = std::make_shared<Receiver>(crane, device, *listener);
  crane.shard().every({.period = seconds(1), .jitter = milliseconds(4)},
                      [receiver] { receiver->tell(); });
}

}  // namespace qw::simulate
