// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/command.hpp"
#include "app/output.hpp"
#include "core/nearest.hpp"
#include "detectors/registry.hpp"
#include "protocols/registry.hpp"
#include "vocabulary/schema.hpp"

namespace qw::app {
namespace {

void list_protocols() {
  for (auto const* protocol : protocols()) {
    std::string hints;
    for (auto const port : protocol->protocol.tcp_ports()) hints += fmt::format(" tcp/{}", port);
    for (auto const port : protocol->protocol.udp_ports()) hints += fmt::format(" udp/{}", port);
    for (auto const type : protocol->protocol.frame_types())
      hints += fmt::format(" type/{:#06x}", type);
    say("{:<16}{:<40}{}\n", protocol->protocol.text(), protocol->protocol.title(), hints);
  }
}

void list_detectors() {
  for (auto const* detector : detectors::about_all())
    say("{}\n  reports: {}\n  ATT&CK for ICS: {}\n  sensitivity: {}\n\n", detector->name,
        detector->claim, detector->technique, detector->sensitivity);
}

void print_members(std::span<MemberSchema const> members) {
  for (auto const& member : members)
    say("  {:<20}{}{}{}\n", member.name, member.type, member.unit.empty() ? "" : ", ", member.unit);
}

void print_schema(Schema const& schema) {
  say("\n{}\n", schema.name);
  print_members(schema.members);
}

void list_events() {
  say("all events\n");
  print_members(common_schema());
  for (auto const& kind : event_schema()) print_schema(kind);
}

void list_records() {
  say("what analyses and detectors make of the events\n");
  for (auto const& each : record_schema()) print_schema(each);
}

struct Topic {
  std::string_view name;
  void (*print)();
};
constexpr std::array topics{Topic{"protocols", list_protocols}, Topic{"detectors", list_detectors},
                            Topic{"events", list_events}, Topic{"records", list_records}};

int list_topic(Arguments const& arguments) {
  std::vector<std::string_view> names;
  for (auto const& topic : topics) names.push_back(topic.name);
  if (arguments.words().size() != 1)
    return fail("list", fmt::format("expected one of {}", fmt::join(names, ", ")), status::usage);
  auto const found = std::ranges::find(topics, arguments.words()[0], &Topic::name);
  if (found == topics.end()) {
    auto const close = nearest(arguments.words()[0], names);
    return fail(
        "list",
        fmt::format("unknown list '{}'; {}", arguments.words()[0],
                    close.empty() ? fmt::format("expected one of {}", fmt::join(names, ", "))
                                  : fmt::format("did you mean {}?", close)),
        status::usage);
  }
  found->print();
  return status::done;
}

}  // namespace

Command const list_command{
    .name = "list",
    .usage = "list protocols|detectors|events|records",
    .summary = "list the protocols, detectors, event members or record members of this version",
    .help = "",
    .options = {},
    .run = list_topic,
};

}  // namespace qw::app
