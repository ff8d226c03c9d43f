// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "app/command.hpp"

namespace qw::app {
namespace {

Command const* const commands[] = {&study_command, &serve_command,  &tap_command,
                                   &learn_command, &export_command, &list_command};

void print_overview() {
  fmt::print(
      "quaywatch: what is on the crane, what it does, who commands it, what leaves it,\n"
      "and how sure we are. It listens and reads; it never sends.\n\n");
  for (auto const* command : commands) fmt::print("  {:<8}{}\n", command->name, command->summary);
  fmt::print("\nquaywatch COMMAND --help says more.\n");
}

void print_help(Command const& command) {
  fmt::print("quaywatch {}\n\n{}\n", command.usage, command.summary);
  if (!command.options.empty()) fmt::print("\n");
  for (auto const& option : command.options)
    fmt::print("  {:<24}{}\n", fmt::format("{} {}", option.name, option.value), option.help);
  if (!command.help.empty()) fmt::print("\n{}\n", command.help);
}

Command const* find_command(std::string_view name) {
  auto const found = std::ranges::find(commands, name, &Command::name);
  return found == std::end(commands) ? nullptr : *found;
}

int unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (auto const* command : commands) names.push_back(command->name);
  auto const close = nearest(word, names);
  auto const hint = close.empty() ? std::string{"'quaywatch --help' lists them"}
                                  : fmt::format("did you mean 'quaywatch {}'?", close);
  fmt::print(stderr, "quaywatch: unknown command '{}'; {}\n", word, hint);
  return status::usage;
}

int run(std::vector<std::string> const& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_overview();
    return words.empty() ? status::usage : status::done;
  }
  if (words[0] == "--version") {
    fmt::print("quaywatch {}\n", QW_VERSION);
    return status::done;
  }
  auto const* command = find_command(words[0]);
  if (command == nullptr) return unknown_command(words[0]);
  std::vector<std::string> const rest{words.begin() + 1, words.end()};
  if (std::ranges::find(rest, "--help") != rest.end() ||
      std::ranges::find(rest, "-h") != rest.end()) {
    print_help(*command);
    return status::done;
  }
  auto const arguments = Arguments::parse(rest, command->options);
  if (!arguments) return fail(command->name, arguments.error().text, status::usage);
  return command->run(*arguments);
}

}  // namespace

int fail(std::string_view command, std::string_view text, int code) {
  fmt::print(stderr, "quaywatch {}: {}\n", command, text);
  return code;
}

}  // namespace qw::app

int main(int count, char** words) { return qw::app::run({words + 1, words + count}); }
