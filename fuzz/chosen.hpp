// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"

namespace qw::fuzz {

/// The protocol that hears the inputs. A fuzz target has one linked in; the smoke test has all, and
/// QW_PROTOCOL names one of protocols.def.
delivery::Registration const& chosen();

}  // namespace qw::fuzz
