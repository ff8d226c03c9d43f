// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qw::simulate::port {
namespace {

struct Owner {
  std::string_view prefix;
  std::string_view carrier;  // empty: a leasing company's box, any line's
};
// Owner codes as printed on boxes of large lines and lessors.
constexpr std::array owners{
    Owner{"MSKU", "MSK"}, Owner{"MRKU", "MSK"}, Owner{"MSCU", "MSC"}, Owner{"MEDU", "MSC"},
    Owner{"CMAU", "CMA"}, Owner{"HLXU", "HLC"}, Owner{"HLBU", "HLC"}, Owner{"OOLU", "OOL"},
    Owner{"ONEU", "ONE"}, Owner{"EGHU", "EMC"}, Owner{"ZIMU", "ZIM"}, Owner{"SUDU", "SUD"},
    Owner{"TCLU", ""},    Owner{"TRHU", ""},    Owner{"TGHU", ""},    Owner{"CAIU", ""},
    Owner{"TEMU", ""},    Owner{"SEGU", ""},    Owner{"GESU", ""},    Owner{"FCIU", ""},
    Owner{"BMOU", ""},    Owner{"CBHU", ""},
};
constexpr std::array lines{"MSK", "MSC", "CMA", "HLC", "OOL", "ONE", "EMC", "ZIM"};
// Assumption: prefixes of the United States forces' own boxes are not confirmed.
constexpr std::array forces{"USAU", "USMU", "USGU"};
constexpr std::array foreign{"NLRTM", "BEANR", "DEHAM", "GBFXT", "FRLEH", "ESVLC", "SGSIN",
                             "CNSHA", "CNYTN", "KRPUS", "JPYOK", "BRSSZ", "PABLB", "MAPTM"};
// Class and a UN number that belongs to it (UN Model Regulations, dangerous goods list).
struct Danger {
  std::string_view hazard;
  int number;
};
constexpr std::array dangers{Danger{"3", 1993},   Danger{"3", 1203},   Danger{"8", 1760},
                             Danger{"9", 3480},   Danger{"9", 3077},   Danger{"2.1", 1950},
                             Danger{"5.1", 1942}, Danger{"6.1", 2810}, Danger{"4.1", 1325}};
constexpr std::array ammunition{Danger{"1.4S", 12}, Danger{"1.1D", 65}, Danger{"1.2E", 321}};

int letter_value(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  int value = letter - 'A' + 10;  // A is 10; multiples of 11 are left out
  value += (value - 1) / 10;
  return value;
}

}  // namespace

int check_digit(std::string_view ten) {
  int sum = 0;
  for (std::size_t i = 0; i < ten.size(); ++i) sum += letter_value(ten[i]) * (1 << i);
  return sum % 11 % 10;
}

std::string ContainerYard::tcn(Stamp now) {
  // DoDAAC 6, year digit, day of the year, serial, suffix, partial, split (DTR II, app. L).
  auto const days = now.ns / 86'400'000'000'000 - dice_.between(3, 30);
  auto const year = 1970 + static_cast<int>(static_cast<double>(days) / 365.2425);
  constexpr std::array units{"W25G1U", "W81X4N", "N00189", "FB4600", "M67399", "W45MTR"};
  return fmt::format("{}{}{:03}{:04}XXX", dice_.one_of(units), year % 10, days % 365 + 1,
                     dice_.below(10'000));
}

void ContainerYard::weigh(Container& box) {
  bool const small = box.length_ft == 20;
  box.tare = small ? 2'230 : box.length_ft == 45 ? 4'700 : 3'850;
  if (box.reefer) box.tare += 800;
  double const most = small ? 30'480 : 32'500;
  box.full = !dice_.chance(trade_.empty) || box.military() || !box.danger.empty();
  box.declared =
      box.full ? std::clamp(dice_.normal(small ? 17'500 : 18'500, 6'500), box.tare + 1'500, most)
               : box.tare;
  box.declared = std::round(box.declared / 10) * 10;
  bool const wrong = box.full && dice_.chance(trade_.misdeclared);
  double const factor = wrong ? dice_.uniform(0.75, 1.45) : dice_.normal(1, 0.006);
  box.mass = std::clamp(box.declared * factor, box.tare, 38'000.0);
}

void ContainerYard::ports(Container& box, Way way) {
  std::string const other = dice_.one_of(foreign);
  std::string const another = dice_.one_of(foreign);
  box.load_port = way == Way::outward ? trade_.home : other;
  box.discharge_port = way == Way::inward ? trade_.home : another;
  if (way == Way::through && another == other) box.discharge_port = "CAHAL";
}

Container ContainerYard::make(int length_ft, Way way, Stamp now) {
  Container box;
  box.length_ft = length_ft;
  bool const military = way != Way::through && dice_.chance(trade_.military);
  auto const& owner = dice_.one_of(owners);
  std::string const prefix = military ? dice_.one_of(forces) : std::string{owner.prefix};
  // A multiplier prime to a million walks through all serials without repeating one.
  auto const serial = (++serial_ * 387'097ULL + 104'729) % 1'000'000;
  box.id = fmt::format("{}{:06}", prefix, serial);
  box.id += static_cast<char>('0' + check_digit(box.id));
  box.carrier = owner.carrier.empty() ? dice_.one_of(lines) : std::string{owner.carrier};
  if (military) box.tcn = tcn(now);
  if (!military && length_ft != 45 && dice_.chance(trade_.reefer))
    box.reefer = static_cast<int>(dice_.one_of(std::array{-25, -20, -18, -18, 2, 5, 13}));
  if (!box.reefer && dice_.chance(military ? 0.35 : trade_.danger)) {
    auto const& kind = military ? dice_.one_of(ammunition) : dice_.one_of(dangers);
    box.danger = kind.hazard;
    box.un_number = kind.number;
  }
  bool const high = length_ft == 45 || (length_ft == 40 && dice_.chance(trade_.high_cube));
  box.height = high ? 2.896 : 2.591;
  char const* const content = box.reefer ? "R1" : "G1";
  char const length = length_ft == 20 ? '2' : length_ft == 45 ? 'L' : '4';
  box.type = fmt::format("{}{}{}", length, high ? '5' : '2', content);
  weigh(box);
  ports(box, way);
  box.booking = fmt::format("{}{:07}", box.carrier, dice_.below(10'000'000));
  if (box.full) box.seal = fmt::format("{}{:06}", box.carrier.substr(0, 2), dice_.below(1'000'000));
  return box;
}

}  // namespace qw::simulate::port
