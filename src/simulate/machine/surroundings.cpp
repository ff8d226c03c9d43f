// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/surroundings.hpp"

#include <algorithm>
#include <cmath>

namespace qw::simulate::machine {
namespace {

constexpr double gust_s = 12;       // correlation time of gusts (assumption)
constexpr double intensity = 0.13;  // turbulence: deviation over mean, open water (assumption)
constexpr double calm_below = 3;    // m/s under the shutdown speed for half an hour: over
constexpr double nominal_voltage = 6600;

}  // namespace

void Surroundings::step(State& state, Weather const& weather) {
  double const keep = 1 - 1 / gust_s;
  double const fresh = std::sqrt(1 - keep * keep);
  gust_ = keep * gust_ + fresh * dice_.normal(0, intensity * weather.wind);
  veer_ = keep * veer_ + fresh * dice_.normal(0, 8);
  state.wind = std::max(0.0, weather.wind + gust_);
  state.wind_mean = begun_ ? state.wind_mean + (state.wind - state.wind_mean) / 600 : weather.wind;
  state.wind_direction = std::fmod(weather.direction + veer_ + 720, 360.0);
  state.outside_temperature =
      begun_ ? state.outside_temperature + (weather.temperature - state.outside_temperature) / 900
             : weather.temperature;
  begun_ = true;
  above_ = state.wind >= model_->wind_shutdown ? above_ + 1 : 0;
  below_ = state.wind < model_->wind_shutdown - calm_below ? below_ + 1 : 0;
  if (above_ >= 3) secure_ = true;
  if (below_ >= 1800) secure_ = false;
  state.wind_shutdown = secure_;
  // A second of warning wind is enough; calm must last a minute.
  if (state.wind >= model_->wind_warning) state.wind_warning = true;
  if (state.wind_mean < model_->wind_warning - 1 && state.wind < model_->wind_warning - 2)
    state.wind_warning = false;
  double const heat =
      22 + std::max(0.0, state.power) / 400e3 + std::max(0.0, state.outside_temperature - 25) * 0.4;
  state.house_temperature += (heat - state.house_temperature) / 1200;
  double const drop = state.power / 60e6;  // 60 MVA short circuit power (assumption)
  state.main_voltage = nominal_voltage * (1 - drop) + dice_.normal(0, 6);
}

}  // namespace qw::simulate::machine
