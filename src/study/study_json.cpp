// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "study/summary.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::study {
namespace {

void write_events(JsonWriter& json, StudyResult const& result) {
  json.key("events").begin_object();
  for (std::size_t i = 0; i < result.events.size(); ++i)
    json.member(kind_names[i], result.events[i]);
  json.end_object();
}

void write_protocols(JsonWriter& json, StudyResult const& result) {
  json.key("protocols").begin_object();
  for (auto const& protocol : result.protocols)
    json.key(protocol.name)
        .begin_object()
        .member("messages", protocol.events)
        .member("conversations", protocol.conversations)
        .member("octets", protocol.octets)
        .end_object();
  json.end_object();
}

void write_ledger(JsonWriter& json, StudyResult const& result) {
  auto const total = result.boundary();
  json.key("ledger").begin_object();
  json.member("boundary_octets", total.boundary_octets)
      .member("rows_octets", total.rows_octets)
      .member("unexplained_octets", total.unexplained_octets);
  json.key("boundaries").begin_array();
  for (auto const& each : result.boundaries)
    json.begin_object()
        .member("boundary", each.boundary)
        .member("boundary_octets", each.boundary_octets)
        .member("rows_octets", each.rows_octets)
        .member("unexplained_octets", each.unexplained_octets)
        .end_object();
  json.end_array().end_object();
}

}  // namespace

std::string to_json(StudyResult const& result) {
  std::string out;
  JsonWriter json{out};
  json.begin_object()
      .member("schema_version", schema_version)
      .member("frames", result.frames())
      .member("octets", result.octets())
      .member("conversations", result.accounts.conversations);
  write_events(json, result);
  write_protocols(json, result);
  write_value(json.key("devices"), result.devices, result.names);
  write_value(json.key("cranes"), result.cranes, result.names);
  write_value(json.key("findings"), result.findings, result.names);
  json.member("sightings_left_out", result.sightings_left_out);
  write_ledger(json, result);
  write_value(json.key("coverage"), result.coverage, result.names);
  write_value(json.key("captures"), result.accounts.sources, result.names);
  json.key("run").begin_object().member("version", result.run.version);
  json.member("workers", result.run.workers).end_object();
  json.member("seconds", result.run.seconds);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace qw::study
