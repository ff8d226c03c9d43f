// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "vocabulary/kinds.hpp"
#include "vocabulary/records/evidence.hpp"

namespace qw::analyses {

/// From when to when conversations lasted, and the frame that the first of them began with.
struct Span {
  Stamp first{INT64_MAX};
  Stamp last{INT64_MIN};
  Evidence evidence;

  Span() = default;
  explicit Span(Conversation const& conversation)
      : first{conversation.first},
        last{conversation.last},
        evidence{conversation.said.moment.source, opening(conversation.said.moment.frames), 0} {}

  static constexpr auto state() { return std::tuple{&Span::first, &Span::last, &Span::evidence}; }

  void take(Span const& other) {
    bool const none = evidence.frames.first == 0;
    if (other.evidence.frames.first != 0 && (none || other.first < first))
      evidence = other.evidence;
    first = std::min(first, other.first);
    last = std::max(last, other.last);
  }

 private:
  /// Whatever comes between the first and the last frame may be of others.
  static FrameSpan opening(FrameSpan const& all) { return {all.first, all.first}; }
};

}  // namespace qw::analyses
