// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "simulate/dice.hpp"
#include "simulate/machine/job.hpp"
#include "simulate/world.hpp"

namespace qw::simulate {

/// What one crane sees of its port.
std::unique_ptr<machine::Quayside> make_works(Dice dice, Options const& options, unsigned crane);

}  // namespace qw::simulate
