// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// The way off the crane: a fibre on a reel, worn at its joints.
constexpr Quality reel_fibre{.loss = 3e-4, .lost_unseen = 0.5, .reorder = 1e-4};

}  // namespace qw::simulate
