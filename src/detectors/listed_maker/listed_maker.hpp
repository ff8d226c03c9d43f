// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::listed_maker {

inline constexpr About about{
    .name = "listed_maker",
    .claim =
        "A device is made by somebody whom a public list names, or whose products are "
        "cellular modems.",
    .technique = "T0862 Supply Chain Compromise",
    .sensitivity =
        "Not measured on cranes. In the tests each entry of the shipped list is found by "
        "a declared maker. Modules behind a MAC of another maker, or one that is "
        "locally administered, are not seen."};

/// Judges the makers of the inventory's devices by the lists. What a device declares of
/// itself is observed; what only its MAC says is likely, for a part's maker is not the
/// device's.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at_end(Results const& results, Findings& findings) const;

 private:
  void judge(Device const& device, KnownAttribute const& maker, Findings& findings) const;

  Context const& context_;
};

}  // namespace qw::detectors::listed_maker
