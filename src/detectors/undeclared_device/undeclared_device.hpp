// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include "core/hash.hpp"
#include "detectors/common/detector.hpp"

namespace qw::detectors::undeclared_device {

inline constexpr About about{
    .name = "undeclared_device",
    .claim = "A device spoke inside a boundary that the site file does not name.",
    .technique = "T0848 Rogue Master",
    .sensitivity =
        "Not measured on cranes. In the tests an unnamed host that sends one frame is "
        "found, and one outside of every boundary is not."};

/// Finds hosts inside a boundary that sent IP packets and are no device of the site file.
/// Says that it cannot judge where the file names no devices.
class Detector {
 public:
  static constexpr std::size_t most_hosts = 65'536;  // judged; beyond, it says so

  explicit Detector(Context const& context) : context_{context} {}
  void on(Conversation const& conversation, Findings& findings);
  void at_end(Results const& results, Findings& findings) const;

 private:
  void judge(Host const& host, Conversation const& conversation, Findings& findings);

  Context const& context_;
  boost::unordered_flat_set<Host, Hasher> judged_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::undeclared_device
