// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "core/stamp.hpp"
#include "delivery/faces.hpp"

namespace qw::dialogue {

using delivery::Side;

/// What the capture holds of the two directions of a conversation.
class Directions {
 public:
  /// A packet of this side was captured, with octets or without.
  void hear(Side side) { way(side).heard = true; }
  /// A message of this side was understood, so that it is in step again.
  void understand(Side side) { way(side) = {true, false, way(side).lost}; }
  /// Octets of this side were never seen, or made no sense.
  void lose(Side side, Stamp at) { way(side) = {way(side).heard, true, at}; }

  /// It was captured, but we know it no more.
  void forget(Side side, Stamp at) { way(side).lost = at; }

  [[nodiscard]] bool heard(Side side) const { return way(side).heard; }
  /// Octets were lost, and nothing was understood since.
  [[nodiscard]] bool out_of_step(Side side) const { return way(side).out_of_step; }
  /// May something that was said at `at` follow, within `time`, from what was lost?
  [[nodiscard]] bool follows_loss(Side side, Stamp at, Nanoseconds time) const {
    auto const& one = way(side);
    return one.out_of_step || (one.lost && at <= *one.lost + time);
  }

 private:
  struct Way {
    bool heard = false;
    bool out_of_step = false;
    std::optional<Stamp> lost;  // when that was found out last
  };
  [[nodiscard]] Way& way(Side side) { return ways_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] Way const& way(Side side) const { return ways_[static_cast<std::size_t>(side)]; }

  std::array<Way, 2> ways_{};
};

}  // namespace qw::dialogue
