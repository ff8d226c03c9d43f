// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "delivery/registration.hpp"

namespace qw {

/// Every protocol of protocols.def, in its order.
std::span<delivery::Registration const* const> protocols();

}  // namespace qw
