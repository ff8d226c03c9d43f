// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "vocabulary/json.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// How often which verb was given; most frequent first, then in the order of Verb.
class VerbCounts {
 public:
  struct Each {
    Verb verb;
    std::uint64_t count;
    friend bool operator==(Each const&, Each const&) = default;
  };

  VerbCounts() = default;
  VerbCounts(std::initializer_list<Each> all) : all_{all} {}
  void add(Verb verb, std::uint64_t count) { all_.push_back({verb, count}); }

  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::vector<Each> const& all() const { return all_; }
  friend bool operator==(VerbCounts const&, VerbCounts const&) = default;

 private:
  std::vector<Each> all_;
};

/// "read 812, write 3".
inline std::string to_text(VerbCounts const& verbs) {
  std::string text;
  for (auto const& each : verbs.all()) {
    if (!text.empty()) text += ", ";
    (text += name_of(each.verb)) += ' ';
    text += std::to_string(each.count);
  }
  return text;
}

inline void write_value(JsonWriter& json, VerbCounts const& verbs, Names const&) {
  json.value(to_text(verbs));
}

}  // namespace qw
