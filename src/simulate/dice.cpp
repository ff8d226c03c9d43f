// SPDX-License-Identifier: Apache-2.0
#include "simulate/dice.hpp"

#include <cmath>
#include <numbers>

namespace qw::simulate {

Dice Dice::part(std::string_view name, std::uint64_t number) const {
  std::uint64_t seed = 0xcbf2'9ce4'8422'2325U ^ seed_;  // FNV-1a
  for (char const letter : name)
    seed = (seed ^ static_cast<std::uint8_t>(letter)) * 0x100'0000'01b3U;
  return Dice{seed ^ split(number)};
}

// Box and Muller, 1958.
double Dice::normal(double mean, double deviation) {
  double const radius = std::sqrt(-2 * std::log(1 - unit()));
  return mean + deviation * radius * std::cos(2 * std::numbers::pi * unit());
}

double Dice::exponential(double mean) { return -mean * std::log(1 - unit()); }

}  // namespace qw::simulate
