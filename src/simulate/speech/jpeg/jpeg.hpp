// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// Grey pictures as baseline JPEG: ITU-T T.81 with the tables of its annex K, in a JFIF file.
namespace qw::simulate::jpeg {

struct Picture {
  unsigned width = 0;
  unsigned height = 0;
  std::vector<std::uint8_t> grey;  // row by row, width x height
};

/// Width and height must be from 1 to 65535. `quality` is 1..100, as the reference coder of
/// the Independent JPEG Group scales its table.
Octets encode(Picture const& picture, unsigned quality);
/// The same file with a comment (segment COM) in front of its tables; at most 65,533 octets.
Octets with_comment(Bytes file, Bytes comment);

/// The wall of a container with its number on it: corrugated steel in uneven light, and the
/// noise of a camera. It can be read, and is no picture of anything real.
Picture container_wall(std::string_view number, Dice& dice);

}  // namespace qw::simulate::jpeg
