// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/weather.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qw::simulate::port {
namespace {

constexpr double hour_ns = 3.6e12;
constexpr double storm_peak = 26;    // m/s, ten minutes' mean
constexpr double storm_hours = 2.2;  // width of a storm

}  // namespace

Forecast::Forecast(Stamp start, double hours, std::optional<Stamp> storm, Dice dice)
    : start_{start} {
  double wind = dice.uniform(3, 8);
  double direction = dice.uniform(0, 360);
  double const mean = dice.uniform(8, 22);  // degrees Celsius, of the season
  auto const count = static_cast<std::size_t>(std::ceil(std::max(hours, 0.0))) + 2;
  for (std::size_t i = 0; i < count; ++i) {
    auto const at = static_cast<double>(start.ns) + static_cast<double>(i) * hour_ns;
    double const clock = std::fmod(at / hour_ns, 24.0);
    double const sun = std::cos((clock - 15) / 12 * std::numbers::pi);
    wind = std::clamp(5.5 + 0.85 * (wind - 5.5) + dice.normal(0, 1.1), 0.5, 14.0);
    direction = std::fmod(direction + dice.normal(0, 12) + 360, 360.0);
    double blow = wind + 0.8 * sun;
    if (storm) {
      double const away = (at - static_cast<double>(storm->ns)) / hour_ns / storm_hours;
      blow += (storm_peak - wind) * std::exp(-away * away);
    }
    hours_.push_back({std::max(0.2, blow), direction, mean + 4 * sun});
  }
}

machine::Weather Forecast::at(Stamp now) const {
  double const hour = std::max(0.0, static_cast<double>((now - start_).count) / hour_ns);
  auto const last = hours_.size() - 1;
  auto const index = std::min(last, static_cast<std::size_t>(hour));
  auto const& from = hours_[index];
  auto const& to = hours_[std::min(last, index + 1)];
  double const part = std::min(1.0, hour - static_cast<double>(index));
  double turn = to.direction - from.direction;
  if (turn > 180) turn -= 360;
  if (turn < -180) turn += 360;
  auto const between = [part](double a, double b) { return a + (b - a) * part; };
  return {between(from.wind, to.wind), std::fmod(from.direction + turn * part + 360, 360.0),
          between(from.temperature, to.temperature)};
}

}  // namespace qw::simulate::port
