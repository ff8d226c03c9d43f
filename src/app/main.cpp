// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "app/command.hpp"
#include "app/output.hpp"
#include "core/nearest.hpp"

namespace qw::app {
namespace {

Command const* const commands[] = {&study_command, &serve_command,  &tap_command,
                                   &learn_command, &export_command, &list_command};

void print_overview() {
  say("quaywatch reads captures of a crane's network and reports what is on it, what it does,\n"
      "who commands it, what leaves it, and how sure that is. It never sends a frame.\n\n");
  for (auto const* command : commands) say("  {:<8}{}\n", command->name, command->summary);
  say("\n'quaywatch COMMAND --help' explains a command.\n");
}

void print_help(Command const& command) {
  say("quaywatch {}\n\n{}\n", command.usage, command.summary);
  if (!command.options.empty()) say("\n");
  for (auto const& option : command.options)
    say("  {:<24}{}\n", fmt::format("{} {}", option.name, option.value), option.help);
  if (!command.help.empty()) say("\n{}\n", command.help);
}

Command const* find_command(std::string_view name) {
  auto const found = std::ranges::find(commands, name, &Command::name);
  return found == std::end(commands) ? nullptr : *found;
}

int unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (auto const* command : commands) names.push_back(command->name);
  auto const close = nearest(word, names);
  auto const hint = close.empty() ? std::string{"'quaywatch --help' lists the commands"}
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
    say("quaywatch {}\n", QW_VERSION);
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

/// A command has not done its work if its words did not come out.
int finished(int code) {
  auto const written = finish_output();
  if (written || code != status::done) return code;
  fmt::print(stderr, "quaywatch: {}\n", written.error().text);
  return status::failed;
}

}  // namespace

int fail(std::string_view command, std::string_view text, int code) {
  fmt::print(stderr, "quaywatch {}: {}\n", command, text);
  return code;
}

}  // namespace qw::app

int main(int count, char** words) {
  // A file that may grow no further is an error of its writer, who says so.
  static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
  return qw::app::finished(qw::app::run({words + 1, words + count}));
}
