// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <optional>

#include "core/hash.hpp"
#include "detectors/common/shared.hpp"

namespace qw::detectors::new_writer {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {
    {.name = "first write"}, {.name = "still learning"}, {.name = "not all judged"}};
inline constexpr About about{
    .name = "new_writer",
    .claim = "A host wrote to a controller that it had not written to before.",
    .technique = "T0855 Unauthorized Command Message",
    .sensitivity =
        "Not measured on cranes. In the tests a write is injected after the learning "
        "time and found; one before it is not.",
    .innocent = "A replaced or newly commissioned screen, server or engineering station.",
    .rules = {{"IEC 62443-3-3 SR 2.1", "IEC 62443-3-3 SR 5.1"}},
    .steps = {{crane_safe_step,
               "Crane maintenance: confirm whether the host is meant to write to this controller.",
               "If it is: security engineer, add a conduit with this command to the site file."}},
    .kinds = kinds,
    .words = words,
};

/// Finds a host's first write to a controller after the learning time, unless a vouched
/// conduit of the site file allows it.
class Detector {
 public:
  /// Pairs of writer and controller that are remembered. When full, no more are learnt
  /// and no more are claimed: silence is then said to be no proof.
  static constexpr std::size_t most_pairs = 65'536;

  explicit Detector(Context const& context) : context_{context} {}
  void on(Conversation const& conversation, Findings& findings);
  void on(Command const& command, Findings& findings);
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() {
    return std::tuple{&Detector::known_, &Detector::learnt_at_, &Detector::overflowed_};
  }
  [[nodiscard]] bool restored() const { return known_.size() <= most_pairs; }

 private:
  struct Pair {
    Host writer;
    Host controller;
    static constexpr auto state() { return std::tuple{&Pair::writer, &Pair::controller}; }
    friend bool operator==(Pair const&, Pair const&) = default;
    friend std::uint64_t hash_of(Pair const& pair) {
      return mixed(qw::hash_of(pair.writer), qw::hash_of(pair.controller));
    }
  };

  void begin(Stamp at);

  Context const& context_;
  boost::unordered_flat_set<Pair, Hasher> known_;
  std::optional<Stamp> learnt_at_;  // end of the learning time
  bool overflowed_ = false;
};

}  // namespace qw::detectors::new_writer
