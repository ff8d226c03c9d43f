// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/vessel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace qw::simulate::port {
namespace {

constexpr double tier_height = 2.63;  // m, hold: a standard box and its share of high cubes
constexpr double headroom = 6;        // m under the hoist's upper end for a laden spreader

std::string imo_number(Dice& dice) {
  auto const six = 910'000 + dice.below(80'000);
  std::uint64_t sum = 0;
  auto rest = six;
  for (std::uint64_t factor = 2; factor <= 7; ++factor, rest /= 10) sum += rest % 10 * factor;
  return fmt::format("{}{}", six, sum % 10);
}

}  // namespace

double Vessel::bay_middle(int bay) const {
  double const house = bay > house_after ? house_length : 0;
  return bow + (bay + 0.5) * bay_length + house;
}
double Vessel::row_middle(int row) const { return ship_side + (row + 0.5) * row_width; }
double Vessel::hold_bottom() const { return hatch - cover_thick - hold_tiers * tier_height - 0.6; }
double Vessel::length() const { return bays * bay_length + house_length; }

double Vessel::cover_middle(int cover) const {
  int first = rows;
  int last = 0;
  for (int row = 0; row < rows; ++row) {
    if (cover_of(row) != cover) continue;
    first = std::min(first, row);
    last = std::max(last, row);
  }
  return (row_middle(first) + row_middle(last)) / 2;
}

std::string Vessel::cell_name(Cell const& cell) const {
  int const bay = cell.bay * 4 + (cell.half == 0 ? 2 : cell.half == 1 ? 1 : 3);
  // Port side alongside: the row at the quay has the highest even number.
  int const middle = rows / 2;
  int const from_middle = cell.row - middle;
  int row = 0;
  if (rows % 2 == 0)
    row = from_middle < 0 ? -2 * from_middle : 2 * from_middle + 1;
  else
    row = from_middle < 0 ? -2 * from_middle : from_middle == 0 ? 0 : 2 * from_middle - 1;
  int const tier = cell.deck ? 82 + 2 * cell.tier : 2 + 2 * cell.tier;
  return fmt::format("{:03}{:02}{:02}", bay, row, tier);
}

Vessel draw_vessel(Dice& dice, int bays, int rows, double hoist_low, double hoist_high) {
  constexpr std::array first{"OCEAN", "NORTHERN", "PACIFIC", "ATLANTIC", "EVER", "COSTA", "SILVER"};
  constexpr std::array second{"PIONEER", "HARMONY", "GLORY", "VENTURE", "LIBERTY", "CREST", "WAVE"};
  constexpr std::array lines{"MSK", "MSC", "CMA", "HLC", "OOL", "ONE"};
  Vessel vessel;
  vessel.name = fmt::format("{} {}", dice.one_of(first), dice.one_of(second));
  vessel.line = dice.one_of(lines);
  vessel.call_sign =
      fmt::format("{}{}{}{}{}", static_cast<char>('A' + dice.below(26)),
                  static_cast<char>('A' + dice.below(26)), static_cast<char>('A' + dice.below(26)),
                  dice.between(2, 9), static_cast<char>('A' + dice.below(26)));
  vessel.imo = imo_number(dice);
  auto const voyage = 100 + dice.below(800);
  vessel.voyage_in = fmt::format("{}W", voyage);
  vessel.voyage_out = fmt::format("{}E", voyage + 1);
  constexpr std::array ports{"CAHAL", "USSAV", "USCHS", "PABLB", "GBFXT", "NLRTM"};
  vessel.last_port = dice.one_of(ports);
  vessel.next_port = dice.one_of(ports);
  vessel.bays = bays;
  vessel.rows = rows;
  vessel.house_after = std::max(0, bays * 2 / 3 - 1);
  vessel.covers = rows > 16 ? 4 : rows > 9 ? 3 : 2;
  vessel.hatch = rows > 14 ? dice.uniform(7.5, 9.5) : dice.uniform(4.5, 6.5);
  vessel.hold_tiers = rows > 16 ? 9 : rows > 12 ? 7 : 6;
  while (vessel.hold_bottom() < hoist_low + 1) --vessel.hold_tiers;
  vessel.deck_tiers = rows > 16 ? 7 : rows > 12 ? 5 : 4;
  while (vessel.hatch + (vessel.deck_tiers + 1) * 2.9 > hoist_high - headroom + 2.9)
    --vessel.deck_tiers;
  return vessel;
}

}  // namespace qw::simulate::port
