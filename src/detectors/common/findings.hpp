// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vocabulary/kinds.hpp"
#include "vocabulary/records/finding.hpp"

namespace qw::detectors {

/// What detectors claimed. One claim about one subject is one finding, however often
/// it is seen: its count, last stamp and evidence grow.
class Findings {
 public:
  /// Findings of one detector and severity: a flood of notes never hides a page.
  static constexpr std::size_t most_each = 200;
  static constexpr std::size_t most_evidence = 16;  // frames of one finding

  /// `subject` and `claim_key` tell the finding from others of the detector;
  /// `describe(Finding&)` writes its words, the first time only. `said` is the proof.
  /// Answers the finding, null if it was left out; valid until the next call.
  template <class Describe>
  Finding* add(Term detector, std::string_view claim_key, std::string_view subject,
               Said const& said, Describe const& describe) {
    auto& of_detector = detectors_[std::string{detector.text()}];
    auto key = key_of(claim_key, subject);
    auto* finding = find(of_detector, key);
    if (finding == nullptr) {
      Finding made;
      made.detector = detector.text();
      made.subject = subject;
      made.first = said.moment.at;
      describe(made);
      finding = keep(of_detector, std::move(key), std::move(made));
    }
    if (finding != nullptr) note(*finding, said);
    return finding;
  }

  /// A finding that stands on records rather than on one event. Its own words, count,
  /// stamps and evidence are kept; a second one of the same claim and subject is added
  /// to the first.
  void add(Finding finding);

  /// Has the detector no room for another of that severity? Then one more is counted as left
  /// out, and nobody need find words for it.
  bool leaves_out(std::string_view detector, Severity severity);

  /// Most urgent first; then by grade, detector, first stamp, subject. Where a detector
  /// found more than `most_each`, its last one says how many were left out. That something
  /// could not be judged is never left out.
  [[nodiscard]] std::vector<Finding> sorted() const;

  /// Sightings, by all detectors, that are in no finding.
  [[nodiscard]] std::uint64_t left_out() const;

 private:
  struct OfDetector {
    std::map<std::string, Finding, std::less<>> by_key;
    std::array<std::size_t, 3> kept{};  // by severity
    std::uint64_t left_out = 0;
  };

  static std::string key_of(std::string_view claim_key, std::string_view subject);
  static Finding* find(OfDetector& of_detector, std::string_view key);
  /// Null if there are too many already: then it is counted as left out.
  static Finding* keep(OfDetector& of_detector, std::string key, Finding finding);
  static void note(Finding& finding, Said const& said);

  std::map<std::string, OfDetector, std::less<>> detectors_;
};

}  // namespace qw::detectors
