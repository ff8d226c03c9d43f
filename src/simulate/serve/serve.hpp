// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>

#include "simulate/world.hpp"

namespace qw::simulate {

/// Runs the world by the clock, and answers clients on 127.0.0.1 as crane 1's controller, with
/// what its memory holds at that moment, or as its OPC UA server. The truth gets a line `served`
/// for each range or node that was read, up to a bound. Ends early, with whole files, once `stop`
/// is true.
Status run_serving(World& world, std::atomic<bool> const& stop,
                   std::function<void(std::uint16_t port)> const& begun);

}  // namespace qw::simulate
