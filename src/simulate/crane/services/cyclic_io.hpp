// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// A rack of inputs that a controller reads cyclically: CIP class 1 over UDP, opened over
/// TCP. The rack measures what stands in its own registers, which the truth tells.
struct CyclicIo {
  Host* controller = nullptr;
  Host* rack = nullptr;
  Nanoseconds period;  // the requested packet interval, both ways
};
void enip_io(CraneSite& crane, CyclicIo const& io);

}  // namespace qw::simulate
