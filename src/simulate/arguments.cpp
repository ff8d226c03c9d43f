// SPDX-License-Identifier: Apache-2.0
#include "simulate/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/nearest.hpp"
#include "core/stamp.hpp"

namespace qw::simulate {
namespace {

constexpr unsigned most_cranes = 64;
constexpr double most_hours = 24 * 31;
constexpr double most_factor = 1000;

/// Which build's crane speaks a protocol that can be served; any if there is no name.
struct Served {
  std::string_view name;
  std::string_view build;
};
constexpr Served served_protocols[] = {{"modbus", "abb"}, {"s7", "siemens"}, {"opcua", {}}};
constexpr std::string_view option_names[] = {
    "--cranes", "--hours",     "--seed", "--build", "--scenario", "--start", "--workers",
    "--out",    "--operation", "--live", "--serve", "--factor",   "--list",  "--help"};

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "; did you mean X?", if anything is near.
std::string hint(std::string_view word, std::span<std::string_view const> names) {
  auto const near = nearest(word, names);
  return near.empty() ? std::string{} : fmt::format("; did you mean {}?", near);
}

template <class Things>
std::vector<std::string_view> names_of(Things const& things) {
  std::vector<std::string_view> names;
  for (auto const& thing : things) names.push_back(thing.name);
  return names;
}

template <class Things>
bool is_named(Things const& things, std::string_view name) {
  return std::any_of(std::begin(things), std::end(things),
                     [&](auto const& thing) { return thing.name == name; });
}

/// RFC 3339 in UTC without fraction: "2026-03-01T07:00:00Z".
std::optional<Stamp> stamp_of(std::string_view text) {
  if (text.size() != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text[19] != 'Z')
    return std::nullopt;
  auto const part = [&](std::size_t at, std::size_t size) {
    return number_of<unsigned>(text.substr(at, size));
  };
  auto const year = part(0, 4), month = part(5, 2), day = part(8, 2);
  auto const hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (*year < 1970) return std::nullopt;
  return qw::stamp_of({static_cast<int>(*year), *month, *day, *hour, *minute, *second});
}

Error wrong(std::string_view option, std::string_view value, std::string_view wanted) {
  return {fmt::format("{} {}: {}", option, value, wanted)};
}

/// One key=value behind a scenario's name.
Status read_detail(ScenarioOrder& order, std::string_view detail) {
  if (detail == "twin") {
    order.twin = true;
    return Nothing{};
  }
  auto const equals = detail.find('=');
  auto const key = detail.substr(0, equals);
  auto const value =
      equals == detail.npos ? std::nullopt : number_of<double>(detail.substr(equals + 1));
  constexpr std::string_view keys[] = {"twin", "crane", "at", "for", "dose"};
  if (std::find(std::begin(keys), std::end(keys), key) == std::end(keys))
    return Error{fmt::format("--scenario: unknown detail {}{}", detail, hint(key, keys))};
  if (!value || !(*value >= 0) || *value > 1e7)
    return Error{fmt::format("--scenario: {} needs a number, as in {}=1", key, key)};
  auto const length = Nanoseconds{static_cast<std::int64_t>(*value * 1e9)};
  if (key == "crane") order.crane = static_cast<unsigned>(*value);
  if (key == "at") order.at = length;
  if (key == "for") order.length = length;
  if (key == "dose") order.dose = *value;
  return Nothing{};
}

/// "IF", or "POINT=IF" with more of them behind commas.
Status read_live(Options& options, std::string_view words) {
  options.live.clear();
  for (std::size_t at = 0; at <= words.size();) {
    auto const word = words.substr(at, words.substr(at).find(','));
    at += word.size() + 1;
    auto const equals = word.find('=');
    LiveOrder order;
    if (equals != word.npos) order.point = word.substr(0, equals);
    order.interface = equals == word.npos ? word : word.substr(equals + 1);
    if (order.interface.empty() || equals == 0)
      return wrong("--live", words, "must be IF, or ehouse=IF,quay=IF");
    options.live.push_back(std::move(order));
  }
  if (options.live.size() > 1)
    for (auto const& order : options.live)
      if (order.point.empty()) return wrong("--live", words, "say POINT=IF for each of several");
  return Nothing{};
}

Status read_serve(Options& options, std::string_view word) {
  auto const equals = word.find('=');
  auto const name = word.substr(0, equals);
  if (!is_named(served_protocols, name))
    return wrong(
        "--serve", word,
        fmt::format("no such protocol; there are {}", fmt::join(names_of(served_protocols), ", ")));
  auto const port =
      equals == word.npos ? std::nullopt : number_of<std::uint16_t>(word.substr(equals + 1));
  if (!port) return wrong("--serve", word, fmt::format("needs a port, as in {}=10502", name));
  options.serve = ServeOrder{std::string{name}, *port};
  return Nothing{};
}

/// Options of a run that follows the clock.
Status read_clocked(Options& options, std::string_view option, std::string_view value) {
  if (option == "--live") return read_live(options, value);
  if (option == "--serve") return read_serve(options, value);
  auto const factor = number_of<double>(value);
  if (!factor || !(*factor >= 0.01) || *factor > most_factor)
    return wrong(option, value, fmt::format("must be from 0.01 to {}", most_factor));
  options.factor = *factor;
  return Nothing{};
}

Status read_value(Options& options, std::string_view option, std::string_view value) {
  if (option == "--cranes") {
    auto const count = number_of<unsigned>(value);
    if (!count || *count < 1 || *count > most_cranes)
      return wrong(option, value, fmt::format("must be a number from 1 to {}", most_cranes));
    options.cranes = *count;
  } else if (option == "--hours") {
    auto const hours = number_of<double>(value);
    if (!hours || !(*hours > 0) || *hours > most_hours)
      return wrong(option, value, fmt::format("must be more than 0 and at most {}", most_hours));
    options.hours = *hours;
  } else if (option == "--seed") {
    auto const seed = number_of<std::uint64_t>(value);
    if (!seed) return wrong(option, value, "must be a whole number");
    options.seed = *seed;
  } else if (option == "--workers") {
    auto const count = number_of<unsigned>(value);
    if (!count || *count < 1 || *count > 64) return wrong(option, value, "must be from 1 to 64");
    options.workers = *count;
  } else if (option == "--build") {
    if (!is_named(builds(), value))
      return wrong(option, value, "no such build" + hint(value, names_of(builds())));
    options.build = value;
  } else if (option == "--operation") {
    if (value != "manual" && value != "remote")
      return wrong(option, value, "must be manual or remote");
    options.remote = value == "remote";
  } else if (option == "--start") {
    auto const start = stamp_of(value);
    if (!start) return wrong(option, value, "must be UTC, as in 2026-03-01T07:00:00Z");
    options.start = *start;
  } else if (option == "--out") {
    options.out = value;
  } else if (option != "--scenario") {
    return read_clocked(options, option, value);
  } else {
    auto order = read_scenario(value);
    if (!order) return order.error();
    options.scenarios.push_back(*std::move(order));
  }
  return Nothing{};
}

/// The names that a point of these cranes can have on the command line.
bool is_point(Options const& options, std::string_view name) {
  if (name.empty() || name == "quay" || name == "ehouse") return true;
  for (unsigned number = 1; number <= options.cranes; ++number)
    if (name == fmt::format("crane-{}-ehouse", number)) return true;
  return false;
}

Status check_clocked(Options const& options) {
  bool const clocked = !options.live.empty() || options.serve.has_value();
  if (!options.live.empty() && options.serve)
    return Error{"--live and --serve cannot be combined; start the program twice for both"};
  if (!clocked && options.factor != 1) return Error{"--factor needs --live or --serve"};
  for (auto const& order : options.live)
    if (!is_point(options, order.point))
      return Error{
          fmt::format("--live {}={}: no such point; there are ehouse, quay and "
                      "crane-N-ehouse with N up to {}",
                      order.point, order.interface, options.cranes)};
  if (!options.serve) return Nothing{};
  for (auto const& served : served_protocols)
    if (served.name == options.serve->protocol && !served.build.empty() &&
        served.build != options.build)
      return Error{
          fmt::format("--serve {}: not spoken by the controller of build {}; add "
                      "--build {}",
                      served.name, options.build, served.build)};
  return Nothing{};
}

Status check(Options const& options) {
  if (options.out.empty()) return Error{"--out is missing: name the folder for the captures"};
  auto const end = options.hours * 3600;
  for (auto const& order : options.scenarios) {
    if (order.crane > options.cranes || order.crane == 0)
      return Error{fmt::format("--scenario {}: there is no crane {}, only 1 to {}", order.name,
                               order.crane, options.cranes)};
    auto const at = static_cast<double>(order.at.count) / 1e9;
    if (at >= end)
      return Error{fmt::format(
          "--scenario {}: begins at {:g} s, but the run ends at {:g} s; use an earlier at= "
          "or more --hours",
          order.name, at, end)};
  }
  return check_clocked(options);
}

}  // namespace

Result<ScenarioOrder> read_scenario(std::string_view word) {
  ScenarioOrder order;
  auto const name = word.substr(0, word.find_first_of(":,"));
  order.name = name;
  if (!is_named(scenarios(), name))
    return Error{
        fmt::format("--scenario {}: no such scenario{}", name, hint(name, names_of(scenarios())))};
  for (word.remove_prefix(name.size()); !word.empty();) {
    word.remove_prefix(1);
    auto const detail = word.substr(0, word.find_first_of(":,"));
    auto const status = read_detail(order, detail);
    if (!status) return status.error();
    word.remove_prefix(detail.size());
  }
  for (auto const& scenario : scenarios()) {
    if (scenario.name != name || !scenario.is_quiet()) continue;
    if (order.twin)
      return Error{
          fmt::format("--scenario {}: has no twin, because it is legitimate itself", name)};
    order.twin = true;
  }
  return order;
}

Result<Command> read_arguments(std::span<char const* const> words) {
  Command command;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view const option{words[i]};
    if (option == "--help" || option == "-h" || option == "--list") {
      command.kind = option == "--list" ? Command::Kind::list : Command::Kind::help;
      return command;
    }
    if (std::find(std::begin(option_names), std::end(option_names), option) ==
        std::end(option_names))
      return Error{fmt::format("unknown option {}{}", option, hint(option, option_names))};
    if (i + 1 == words.size()) return Error{fmt::format("{} needs a value", option)};
    auto const status = read_value(command.options, option, words[++i]);
    if (!status) return status.error();
  }
  auto const status = check(command.options);
  if (!status) return status.error();
  return command;
}

std::string help_text() {
  return "quaywatch-simulate writes captures of generated cranes and a file that explains them\n"
         "\n"
         "  quaywatch-simulate --cranes N --hours H --seed S --out DIR [option...]\n"
         "\n"
         "  --out DIR         folder for the captures and truth.jsonl; made if missing\n"
         "  --cranes N        1 to 64 (1)\n"
         "  --hours H         simulated hours (1)\n"
         "  --seed S          the same seed gives the same octets (1)\n"
         "  --build B         make of the cranes' networks (siemens)\n"
         "  --operation O     manual: operators on board; remote: operators at desks (manual)\n"
         "  --scenario NAME   plants a problem; may be repeated.\n"
         "                    NAME:twin plants its legitimate twin instead.\n"
         "                    NAME,crane=N,at=S,for=S,dose=X: where, when and how much, in\n"
         "                    seconds after the start, seconds, and parts of the full dose\n"
         "  --start TIME      start in UTC (2026-03-01T07:00:00Z)\n"
         "  --workers N       worker threads (2); the output does not depend on it\n"
         "  --live IF         also sends every frame to a network interface in real time;\n"
         "                    ehouse=IF,quay=IF2 sends each capture point to its own.\n"
         "                    Needs the capability CAP_NET_RAW\n"
         "  --serve modbus=PORT | s7=PORT | opcua=PORT\n"
         "                    crane 1 answers real clients on 127.0.0.1 in real time: its\n"
         "                    controller over modbus with --build abb, over s7 with --build\n"
         "                    siemens; its OPC UA server with any\n"
         "  --factor X        with --live or --serve: X times as fast as real (1)\n"
         "  --list            lists builds and scenarios\n"
         "  --help            prints this text\n"
         "\n"
         "Writes <crane>-ehouse.pcapng, quay.pcapng, truth.jsonl, site.toml and port/;\n"
         "docs/simulator.md explains every line of the truth.\n";
}

std::string list_text() {
  std::string text = "builds\n";
  for (auto const& build : builds()) text += fmt::format("  {:24} {}\n", build.name, build.words);
  text += "scenarios\n";
  for (auto const& scenario : scenarios())
    text += scenario.is_quiet()
                ? fmt::format("  {:24} legitimate: {}\n", scenario.name, scenario.twin_words)
                : fmt::format("  {:24} {}\n  {:24}   twin: {}\n", scenario.name, scenario.words, "",
                              scenario.twin_words);
  return text;
}

}  // namespace qw::simulate
