// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulate/wire/octets.hpp"

namespace qw::simulate::s7comm {

/// Wraps a COTP unit.
Octets tpkt(Bytes unit);

enum Rosctr : std::uint8_t { job = 1, ack = 2, ack_data = 3, userdata = 7 };

/// A whole S7 message in COTP and TPKT.
Octets message(Rosctr kind, std::uint16_t reference, Bytes parameters, Bytes data);

}  // namespace qw::simulate::s7comm
