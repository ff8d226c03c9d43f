// SPDX-License-Identifier: Apache-2.0
#include "tap/tap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "app/captures.hpp"
#include "app/command.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/site_file.hpp"

#include "core/nearest.hpp"
#include "core/words.hpp"
#include "pipeline/run.hpp"
#include "study/readable.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::app {
namespace {

using tap::Check;
using tap::Verdict;

constexpr std::array tap_options{
    Option{"--site", "FILE", "site file: its networks and devices should be seen"},
    Option{"--expect", "HOST",
           "address, or device of the site file, that should be seen; may be repeated"},
    Option{"--json", "", "print one JSON object instead"},
};

class TapListener final : public pipeline::Listener {
 public:
  explicit TapListener(tap::Tap& tap) : tap_{tap} {}

  void on_event(Ordered const& event) override { tap_.on(event.event); }

 private:
  tap::Tap& tap_;
};

Result<tap::Expected> expected_device(std::string const& word, site::Site const& site) {
  if (auto const address = Address::parse(word)) return tap::Expected{word, {*address}};
  auto const known = std::ranges::find(site.devices, word, &site::KnownDevice::name);
  if (known != site.devices.end()) {
    tap::Expected device{word, known->addresses};
    device.addresses.insert(device.addresses.end(), known->macs.begin(), known->macs.end());
    return device;
  }
  std::vector<std::string_view> names;
  for (auto const& device : site.devices) names.push_back(device.name);
  auto const close = nearest(word, names);
  return Error{fmt::format("--expect: '{}' is neither an address nor a device of the site file{}",
                           word, close.empty() ? "" : fmt::format("; did you mean '{}'?", close))};
}

Result<std::vector<tap::Expected>> expected_devices(Arguments const& arguments,
                                                    site::Site const& site) {
  std::vector<tap::Expected> devices;
  for (auto const& word : arguments.values("--expect")) {
    auto device = expected_device(word, site);
    if (!device) return device.error();
    devices.push_back(std::move(*device));
  }
  return devices;
}

std::string_view mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::good: return "ok";
    case Verdict::doubtful: return "check";
    case Verdict::wrong: return "WRONG";
    case Verdict::unknown: break;
  }
  return "?";
}

std::string conclusion(std::vector<Check> const& checks) {
  auto const wrong = std::ranges::count(checks, Verdict::wrong, &Check::verdict);
  auto const doubtful = std::ranges::count(checks, Verdict::doubtful, &Check::verdict);
  if (wrong != 0)
    return fmt::format("This tap is not usable: {} to fix.",
                       counted(static_cast<std::uint64_t>(wrong), "problem"));
  if (doubtful != 0)
    return fmt::format("This tap is usable, but {} to be checked.",
                       counted(static_cast<std::uint64_t>(doubtful), "item has", "items have"));
  return "The capture shows nothing wrong with this tap.";
}

void print_text(SourceAccount const& source, std::vector<Check> const& checks) {
  say("{}: {}, {}", study::printable(source.name), counted(source.read.frames, "frame"),
      study::sized(source.read.octets));
  if (source.read.frames != 0)
    say(", {} from {}", study::lasting(source.last - source.first), study::moment(source.first));
  say("\n\n");
  for (auto const& check : checks) {
    say("{:>5}  {:<11} {}\n", mark_of(check.verdict), name_of(check.aspect),
        study::printable(check.statement, 1'000));
    if (!check.move.empty()) say("{:19}-> {}\n", "", check.move);
  }
  say("\n{}\n", conclusion(checks));
}

void print_json(SourceAccount const& source, std::vector<Check> const& checks, Names const& names) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().member("schema_version", schema_version);
  json.member("usable", std::ranges::find(checks, Verdict::wrong, &Check::verdict) == checks.end());
  write_value(json.key("checks"), checks, names);
  write_value(json.key("capture"), source, names);
  json.end_object();
  say("{}\n", out);
}

/// What the capture says of itself is told by the clock of the machine that reads it.
Stamp clock_of_this_machine() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
}

int check_tap(Arguments const& arguments) {
  if (arguments.words().size() != 1)
    return fail("tap",
                arguments.words().empty()
                    ? "expected a capture: quaywatch tap CAPTURE (- is standard input)"
                    : "expected one capture: a tap is checked by itself",
                status::usage);
  auto const site = site_of(arguments);
  if (!site) return fail("tap", site.error().text, status::usage);
  auto expected = expected_devices(arguments, *site);
  if (!expected) return fail("tap", expected.error().text, status::usage);
  capture::BlockPool pool;
  auto captures = open_captures(arguments.words(), *site, pool);
  if (!captures) return fail("tap", captures.error().text, status::failed);

  tap::Tap tap{*site, captures->names.points[0], std::move(*expected)};
  TapListener listener{tap};
  pipeline::Run run{{}, std::move(captures->inputs)};
  {
    ProgressLine progress;
    run.listen(listener, [&](auto position, auto size) { progress.show(position, size); });
  }
  auto const source = run.accounts().sources[0];
  auto const checks = tap.checks(source, clock_of_this_machine());
  if (arguments.has("--json"))
    print_json(source, checks, captures->names);
  else
    print_text(source, checks);
  return source.read.frames == 0 && source.damages != 0 ? status::failed : status::done;
}

}  // namespace

Command const tap_command{
    .name = "tap",
    .usage = "tap CAPTURE [--site FILE] [--expect HOST]...",
    .summary = "check a mirror port or tap from a short capture",
    .help =
        "Record one minute at the mirror port with tcpdump or dumpcap, while the technician is "
        "still\n"
        "at the switch. - is standard input. POINT=CAPTURE names the point of the site file where "
        "it\n"
        "was recorded. Each line of the result is marked ok, check, WRONG, or ? where the capture\n"
        "cannot show it. This version cannot listen at an interface.",
    .options = tap_options,
    .run = check_tap,
};

}  // namespace qw::app
