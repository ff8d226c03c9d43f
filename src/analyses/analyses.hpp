// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analyses/clocks.hpp"
#include "analyses/commands.hpp"
#include "analyses/conduits.hpp"
#include "analyses/coverage.hpp"
#include "analyses/deeds.hpp"
#include "analyses/doubt.hpp"
#include "analyses/geo.hpp"
#include "analyses/inventory.hpp"
#include "analyses/ledger.hpp"
#include "analyses/limits.hpp"
#include "analyses/makers.hpp"
#include "analyses/names.hpp"

namespace qw::analyses {

/// Registries that the analyses look things up in. None need be installed.
struct Registries {
  Makers makers;
  Geo geo;
};

/// All analyses of one run, on merged events in their order. An analysis hears each
/// kind that it has an `on` for.
class Analyses {
 public:
  /// Arguments must outlive this; `point_names` in the order of their PointId.
  Analyses(site::Site const& site, std::vector<std::string> const& point_names,
           Registries const& registries, Limits const& limits = {});
  Analyses(Analyses const&) = delete;
  Analyses& operator=(Analyses const&) = delete;

  /// A command that changes nothing was said again, with the same outcome.
  void on_repeat(Command const& command, std::uint64_t times, Stamp last) {
    commands_.on(command, times, last);
    deeds_.on_repeat(command, times, last);
  }
  void on(Event const& event) {
    std::visit([this](auto const& kind) { on(kind); }, event);
  }
  template <class Kind>
  void on(Kind const& kind) {
    tell(inventory_, kind);
    tell(doubts_, kind);  // before those that ask it
    tell(conduits_, kind);
    tell(commands_, kind);
    tell(deeds_, kind);
    tell(names_, kind);
    tell(ledger_, kind);
    tell(clocks_, kind);
    tell(coverage_, kind);
  }

  // May be asked at any time; each answer is of what was heard so far.
  [[nodiscard]] std::vector<Device> devices() const;
  [[nodiscard]] std::vector<ConduitRow> conduits() const;
  [[nodiscard]] std::vector<CommandRow> commands() const;
  [[nodiscard]] std::vector<DeedRow> deeds() const;
  [[nodiscard]] std::vector<MovedRow> moved() const;
  [[nodiscard]] std::vector<LedgerRow> ledger() const;
  [[nodiscard]] std::vector<LedgerTotal> ledger_totals() const;
  [[nodiscard]] std::vector<ClockRow> clocks() const;
  [[nodiscard]] std::vector<CoverageRow> coverage(Accounts const& accounts,
                                                  std::vector<Device> const& devices) const;

  [[nodiscard]] site::Atlas const& atlas() const { return atlas_; }

 private:
  template <class Analysis, class Kind>
  static void tell(Analysis& analysis, Kind const& kind) {
    if constexpr (requires { analysis.on(kind); }) analysis.on(kind);
  }
  [[nodiscard]] std::string boundary_statement() const;

  site::Site const& site_;
  Registries const& registries_;
  site::Atlas atlas_;
  Inventory inventory_;
  Doubts doubts_;
  Conduits conduits_;
  Commands commands_;
  Deeds deeds_;
  Names names_;
  Ledger ledger_;
  Clocks clocks_;
  Coverage coverage_;
};

}  // namespace qw::analyses
