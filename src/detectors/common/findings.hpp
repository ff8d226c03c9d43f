// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/kinds.hpp"
#include "vocabulary/records/finding.hpp"
#include "vocabulary/saved.hpp"

namespace qw::detectors {

using About = DetectorDescription;

/// What tells one finding of a detector from all others, in every run: what it claims, of whom,
/// and, where one host may do several things of a kind, which of them.
struct Claim {
  About const& about;
  std::string_view kind;  // one of the detector's
  Subject subject;
  FindingParts parts{};  // those that tell it apart; `describe` may add others
};

/// The same claim has the same id wherever it is made: the first 64 bits of a SHA-256 over the
/// detector, the kind, the subject and the parts that tell it apart. Realms count by name.
std::string id_of(Claim const& claim, std::vector<std::string> const& realms);

/// What detectors claimed. One claim about one subject is one finding, however often
/// it is seen: its count, last stamp and evidence grow.
class Findings {
 public:
  /// Findings of one detector and severity: a flood of notes never hides a page.
  static constexpr std::size_t most_each = 200;
  static constexpr std::size_t most_evidence = 16;  // places of one finding

  /// `realms`: their names, by RealmId.
  explicit Findings(std::vector<std::string> realms = {}) : realms_{std::move(realms)} {}

  /// `said` is the proof. `describe(Finding&)` gives grade, severity and the other parts, the
  /// first time only. Answers the finding, null if it was left out; valid until the next call.
  template <class Describe>
  Finding* add(Claim const& claim, Said const& said, Describe const& describe) {
    auto& by_event = detectors_[std::string{claim.about.name}].by_event;
    auto id = id_of(claim, realms_);
    auto* finding = find(by_event, id);
    if (finding == nullptr) {
      auto made = of(claim, std::move(id));
      made.first = said.moment.at;
      describe(made);
      finding = keep(by_event, std::move(made), 0);
    }
    if (finding != nullptr) note(*finding, said);
    return finding;
  }

  /// Most urgent first; then by grade, detector, first stamp, subject. Where a detector
  /// found more than `most_each`, its last one says how many were left out. That something
  /// could not be judged is never left out.
  [[nodiscard]] std::vector<Finding> sorted() const;

  /// Sightings, by all detectors, that are in no finding.
  [[nodiscard]] std::uint64_t left_out() const;

  static constexpr auto state() { return std::tuple{&Findings::detectors_}; }
  [[nodiscard]] bool restored() const;

 private:
  friend class Standing;

  /// Findings by id, with what is counted of them.
  struct Kept {
    std::map<std::string, Finding, std::less<>> by_id;
    std::array<std::size_t, 3> count{};  // by severity
    std::uint64_t left_out = 0;

    static constexpr auto state() { return std::tuple{&Kept::by_id, &Kept::left_out}; }
    bool restored();
  };
  struct OfDetector {
    Kept by_event;
    Kept standing;  // on records

    static constexpr auto state() {
      return std::tuple{&OfDetector::by_event, &OfDetector::standing};
    }
  };

  static Finding* find(Kept& kept, std::string_view id);
  static Finding of(Claim const& claim, std::string id);
  /// Null if there are too many already, with `others` of that severity beside them: then it
  /// is counted as left out.
  static Finding* keep(Kept& kept, Finding finding, std::size_t others);
  static void note(Finding& finding, Said const& said);

  std::vector<std::string> realms_;
  std::map<std::string, OfDetector, std::less<>> detectors_;
};

/// What a detector claims of the records as they are now, all of it. What it claimed of them
/// before and claims no more is closed; what it claims again goes on under its id.
class Standing {
 public:
  /// Takes the place of what stood before.
  Standing(Findings& findings, About const& about);

  /// Has the detector no room for another of that severity? Then one more is counted as left out,
  /// and nobody need find its parts.
  bool leaves_out(Severity severity);

  /// `describe(Finding&)` gives grade, severity, count, stamps, evidence and the other parts. A
  /// second one of the same claim is added to the first, the numbers among these parts too.
  template <class Describe>
  void add(Claim const& claim, Describe const& describe) {
    auto made = Findings::of(claim, id_of(claim, findings_.realms_));
    describe(made);
    add(std::move(made), claim.parts.all().size());
  }

 private:
  void add(Finding finding, std::size_t parts_of_claim);

  Findings& findings_;
  Findings::Kept& kept_;
  std::array<std::size_t, 3> others_;  // that stand on events
};

}  // namespace qw::detectors
