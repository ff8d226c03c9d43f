// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "core/moment.hpp"

namespace qw {

/// The span that reaches over both; one whose first is 0 is none. Pieces that came out of
/// order are joined in the order of their octets, in which a later one may have come in an
/// earlier frame: `first` stays at or below `last`.
constexpr FrameSpan over(FrameSpan const& a, FrameSpan const& b) {
  if (a.first == 0) return b;
  if (b.first == 0) return a;
  return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

}  // namespace qw
