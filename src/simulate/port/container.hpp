// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"

namespace qw::simulate::port {

/// The check digit of ISO 6346 for four letters and six digits, 0..9.
int check_digit(std::string_view ten);

struct Container {
  std::string id;              // "CSQU3054383"
  std::string type;            // ISO 6346 size and type: "22G1", "45R1", "L5G1"
  std::string carrier;         // SCAC-like code of the line that carries it, "MSC"
  std::string load_port;       // UN/LOCODE
  std::string discharge_port;  // UN/LOCODE
  std::string booking;
  std::string seal;
  std::string tcn;            // transportation control number, only of military cargo
  std::string danger;         // IMDG class, "3", "1.4S"; empty for none
  int un_number = 0;          // 0 for none
  double mass = 0;            // kg, box and cargo, as it hangs in the ropes
  double declared = 0;        // kg, verified gross mass as the documents have it
  double tare = 0;            // kg
  double height = 0;          // m
  int length_ft = 0;          // 20, 40, 45
  std::optional<int> reefer;  // degrees Celsius
  bool full = true;
  [[nodiscard]] bool military() const { return !tcn.empty(); }
};

/// What kinds of boxes a port sees; shares in 0..1, assumptions (README.md).
struct Trade {
  double empty = 0.18;
  double reefer = 0.07;
  double danger = 0.05;
  double high_cube = 0.62;  // of the 40 ft boxes
  double misdeclared = 0.02;
  double military = 0.0;
  std::string home = "USNYC";  // UN/LOCODE of this port
};

/// Makes containers with numbers that never repeat.
class ContainerYard {
 public:
  ContainerYard(Trade trade, Dice dice) : trade_{std::move(trade)}, dice_{dice} {}
  /// `inward`: discharged here; else loaded here; else it stays on board (`through`).
  enum class Way : std::uint8_t { inward, outward, through };
  Container make(int length_ft, Way way, Stamp now);

 private:
  void weigh(Container& box);
  void ports(Container& box, Way way);
  std::string tcn(Stamp now);

  Trade trade_;
  Dice dice_;
  std::uint32_t serial_ = 0;
};

}  // namespace qw::simulate::port
