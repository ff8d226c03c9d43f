// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// Cyclic exchanges of Ethernet Global Data around a GE controller. It produces a range of
/// its registers for a group of consumers; a station of inputs and it produce for each other.
struct EgdExchanges {
  Host* controller = nullptr;
  Host* station = nullptr;
  unsigned group = 1;       // of the consumers, 1 to 32
  Nanoseconds shown_every;  // the controller's own registers
  Nanoseconds inputs_every;
};
void egd_exchanges(CraneSite& crane, EgdExchanges const& exchanges);

}  // namespace qw::simulate
