// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "vocabulary/field.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/subject.hpp"

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

struct Finding;

/// A few texts that a description holds; the first empty one ends them.
struct TextRow {
  std::array<std::string_view, 4> texts{};
  [[nodiscard]] constexpr bool empty() const { return texts[0].empty(); }
  [[nodiscard]] std::vector<std::string> list() const;
};

/// What is constant in all findings of one kind. What is empty here is as the detector has it.
struct FindingKind {
  std::string_view name;         // within the detector: "stop"
  std::string_view innocent{};   // the strongest innocent explanation
  std::string_view technique{};  // ATT&CK for ICS: "T0843 Program Download"
  std::string_view bound{};      // see ToldFinding
  TextRow steps{};
};

/// The words of one finding, made of its parts.
struct FindingWords {
  std::string subject;
  std::string claim;    // one sentence
  std::string bound{};  // in the place of that of its kind
};

/// A detector, as it is listed and as its findings point to it; static. What is constant in them
/// stands here once, and `words` makes the rest.
struct DetectorDescription {
  std::string_view name;
  std::string_view claim;
  std::string_view technique;    // ATT&CK for ICS
  std::string_view sensitivity;  // measured on what, or that it was not measured
  std::string_view innocent{};
  TextRow rules{};  // what its findings bear on
  TextRow steps{};  // what to do, by whom; the first is crane-safe
  std::span<FindingKind const> kinds{};
  FindingWords (*words)(Finding const&, Names const&) = nullptr;
};

/// A finding as people read it: its data, and the words made of them.
struct ToldFinding {
  std::string id;
  std::string detector;
  std::string kind;     // of the detector's claims
  std::string claim;    // one sentence
  std::string subject;  // the host, device or conduit that it is about
  Subject about;        // the same, as data
  Grade grade = Grade::observed;
  Severity severity = Severity::note;
  std::uint64_t count = 0;  // how often what is claimed was seen
  Stamp first;
  Stamp last;
  std::vector<Evidence> evidence;
  std::string innocent;            // the strongest innocent explanation
  std::string bound;               // for "not observed": the bound and its assumption;
                                   // for "not observable": the physical check that settles it
  std::string technique;           // ATT&CK for ICS: "T0843 Program Download"
  std::vector<std::string> rules;  // what it bears on
  std::vector<std::string> steps;  // what to do, by whom; the first is crane-safe
  FindingParts parts;              // what the claim was made of

  static constexpr auto fields() {
    using F = ToldFinding;
    return std::tuple{field("id", &F::id),
                      field("detector", &F::detector),
                      field("kind", &F::kind),
                      field("claim", &F::claim),
                      field("subject", &F::subject),
                      field("about", &F::about),
                      field("grade", &F::grade),
                      field("severity", &F::severity),
                      field("count", &F::count),
                      field("first", &F::first),
                      field("last", &F::last),
                      field("evidence", &F::evidence),
                      field("innocent", &F::innocent),
                      field("bound", &F::bound),
                      field("technique", &F::technique),
                      field("rules", &F::rules),
                      field("steps", &F::steps),
                      field("parts", &F::parts)};
  }
};

/// One claim about one subject, as data.
struct Finding {
  using Told = ToldFinding;

  std::string id;  // 16 hexadecimal digits; the same in every run that claims it
  DetectorDescription const* detector = nullptr;
  FindingKind const* kind = nullptr;  // one of the detector's
  Subject subject;
  FindingParts parts;  // what its words are made of beside the subject
  Grade grade = Grade::observed;
  Severity severity = Severity::note;
  std::uint64_t count = 0;  // how often what is claimed was seen
  Stamp first;
  Stamp last;
  std::vector<Evidence> evidence;  // bounded, earliest first; never empty if observed
  std::uint64_t left_out = 0;      // sightings that the detector counted but did not list

  static constexpr auto fields() { return Told::fields(); }
  static constexpr auto key() { return std::tuple{&Finding::id}; }
};

/// Its subject, if it is of that type; else an empty one.
template <class Type>
Type const& subject_as(Finding const& finding) {
  static Type const none{};
  auto const* const subject = std::get_if<Type>(&finding.subject);
  return subject == nullptr ? none : *subject;
}

/// Its words. `names` has what the site file calls hosts and realms.
ToldFinding told(Finding const& finding, Names const& names);

/// Is the same said of both, but for who, when and how often?
bool alike(Finding const& a, Finding const& b);

/// "10.0.0.5", "sts2/10.0.0.5", and with the name that the site file has for it
/// "screen 2 (10.0.0.5)".
std::string address_of(Host const& host, Names const& names);
std::string name_of(Host const& host, Names const& names);

}  // namespace qw
