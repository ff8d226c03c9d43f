// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "app/arguments.hpp"

namespace qw::app {

/// Exit statuses of every command.
namespace status {
inline constexpr int done = 0;
inline constexpr int failed = 1;  // nothing could be read, or the result not written
inline constexpr int usage = 2;
}  // namespace status

/// A word behind `quaywatch`, and what it does.
struct Command {
  std::string_view name;
  std::string_view usage;    // "study CAPTURE... [--out DIR]"
  std::string_view summary;  // one line
  std::string_view help;     // paragraphs below the options; may be empty
  std::span<Option const> options;
  int (*run)(Arguments const& arguments);
};

/// Prints "quaywatch NAME: text" and answers `code`.
int fail(std::string_view command, std::string_view text, int code);

extern Command const study_command;
extern Command const serve_command;
extern Command const tap_command;
extern Command const learn_command;
extern Command const list_command;
extern Command const export_command;

}  // namespace qw::app
