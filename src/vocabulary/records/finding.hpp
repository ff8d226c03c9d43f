// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"

namespace qw {

/// How far a claim is known.
enum class Grade : std::uint8_t { observed, likely, possible, not_observed, not_observable };
constexpr std::string_view name_of(Grade grade) {
  constexpr std::string_view names[] = {"observed", "likely", "possible", "not observed",
                                        "not observable from here"};
  return names[static_cast<std::size_t>(grade)];
}

/// What it asks of people. `page`: now, even at night; `queue`: today.
enum class Severity : std::uint8_t { page, queue, note };
constexpr std::string_view name_of(Severity severity) {
  constexpr std::string_view names[] = {"page", "queue", "note"};
  return names[static_cast<std::size_t>(severity)];
}

/// One claim, with what proves it and what else it could be.
struct Finding {
  std::string detector;
  std::string claim;    // one sentence
  std::string subject;  // the host, device or conduit that it is about
  Grade grade = Grade::observed;
  Severity severity = Severity::note;
  std::uint64_t count = 0;  // how often what is claimed was seen
  Stamp first;
  Stamp last;
  std::vector<Evidence> evidence;  // bounded, earliest first; never empty if observed
  std::string innocent;            // the strongest innocent explanation
  std::string bound;               // for "not observed": the bound and its assumption;
                                   // for "not observable": the physical check that settles it
  std::string technique;           // ATT&CK for ICS: "T0843 Program Download"
  std::vector<std::string> rules;  // what it bears on
  std::vector<std::string> steps;  // what to do, by whom; the first is crane-safe

  static constexpr auto fields() {
    using F = Finding;
    return std::tuple{field("detector", &F::detector), field("claim", &F::claim),
                      field("subject", &F::subject),   field("grade", &F::grade),
                      field("severity", &F::severity), field("count", &F::count),
                      field("first", &F::first),       field("last", &F::last),
                      field("evidence", &F::evidence), field("innocent", &F::innocent),
                      field("bound", &F::bound),       field("technique", &F::technique),
                      field("rules", &F::rules),       field("steps", &F::steps)};
  }

  static constexpr auto key() { return std::tuple{&Finding::detector, &Finding::subject}; }
};

}  // namespace qw
