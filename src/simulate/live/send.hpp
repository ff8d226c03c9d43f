// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "simulate/live/outlet.hpp"
#include "simulate/world.hpp"

namespace qw::simulate {

/// Opens the interfaces that the world's options name, runs it, and sends every frame of the
/// points at its time, while the files are written as ever. The next slice is made while one is
/// sent, so at most two are held. Ends early, with whole files, once `stop` is true.
/// @return what was sent, refused and late, one line each
Result<std::string> run_live(World& world, std::atomic<bool> const& stop,
                             std::function<void(double done)> const& progress);

}  // namespace qw::simulate
