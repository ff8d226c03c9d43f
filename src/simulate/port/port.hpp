// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/stamp.hpp"
#include "simulate/dice.hpp"
#include "simulate/machine/model.hpp"
#include "simulate/port/call.hpp"
#include "simulate/port/weather.hpp"
#include "simulate/port/work.hpp"

namespace qw::simulate::port {

/// What a port is to be like.
struct PortOrder {
  std::vector<machine::CraneModel const*> cranes;  // along the quay
  Stamp start;
  double hours = 24;
  Trade trade{};               // `military` above 0 for a berth that serves the forces
  std::optional<Stamp> storm;  // when it blows hardest
};

/// A quay with its vessel calls, work lists, people and weather for the whole time. Everything
/// is planned when it is made; cranes may then run on threads of their own.
class Port {
 public:
  Port(PortOrder order, Dice dice);

  [[nodiscard]] PortOrder const& order() const { return order_; }
  [[nodiscard]] std::size_t cranes() const { return works_.size(); }
  /// "QC01", as the terminal calls it.
  [[nodiscard]] std::string crane_name(std::size_t index) const;
  [[nodiscard]] CraneWork& crane(std::size_t index) { return *works_[index]; }
  [[nodiscard]] CraneWork const& crane(std::size_t index) const { return *works_[index]; }
  /// Where that crane stands at the start, m along the quay.
  [[nodiscard]] double parked(std::size_t index) const;
  [[nodiscard]] std::vector<VesselCall> const& calls() const { return calls_; }
  [[nodiscard]] Forecast const& forecast() const { return forecast_; }

 private:
  PortOrder order_;
  std::vector<VesselCall> calls_;
  Forecast forecast_;
  std::vector<std::unique_ptr<CraneWork>> works_;
};

}  // namespace qw::simulate::port
