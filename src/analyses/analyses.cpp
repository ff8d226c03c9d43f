// SPDX-License-Identifier: Apache-2.0
#include "analyses/analyses.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/counters.hpp"

namespace qw::analyses {

Analyses::Analyses(site::Site const& site, std::vector<std::string> const& point_names,
                   Registries const& registries, Limits const& limits)
    : site_{site},
      registries_{registries},
      atlas_{site},
      inventory_{site, atlas_},
      doubts_{site, limits.rows},
      conduits_{site, atlas_, doubts_, limits},
      commands_{limits},
      names_{atlas_},
      ledger_{site, atlas_, point_names, registries.geo, doubts_, limits} {}

std::vector<Device> Analyses::devices() const { return inventory_.devices(registries_.makers); }
std::vector<ConduitRow> Analyses::conduits() const { return conduits_.rows(commands_); }
std::vector<CommandRow> Analyses::commands() const { return commands_.rows(); }
std::vector<DeedRow> Analyses::deeds() const { return deeds_.deeds(); }
std::vector<MovedRow> Analyses::moved() const { return deeds_.moved(); }
std::vector<LedgerTotal> Analyses::ledger_totals() const { return ledger_.totals(); }
std::vector<ClockRow> Analyses::clocks() const { return clocks_.rows(); }

std::vector<LedgerRow> Analyses::ledger() const { return ledger_.rows(names_); }

std::string Analyses::boundary_statement() const {
  if (atlas_.by_default())
    return "The ledger counts what crosses between private addresses and all others; the "
           "site file names no crane with networks and no zone with boundary = true.";
  return fmt::format("The ledger counts what crosses the boundary of {}.",
                     fmt::join(atlas_.boundaries(), ", "));
}

std::vector<CoverageRow> Analyses::coverage(Accounts const& accounts,
                                            std::vector<Device> const& devices) const {
  CoverageInputs inputs{accounts, devices, {}, {}, boundary_statement(), {}, {}};
  for (auto const& known : site_.devices) {
    auto const is_it = [&](Device const& device) {
      return device.declared && device.name == known.name;
    };
    if (std::none_of(devices.begin(), devices.end(), is_it))
      inputs.declared_unseen.push_back(known.name);
  }
  inputs.data = {registries_.makers.state(), registries_.geo.countries_state(),
                 registries_.geo.networks_state()};
  inputs.limits = {
      {"some hosts are missing from the inventory", inventory_.beyond_limit()},
      {"some conduits share one row", conduits_.folded()},
      {"some commands share one row", commands_.folded()},
      {"some objects of commands are missing from the report", deeds_.beyond_limit()},
      {"some host names are missing", names_.beyond_limit()},
      {"crossings share rows of the ledger, by country, operator and service", ledger_.folded()},
      {"some time sources are missing", clocks_.beyond_limit()},
  };
  inputs.counters = counter_rows(site_.counters, accounts);
  return coverage_.rows(inputs);
}

}  // namespace qw::analyses
