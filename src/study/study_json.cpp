// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "study/summary.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::study {
namespace {

void write_events(JsonWriter& json, StudyResult const& result) {
  json.key("events").begin_object();
  for (std::size_t i = 0; i < result.dossier.events.size(); ++i)
    json.member(kind_names[i], result.dossier.events[i]);
  json.end_object();
}

void write_protocols(JsonWriter& json, StudyResult const& result) {
  json.key("protocols").begin_object();
  for (auto const& protocol : result.of<ProtocolTally>())
    json.key(protocol.name)
        .begin_object()
        .member("messages", protocol.events)
        .member("conversations", protocol.conversations)
        .member("octets", protocol.octets)
        .end_object();
  json.end_object();
}

/// Rows of one list that are told; the store has them all. Devices are told whatever their
/// number, for programs count them here.
template <class Record>
constexpr std::size_t most_listed = std::is_same_v<Record, Device> ? SIZE_MAX : 10'000;

template <class Record>
void write_rows(JsonWriter& json, std::vector<Record> const& rows, Names const& names) {
  json.begin_array();
  for (std::size_t i = 0; i < std::min(rows.size(), most_listed<Record>); ++i)
    write_value(json, rows[i], names);
  json.end_array();
}

/// Sums stand before the rows that they are of.
void write_ledger(JsonWriter& json, StudyResult const& result) {
  auto const total = result.boundary();
  json.key("ledger").begin_object();
  json.member("boundary_octets", total.boundary_octets)
      .member("rows_octets", total.rows_octets)
      .member("unexplained_octets", total.unexplained_octets);
  write_rows(json.key("boundaries"), result.of<LedgerTotal>(), result.names);
  write_rows(json.key("rows"), result.of<LedgerRow>(), result.names);
  json.end_object();
}

void write_records(JsonWriter& json, StudyResult const& result) {
  result.dossier.for_each(
      [&]<class Record>(RecordNames const& names, std::vector<Record> const& rows) {
        if constexpr (std::is_same_v<Record, ProtocolTally>)
          write_protocols(json, result);
        else if constexpr (std::is_same_v<Record, LedgerRow>)
          write_ledger(json, result);
        else if constexpr (!std::is_same_v<Record, LedgerTotal>)
          write_rows(json.key(names.many), rows, result.names);
      });
  json.key("rows_left_out").begin_object();
  result.dossier.for_each(
      [&]<class Record>(RecordNames const& names, std::vector<Record> const& rows) {
        if (rows.size() > most_listed<Record>)
          json.member(names.many, std::uint64_t{rows.size() - most_listed<Record>});
      });
  json.end_object();
}

}  // namespace

std::string to_json(StudyResult const& result) {
  std::string out;
  JsonWriter json{out};
  json.begin_object()
      .member("schema_version", schema_version)
      .member("frames", result.frames())
      .member("octets", result.octets())
      .member("conversations", result.dossier.accounts.conversations);
  write_events(json, result);
  write_records(json, result);
  json.member("sightings_left_out", result.dossier.sightings_left_out);
  write_value(json.key("captures"), result.dossier.accounts.sources, result.names);
  json.key("run").begin_object().member("version", result.run.version);
  json.member("workers", result.run.workers);
  if (result.run.frames_before != 0) json.member("frames_before", result.run.frames_before);
  json.end_object();
  json.member("seconds", result.run.seconds);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace qw::study
