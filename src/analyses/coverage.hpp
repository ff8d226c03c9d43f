// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyses/context.hpp"
#include "core/hash.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {

/// What coverage reads besides the events. All of it outlives the call.
struct CoverageInputs {
  Accounts const& accounts;
  std::vector<Device> const& devices;
  std::vector<std::string> declared_unseen;  // devices of the site file that never spoke
  std::vector<std::string> data;             // states of registries: "IEEE registry as of ..."
  std::string boundary;                      // which edges the ledger accounts for
  std::vector<LimitReached> limits;
  std::vector<CoverageRow> counters;  // what switches counted, against what was recorded
};

/// How far the answers can be trusted: each doubt measured, and said in a sentence that
/// is true by itself. What is not known is said to be unknown, never shown as zero.
class Coverage {
 public:
  explicit Coverage(Context const& context) : context_{context} {}

  void on(Conversation const& conversation);
  void on(Irregularity const& irregularity);

  /// By topic: time, frames, drops and damage, switch, loss, understood, direction, limits,
  /// fragments, checksums, naming, protocol, devices, boundary, data; within them in the order of
  /// sources, or by name.
  [[nodiscard]] std::vector<CoverageRow> rows(CoverageInputs const& inputs) const;
  /// The last to be written: it reads devices and limits of the others.
  void write(Dossier& dossier) const;

  static constexpr auto state() { return std::tuple{&Coverage::shares_}; }
  bool restored();

 private:
  struct Share {
    Protocol service;
    std::uint64_t payload = 0;
    std::uint64_t understood = 0;
    std::uint64_t lost = 0;
    std::uint64_t irregular = 0;
    bool only_named = false;

    static constexpr auto state() {
      using S = Share;
      return std::tuple{&S::service, &S::payload,   &S::understood,
                        &S::lost,    &S::irregular, &S::only_named};
    }
  };
  Share* share_of(Protocol service);
  void protocol_rows(std::vector<CoverageRow>& rows) const;

  struct NameHash {
    std::size_t operator()(Protocol protocol) const {
      return qw::hash_of(bytes_of(protocol.text()));
    }
  };
  Context context_;
  std::vector<Share> shares_;
  boost::unordered_flat_map<Protocol, std::uint32_t, NameHash> index_;
};

}  // namespace qw::analyses
