// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "detectors/common/detector.hpp"

namespace qw::detectors::listed_maker {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {
    {.name = "listed",
     .innocent = "The list may not apply to the device, because of its date, its use or who bought "
                 "it."},
    {.name = "modem",
     .innocent = "A modem that the port ordered and knows of, or a module without an antenna."},
    {.name = "no list", .bound = "Install the program's data, or name the folder with --data."}};
inline constexpr About about{
    .name = "listed_maker",
    .claim =
        "A device's maker is named on a public list of restricted suppliers, or makes cellular "
        "modems.",
    .technique = "T0862 Supply Chain Compromise",
    .sensitivity =
        "Not measured on cranes. In the tests each entry of the shipped list is found from a "
        "declared maker. A module behind another maker's MAC, or a locally administered one, is "
        "not seen.",
    .rules = {{"33 CFR 101.650(b)(3)", "33 CFR 101.650(f)(1)"}},
    .steps = {{"Port security: find out who ordered the device and for what.",
               "Crane maintenance: inspect it when the crane is parked; note its nameplate, "
               "antennas and SIM card."}},
    .kinds = kinds,
    .words = words};

/// Judges the makers of the inventory's devices by the lists. What a device declares of
/// itself is observed; what only its MAC says is likely, for a part's maker is not the
/// device's.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void at(Tick const& tick, Standing& standing);

  static constexpr auto state() { return std::tuple{}; }  // look-ups are made again

 private:
  static constexpr std::size_t most_makers = 4096;

  void judge(Device const& device, KnownAttribute const& maker, Standing& standing);
  [[nodiscard]] std::vector<site::ListedMaker const*> const& entries_of(std::string const& maker);

  Context const& context_;
  /// By the maker's name: many devices share one, and each tick asks for all of them again.
  std::map<std::string, std::vector<site::ListedMaker const*>> entries_;
};

}  // namespace qw::detectors::listed_maker
