// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "naming/known.hpp"

namespace qw::naming {

/// A protocol that the library may name, and what is known of it here.
struct NamedProtocol {
  std::uint16_t id = 0;  // the library's
  Protocol protocol;
  bool only_tcp = false;  // over UDP the library is known to be wrong about it
};

/// Sorted by `id`. What is not here is not looked for: protocols that have a room of
/// ours, web sites and games, and whatever was seen to be called wrongly.
std::span<NamedProtocol const> named_protocols();

/// Null if it is not here.
NamedProtocol const* named_protocol(std::uint16_t id);

}  // namespace qw::naming
