// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::greeted {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {{.name = "greets"}};
inline constexpr About about{.name = "greeted",
                             .claim = "Somebody greets.",
                             .technique = "T0842 Network Sniffing",
                             .sensitivity = "Not measured: it is invented.",
                             .kinds = kinds,
                             .words = words};

/// An invented detector.
class Detector {
 public:
  explicit Detector(Context const&) {}
  void on(Identity const& identity, Findings& findings);
};

}  // namespace qw::detectors::greeted
