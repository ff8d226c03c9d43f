// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "simulate/shard.hpp"
#include "simulate/tap/tap.hpp"
#include "simulate/truth/line.hpp"

namespace qw::simulate {

/// Lines of the truth about what is there and what each point has of it. A flow is named
/// "<shard>.<index>".
Line device_line(Host const& host);
Line flow_line(Shard const& shard, FlowId flow, std::span<Tap const> taps);
Line mark_line(Shard const& shard, MarkId mark, std::span<Tap const> taps);
Line tap_line(Tap const& tap);

}  // namespace qw::simulate
