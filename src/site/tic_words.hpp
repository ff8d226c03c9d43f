// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "vocabulary/values.hpp"

namespace qw::site {

/// The TIC4.0 words for what a symbol of a controller's program means, "hoist.position";
/// empty if that is not plain. It is plain if every part of the name is known: one subject
/// of the crane, one property of it that the type can hold, and nothing else but words that
/// change nothing ("actual", "value"). A set point, a limit that is not one of the two words
/// for it, or a second hoist says too much, and is left to a person.
///
/// Source: subjects and properties of a spreader, a hoist and a boom of the TIC4.0 schema
/// (Fundacion-Valenciaport/TIC4.0, schema.json). That "position" and "speed" are the words
/// for the place and the pace of an axis is this project's assumption.
std::string tic_word(std::string_view symbol, WireType type);

}  // namespace qw::site
