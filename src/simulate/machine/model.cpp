// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/model.hpp"

#include <array>

namespace qw::simulate::machine {
namespace {

constexpr double per_minute = 1.0 / 60;

constexpr CraneModel panamax_40{
    .name = "panamax-40",
    .words = "Panamax, single lift, 40 t",
    .swl = 40'000,
    .swl_twin = 0,
    .swl_tandem = 0,
    .tare = 14'000,
    .gauge = 18.3,
    .hinge = 3.0,
    .hoist = {-14, 27, 60 * per_minute, 110 * per_minute, 0.35, 1.2, 0.7, 2.5, 0.25, 550e3, 990},
    .trolley = {-28, 38.5, 150 * per_minute, 150 * per_minute, 0.45, 1.0, 0.6, 4, 0.4, 110e3, 200},
    .gantry = {-2000, 2000, 45 * per_minute, 45 * per_minute, 0.10, 0.3, 0.15, 3, 0.1, 240e3, 430},
    .boom = {0, 1.396, 0.0047, 0.0047, 0.0008, 0.004, 0.0008, 0.05, 0.0012, 110e3, 200},
    .wind_warning = 16,
    .wind_shutdown = 20,
    .idle_power = 55e3,
};

constexpr CraneModel twin_65{
    .name = "twin-65",
    .words = "Post-Panamax, twin lift, 65 t",
    .swl = 50'000,
    .swl_twin = 65'000,
    .swl_tandem = 0,
    .tare = 18'000,
    .gauge = 30,
    .hinge = 3.5,
    .hoist = {-18, 41, 90 * per_minute, 180 * per_minute, 0.60, 1.6, 1.2, 3, 0.30, 1360e3, 2250},
    .trolley = {-46, 63, 244 * per_minute, 244 * per_minute, 0.65, 1.2, 0.9, 6, 0.5, 300e3, 520},
    .gantry = {-2000, 2000, 45 * per_minute, 45 * per_minute, 0.12, 0.3, 0.15, 3, 0.1, 480e3, 860},
    .boom = {0, 1.396, 0.0047, 0.0047, 0.0008, 0.004, 0.0008, 0.05, 0.0012, 280e3, 480},
    .wind_warning = 16,
    .wind_shutdown = 20,
    .idle_power = 80e3,
};

constexpr CraneModel tandem_80{
    .name = "tandem-80",
    .words = "Super-Post-Panamax, tandem lift, 80 t",
    .swl = 50'000,
    .swl_twin = 65'000,
    .swl_tandem = 80'000,
    .tare = 40'000,
    .gauge = 30.5,
    .hinge = 4.0,
    .hoist = {-18, 50, 75 * per_minute, 152 * per_minute, 0.50, 1.5, 1.0, 3, 0.30, 1700e3, 2850},
    .trolley = {-48, 69, 244 * per_minute, 244 * per_minute, 0.60, 1.2, 0.9, 6, 0.5, 380e3, 660},
    .gantry = {-2000, 2000, 45 * per_minute, 45 * per_minute, 0.10, 0.3, 0.15, 3, 0.1, 640e3, 1140},
    .boom = {0, 1.396, 0.0043, 0.0043, 0.0008, 0.004, 0.0008, 0.05, 0.0012, 360e3, 620},
    .wind_warning = 16,
    .wind_shutdown = 20,
    .idle_power = 110e3,
};

constexpr std::array models{panamax_40, twin_65, tandem_80};

}  // namespace

std::span<CraneModel const> crane_models() { return models; }

CraneModel const* find_model(std::string_view name) {
  for (auto const& model : models)
    if (model.name == name) return &model;
  return nullptr;
}

}  // namespace qw::simulate::machine
