// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// A program that reads a controller's data blocks over S7comm, again and again.
struct S7Polls {
  std::string purpose;
  Host* client = nullptr;
  Host* server = nullptr;
  Nanoseconds period;          // from one round to the next
  std::uint8_t kind = 1;       // of connection: 1 programming device, 2 operator panel, 3 other
  double part = 1;             // of the registers that it asks for
  std::optional<Stamp> until;  // for ever if none
};
void s7_polls(CraneSite& crane, S7Polls const& polls);

}  // namespace qw::simulate
