// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/result.hpp"
#include "simulate/world.hpp"

namespace qw::simulate {

/// What the user wants: a run, or something to read.
struct Command {
  enum class Kind : std::uint8_t { run, help, list } kind = Kind::run;
  Options options;
};

/// Reads the words behind the program's name. Errors name the nearest right word.
Result<Command> read_arguments(std::span<char const* const> words);
/// "NAME[:twin][,crane=N][,at=S][,for=S][,dose=X]"
Result<ScenarioOrder> read_scenario(std::string_view word);

std::string help_text();
/// Builds and scenarios, one a line.
std::string list_text();

}  // namespace qw::simulate
