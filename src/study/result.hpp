// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vocabulary/dossier.hpp"
#include "vocabulary/names.hpp"

namespace qw::study {

/// How this very run was made: the only part that may differ between two runs over
/// the same captures.
struct RunLine {
  std::string version;
  std::string command;
  unsigned workers = 1;
  std::uint64_t frames_before = 0;  // of the earlier studies that it goes on from
  double seconds = 0;
};

/// What a study that goes on from an earlier one has, and what it has not; empty if it does not.
std::string going_on(RunLine const& run);

/// All that a study found out, in the order in which it is to be shown. Summary,
/// JSON and report are made from this and nothing else.
struct StudyResult {
  Names names;
  bool has_site = false;  // a site file was given
  std::string site;       // the port's name in it; it may give none
  Dossier dossier;
  bool cargo_sought = false;  // without it, no row of goods says nothing about the goods
  RunLine run;

  template <record Record>
  [[nodiscard]] std::vector<Record>& of() {
    return dossier.of<Record>();
  }
  template <record Record>
  [[nodiscard]] std::vector<Record> const& of() const {
    return dossier.of<Record>();
  }
  [[nodiscard]] std::uint64_t frames() const { return dossier.accounts.frames(); }
  [[nodiscard]] std::uint64_t octets() const { return dossier.accounts.octets(); }
  /// Of all captures; 0 if nothing was read.
  [[nodiscard]] Stamp first() const { return dossier.accounts.first(); }
  [[nodiscard]] Stamp last() const { return dossier.accounts.last(); }
  /// Sums over the boundaries.
  [[nodiscard]] LedgerTotal boundary() const;
};

}  // namespace qw::study
