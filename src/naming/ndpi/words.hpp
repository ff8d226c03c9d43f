// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "delivery/naming.hpp"

namespace qw::naming {

/// A protocol that the library may name, and our word for it.
struct Word {
  std::uint16_t id = 0;  // the library's
  Term word;
  bool encrypted = false;  // by its specification always, from the first packet on
  bool only_tcp = false;   // over UDP the library is known to be wrong about it
};

/// Sorted by `id`. What is not here is not looked for: protocols that have a room of
/// ours, web sites and games, and whatever was seen to be called wrongly.
std::span<Word const> words();

/// Null if it is not here.
Word const* word_of(std::uint16_t id);

}  // namespace qw::naming
