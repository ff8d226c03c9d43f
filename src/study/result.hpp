// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analyses/clocks.hpp"
#include "analyses/commands.hpp"
#include "analyses/deeds.hpp"
#include "analyses/ledger.hpp"
#include "vocabulary/accounts.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/records.hpp"

namespace qw::study {

/// Messages of one protocol, and the octets that it understood.
struct ProtocolCount {
  std::string name;
  std::uint64_t events = 0;
  std::uint64_t conversations = 0;
  std::uint64_t octets = 0;

  static constexpr auto fields() {
    using P = ProtocolCount;
    return std::tuple{field("name", &P::name), field("events", &P::events),
                      field("conversations", &P::conversations),
                      field("octets", &P::octets, "octets")};
  }
};

/// Goods that one host told another of. The identifiers themselves are not here:
/// who may read the report need not be allowed to read the manifest.
struct CargoCount {
  CargoKind what = CargoKind::container;
  Host from;
  Host to;
  std::string context;
  std::uint64_t count = 0;      // times named
  std::uint64_t different = 0;  // identifiers
  bool leaves = false;          // crosses a boundary outwards

  static constexpr auto fields() {
    using C = CargoCount;
    return std::tuple{field("what", &C::what),    field("from", &C::from),
                      field("to", &C::to),        field("context", &C::context),
                      field("count", &C::count),  field("different", &C::different),
                      field("leaves", &C::leaves)};
  }
};

/// What is known of one crane as a machine.
struct CraneCount {
  std::string name;
  std::string maker;
  std::string model;
  std::optional<std::uint64_t> moves;  // none: could not be told from the traffic
  std::string statement;               // how that is known, or why it is not

  static constexpr auto fields() {
    using C = CraneCount;
    return std::tuple{field("name", &C::name), field("maker", &C::maker), field("model", &C::model),
                      field("moves", &C::moves), field("statement", &C::statement)};
  }
};

/// How this very run was made: the only part that may differ between two runs over
/// the same captures.
struct RunLine {
  std::string version;
  std::string command;
  unsigned workers = 1;
  double seconds = 0;
};

/// All that a study found out, in the order in which it is to be shown. Summary,
/// JSON and report are made from this and nothing else.
struct StudyResult {
  Names names;
  bool has_site = false;  // a site file was given
  std::string site;       // the port's name in it; it may give none
  Accounts accounts;
  std::array<std::uint64_t, std::variant_size_v<Event>> events{};  // by kind
  std::vector<ProtocolCount> protocols;
  std::vector<Device> devices;
  std::vector<CraneCount> cranes;
  std::vector<analyses::CommandRow> commands;
  std::vector<analyses::DeedRow> deeds;
  std::vector<analyses::MovedRow> moved;
  std::vector<analyses::ClockRow> clocks;
  bool cargo_sought = false;  // without it, no cargo row says nothing about the goods
  std::vector<CargoCount> cargo;
  std::vector<ConduitRow> conduits;
  std::vector<LedgerRow> ledger;
  std::vector<analyses::LedgerTotal> boundaries;
  std::vector<CoverageRow> coverage;
  std::vector<Finding> findings;
  std::uint64_t sightings_left_out = 0;  // seen by detectors that had too many findings
  RunLine run;

  [[nodiscard]] std::uint64_t frames() const;
  [[nodiscard]] std::uint64_t octets() const;
  /// Of all captures; nothing was read if `first` is after `last`.
  [[nodiscard]] Stamp first() const;
  [[nodiscard]] Stamp last() const;
  /// Sums over the boundaries.
  [[nodiscard]] analyses::LedgerTotal boundary() const;
};

}  // namespace qw::study
