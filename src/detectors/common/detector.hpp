// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/protocol.hpp"
#include "core/stamp.hpp"
#include "detectors/common/findings.hpp"
#include "detectors/common/tick.hpp"
#include "site/atlas.hpp"
#include "site/listed_makers.hpp"
#include "site/rules.hpp"

/// A detector is a class in a folder of its own, named in detectors.def. It is made with
/// a Context and hears the kinds for which it has `void on(Kind const&, Findings&)`. If it has
/// `void at(Tick const&, Standing&)`, it judges the records at ticks of packet time and at
/// the end. Its `about` describes it, and makes the words of its findings of their parts. Its
/// page, README.md, says what it claims, its formula, its limits, its ATT&CK for ICS
/// technique, and how its sensitivity was measured. What it remembers is in its `state()`.
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

}  // namespace qw::detectors
