// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>

#include "core/moment.hpp"

namespace qw {

/// Frames that prove something, within one source.
struct Evidence {
  SourceId source{};
  FrameSpan frames;
  FrameNumber reply = 0;

  static constexpr auto state() {
    return std::tuple{&Evidence::source, &Evidence::frames, &Evidence::reply};
  }
};

}  // namespace qw
