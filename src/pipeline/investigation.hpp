// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "analyses/analyses.hpp"
#include "board/board.hpp"
#include "detectors/registry.hpp"
#include "pipeline/run.hpp"

namespace qw::pipeline {

/// What an investigation knows beforehand. All of it outlives the investigation.
struct Background {
  site::Site const& site;
  analyses::Registries const& registries;
  site::ListedMakers const& listed_makers;
  std::vector<std::string> const& point_names;  // by PointId
  Nanoseconds learning = seconds(24 * 3600);
  analyses::Limits limits{};
};

/// Events and octets of one protocol.
struct ProtocolTally {
  std::string name;
  std::uint64_t events = 0;
  std::uint64_t conversations = 0;
  std::uint64_t octets = 0;  // payload that it understood
};

/// What an investigation found out; records in their own deterministic orders.
struct Outcomes {
  std::array<std::uint64_t, std::variant_size_v<Event>> events{};  // by kind
  std::vector<ProtocolTally> protocols;                            // by name
  std::vector<Device> devices;
  std::vector<ConduitRow> conduits;
  std::vector<analyses::CommandRow> commands;
  std::vector<analyses::DeedRow> deeds;
  std::vector<analyses::MovedRow> moved;
  std::vector<analyses::ClockRow> clocks;
  std::vector<LedgerRow> ledger;
  std::vector<analyses::LedgerTotal> totals;
  std::vector<CoverageRow> coverage;
  std::vector<Finding> findings;
  std::uint64_t left_out = 0;  // sightings in none of the findings, of which there were too many
};

/// Every analysis and every detector, told of every event in order. Detectors hear what
/// is news; who counts hears of its repetition too.
class Investigation final : public Listener {
 public:
  explicit Investigation(Background const& background);

  void on_event(Ordered const& event) override;
  void on_repeats(fold::Repeats const& repeats) override;

  /// What is known by now. The findings are those of detectors that need not wait.
  [[nodiscard]] board::State so_far(Accounts const& accounts) const;

  /// Judges the whole. Once, when the run has ended.
  [[nodiscard]] Outcomes conclude(Accounts const& accounts);

 private:
  void count(Event const& event);
  ProtocolTally& tally_of(Term protocol);

  analyses::Analyses analyses_;
  detectors::All detectors_;
  std::array<std::uint64_t, std::variant_size_v<Event>> events_{};
  std::map<std::string, ProtocolTally, std::less<>> protocols_;
  Term last_protocol_;
  ProtocolTally* last_tally_ = nullptr;
};

}  // namespace qw::pipeline
