// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol.hpp"
#include "core/stamp.hpp"
#include "detectors/common/findings.hpp"
#include "site/atlas.hpp"
#include "site/listed_makers.hpp"
#include "site/rules.hpp"
#include "vocabulary/records/conduit.hpp"
#include "vocabulary/records/device.hpp"
#include "vocabulary/records/ledger.hpp"

/// A detector is a class in a folder of its own, named in detectors.def. It is made with
/// a Context, hears the kinds for which it has `void on(Kind const&, Findings&)`, and, if
/// it has `void at_end(Results const&, Findings&)`, judges the records at the end. Its
/// page, README.md, says what it claims, its formula, its limits, its ATT&CK for ICS
/// technique, and how its sensitivity was measured.
namespace qw::detectors {

/// What every detector may know of the port. All of it outlives the detectors.
struct Context {
  site::Site const& site;
  site::Atlas const& atlas;
  site::ListedMakers const& listed_makers;
  KnownProtocols protocols;
  /// Packet time from the first event during which what is seen is learnt, not judged.
  Nanoseconds learning = seconds(24 * 3600);
};

/// What the analyses made of the run.
struct Results {
  std::span<Device const> devices;
  std::span<ConduitRow const> conduits;
  std::span<LedgerRow const> ledger;
  Stamp first;  // of the run
  Stamp last;
};

/// How a detector is listed; the words of its page in short.
struct About {
  std::string_view name;
  std::string_view claim;
  std::string_view technique;    // ATT&CK for ICS
  std::string_view sensitivity;  // measured on what, or that it was not measured
};

}  // namespace qw::detectors
