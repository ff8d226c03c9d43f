// SPDX-License-Identifier: Apache-2.0
#include "app/results.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "app/output.hpp"
#include "study/report.hpp"
#include "study/summary.hpp"

namespace qw::app {
namespace {

std::vector<study::CraneCount> cranes_of(site::Site const& site) {
  std::vector<study::CraneCount> cranes;
  for (auto const& crane : site.cranes)
    cranes.push_back({.name = crane.name,
                      .maker = crane.maker,
                      .model = crane.model,
                      .moves = {},
                      .statement = "Moves are not counted: this version does not yet rebuild the "
                                   "machine from its signals."});
  return cranes;
}

}  // namespace

study::StudyResult result_of(pipeline::Outcomes outcomes, Accounts const& accounts,
                             Names const& names, site::Site const& site) {
  study::StudyResult result;
  result.names = names;
  result.has_site = !site.file.empty();
  result.site = site.port.name;
  result.accounts = accounts;
  result.events = outcomes.events;
  for (auto const& each : outcomes.protocols)
    result.protocols.push_back({each.name, each.events, each.conversations, each.octets});
  result.boundaries = std::move(outcomes.totals);
  result.devices = std::move(outcomes.devices);
  result.cranes = cranes_of(site);
  result.commands = std::move(outcomes.commands);
  result.deeds = std::move(outcomes.deeds);
  result.moved = std::move(outcomes.moved);
  result.clocks = std::move(outcomes.clocks);
  result.conduits = std::move(outcomes.conduits);
  result.ledger = std::move(outcomes.ledger);
  result.coverage = std::move(outcomes.coverage);
  result.findings = std::move(outcomes.findings);
  result.sightings_left_out = outcomes.left_out;
  return result;
}

Status keep(study::StudyResult const& result, store::Writer& store, std::string const& folder) {
  store.add(result.accounts.sources);
  store.add(result.devices);
  store.add(result.conduits);
  store.add(result.ledger);
  store.add(result.coverage);
  store.add(result.findings);
  store.note("command", result.run.command);
  if (auto const stored = store.finish(); !stored) return stored;
  auto const base = std::filesystem::path{folder};
  if (auto const told = write_file((base / "study.json").string(), study::to_json(result)); !told)
    return told;
  return write_file((base / "report.html").string(), study::report(result));
}

std::string shown(study::StudyResult const& result, std::string const& folder, bool json) {
  if (json) return study::to_json(result);
  return study::summary(result, (std::filesystem::path{folder} / "report.html").string());
}

}  // namespace qw::app
