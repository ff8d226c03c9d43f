// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/moment.hpp"

namespace qw {

/// Frames that prove something, within one source.
struct Evidence {
  SourceId source{};
  FrameSpan frames;
  FrameNumber reply = 0;
};

}  // namespace qw
