// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "delivery/registration.hpp"

namespace qw::ftp_data {

/// Hands on what a data connection carries, as one object for each side that sends.
/// Known only by expectation: there is nothing to recognise.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around)
      : bodies_{around.bodies}, announced_{around.announced} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_finish(delivery::Side from, Stamp at) override;
  void on_end(Stamp now) override;

 private:
  struct Way {
    delivery::Body body;  // from the first octet on
    bool lost = false;    // a gap
    bool finished = false;
  };

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }

  void begin(delivery::Side from, Moment const& moment);

  delivery::Bodies& bodies_;
  std::shared_ptr<delivery::Announced const> announced_;
  std::array<Way, 2> ways_;
};

delivery::Registration const& registration();

}  // namespace qw::ftp_data
