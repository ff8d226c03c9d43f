// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/schema.hpp"

#include <utility>

#include "vocabulary/event_json.hpp"
#include "vocabulary/records.hpp"

namespace qw {

std::span<MemberSchema const> common_schema() {
  static constexpr MemberSchema members[] = {{"kind", "word", {}},
                                             {"protocol", "word", {}},
                                             {"at", "stamp", {}},
                                             {"point", "text", {}},
                                             {"capture", "text", {}},
                                             {"frames", "first and last", "frame number"},
                                             {"reply", "whole number", "frame number"},
                                             {"speaker", "endpoint", {}},
                                             {"listener", "endpoint", {}},
                                             {"conversation", "capture:frame", {}}};
  return members;
}

std::vector<Schema> event_schema() {
  return []<std::size_t... index>(std::index_sequence<index...>) {
    return std::vector{schema_of<std::variant_alternative_t<index, Event>>(kind_names[index])...};
  }
  (std::make_index_sequence<std::variant_size_v<Event>>{});
}

std::vector<Schema> record_schema() {
  std::vector<Schema> all;
  for_each_record([&]<class Record>(RecordNames const& names) {
    all.push_back(record_schema_of<Told<Record>>(names.one));
  });
  return all;
}

}  // namespace qw
