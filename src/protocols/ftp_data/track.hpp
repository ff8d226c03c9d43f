// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/digest.hpp"
#include "delivery/registration.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::ftp_data {

/// Counts and digests what a data connection carries. Says one Transfer for each
/// side that sent. Known only by expectation: there is nothing to recognise.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around) : voice_{around.voice} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_finish(delivery::Side from, Stamp at) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override;

 private:
  struct Way {
    std::optional<Sha256> digest;  // from the first octet on
    std::uint64_t octets = 0;
    Moment moment;      // frames: from the first octet to the last
    bool lost = false;  // a gap: the digest is of something else
    bool finished = false;
  };

  void say_transfer(Way& way);

  Voice& voice_;
  std::array<Way, 2> ways_;
};

delivery::Registration const& registration();

}  // namespace qw::ftp_data
