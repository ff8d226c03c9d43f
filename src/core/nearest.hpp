// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qw {

/// Letters to insert, delete, replace or swap with their neighbour to get from one
/// word to the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name that was most likely meant: the nearest, if no more than two letters in
/// five differ. Empty if none is near; the first of several that are equally near.
std::string_view nearest(std::string_view word, std::span<std::string_view const> names);

}  // namespace qw
