// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include "core/hash.hpp"
#include "detectors/common/detector.hpp"

namespace qw::detectors::undeclared_device {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr std::string_view draft_one =
    "Draft a site file with 'quaywatch learn', and have someone responsible vouch for it.";
inline constexpr FindingKind kinds[] = {{.name = "not named"},
                                        {.name = "seen only"},
                                        {.name = "nothing named", .bound = draft_one},
                                        {.name = "not all judged", .bound = draft_one}};
inline constexpr About about{
    .name = "undeclared_device",
    .claim = "A device inside a boundary is not in the site file.",
    .technique = "T0848 Rogue Master",
    .sensitivity =
        "Not measured on cranes. In the tests an unnamed host that sends one frame is "
        "found, and one outside every boundary is not.",
    .innocent = "A replaced or added device that is not in the site file yet.",
    .rules = {{"33 CFR 101.650(b)(3)", "IEC 62443-3-3 SR 7.8"}},
    .steps = {{"Crane maintenance: find the device by its MAC and switch port; touch nothing on a "
               "crane that is working.",
               "If it belongs there: security engineer, add it to the site file.",
               "If nobody knows it: leave it running, keep a capture, and plan its removal with "
               "crane operations."}},
    .kinds = kinds,
    .words = words};

/// Finds hosts inside a boundary that sent IP packets and are no device of the site file.
/// Says that it cannot judge where the file names no devices.
class Detector {
 public:
  static constexpr std::size_t most_hosts = 65'536;  // judged; beyond, it says so

  explicit Detector(Context const& context) : context_{context} {}
  void on(Conversation const& conversation, Findings& findings);
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() { return std::tuple{&Detector::judged_, &Detector::overflowed_}; }
  [[nodiscard]] bool restored() const { return judged_.size() <= most_hosts; }

 private:
  void judge(Host const& host, Conversation const& conversation, Findings& findings);

  Context const& context_;
  boost::unordered_flat_set<Host, Hasher> judged_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::undeclared_device
