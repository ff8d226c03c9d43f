// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "vocabulary/records/finding.hpp"

/// Findings made by hand, for whatever shows them.
namespace qw::test {

/// A detector of which a test says the words.
class Teller {
 public:
  Teller(std::string_view name, FindingKind kind) : kinds_{kind} {
    about_.name = name;
    about_.kinds = kinds_;
    about_.words = [](Finding const& finding, Names const&) {
      return FindingWords{std::string{finding.parts.text("subject")},
                          std::string{finding.parts.text("claim")}};
    };
  }
  Teller(Teller const&) = delete;
  Teller& operator=(Teller const&) = delete;

  DetectorDescription& about() { return about_; }

  /// Borrows the teller.
  [[nodiscard]] Finding finding(std::string_view claim, std::string_view subject = {}) const {
    Finding made;
    made.id = "0123456789abcdef";
    made.detector = &about_;
    made.kind = kinds_.data();
    if (!subject.empty()) made.parts.add("subject", subject);
    if (!claim.empty()) made.parts.add("claim", claim);
    return made;
  }

 private:
  std::array<FindingKind, 1> kinds_;
  DetectorDescription about_;
};

}  // namespace qw::test
