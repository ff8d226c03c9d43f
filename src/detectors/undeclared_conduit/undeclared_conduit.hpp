// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::undeclared_conduit {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {
    {.name = "no conduit"},
    {.name = "seen only"},
    {.name = "protocol not proven"},
    {.name = "opener not proven"},
    {.name = "nothing named",
     .bound =
         "Draft a site file with 'quaywatch learn', and have someone responsible vouch for it."},
    {.name = "not all judged", .bound = "Study shorter captures, or one zone at a time."}};
inline constexpr About about{
    .name = "undeclared_conduit",
    .claim = "Two hosts communicate in a way that no conduit in the site file allows.",
    .technique = "T0886 Remote Services",
    .sensitivity =
        "Not measured on cranes. In the tests one conversation outside the conduits is found, and "
        "one that a vouched conduit allows is not.",
    .innocent = "A legitimate service that was forgotten when the conduits were written.",
    .rules = {{"33 CFR 101.650(h)(1)", "IEC 62443-3-3 SR 5.1"}},
    .steps = {{"Owner of the two hosts: explain what the conversation is for.",
               "If it is needed: security engineer, add a conduit and name who vouches for it.",
               "If not: block it at the firewall in a maintenance window, with the crane parked."}},
    .kinds = kinds,
    .words = words};

/// Judges the rows of who spoke to whom. A conduit that was only seen, and for which
/// nobody vouched, allows nothing.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() { return std::tuple{}; }  // it remembers nothing

 private:
  Context const& context_;
};

}  // namespace qw::detectors::undeclared_conduit
