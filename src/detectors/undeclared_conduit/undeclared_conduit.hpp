// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::undeclared_conduit {

inline constexpr About about{
    .name = "undeclared_conduit",
    .claim = "Two hosts talk in a way that no conduit of the site file allows.",
    .technique = "T0886 Remote Services",
    .sensitivity =
        "Not measured on cranes. In the tests one conversation beyond the conduits is "
        "found, and one that a vouched conduit allows is not."};

/// Judges the rows of who spoke to whom. A conduit that was only seen, and for which
/// nobody vouched, allows nothing.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at_end(Results const& results, Findings& findings) const;

 private:
  Context const& context_;
};

}  // namespace qw::detectors::undeclared_conduit
