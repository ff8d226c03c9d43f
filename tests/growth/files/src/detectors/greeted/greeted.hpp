// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::greeted {

inline constexpr About about{.name = "greeted",
                             .claim = "Somebody greets.",
                             .technique = "T0842 Network Sniffing",
                             .sensitivity = "Not measured: it is invented."};

/// An invented detector.
class Detector {
 public:
  explicit Detector(Context const&) {}
  void on(Identity const& identity, Findings& findings);
};

}  // namespace qw::detectors::greeted
