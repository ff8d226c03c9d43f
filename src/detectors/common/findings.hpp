// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vocabulary/kinds.hpp"
#include "vocabulary/records.hpp"

namespace qw::detectors {

/// What detectors claimed. One claim about one subject is one finding, however often
/// it is seen: its count, last stamp and evidence grow.
class Findings {
 public:
  static constexpr std::size_t most_each = 200;     // findings of one detector
  static constexpr std::size_t most_evidence = 16;  // frames of one finding

  /// `subject` and `claim_key` tell the finding from others of the detector;
  /// `describe(Finding&)` writes its words, the first time only. `said` is the proof.
  template <class Describe>
  void add(Term detector, std::string_view claim_key, std::string_view subject, Said const& said,
           Describe const& describe) {
    auto* finding = find_or_make(detector, claim_key, subject);
    if (finding == nullptr) return;
    if (finding->count == 0) {
      finding->first = said.moment.at;
      describe(*finding);
    }
    note(*finding, said);
  }

  /// A finding that stands on records rather than on one event. Its own words, count,
  /// stamps and evidence are kept as they are.
  void add(Finding finding);

  /// Most urgent first; then by grade, detector, first stamp, subject. Where a detector
  /// found more than `most_each`, its last one says how many were left out.
  [[nodiscard]] std::vector<Finding> sorted() const;

 private:
  struct OfDetector {
    std::map<std::string, Finding, std::less<>> by_key;
    std::uint64_t left_out = 0;
  };

  Finding* find_or_make(Term detector, std::string_view claim_key, std::string_view subject);
  static void note(Finding& finding, Said const& said);

  std::map<std::string, OfDetector, std::less<>> detectors_;
};

}  // namespace qw::detectors
