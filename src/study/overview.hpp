// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "study/result.hpp"

namespace qw::study {

/// What people call a host: its device's name, the name of an outside host, else its
/// address. Borrows the result that it was made of.
class HostNames {
 public:
  explicit HostNames(StudyResult const& result);
  [[nodiscard]] std::string name(Host const& host) const;
  /// The address, with its realm where that matters.
  [[nodiscard]] std::string address(Host const& host) const;
  [[nodiscard]] Device const* device(Host const& host) const;

 private:
  StudyResult const& result_;
  std::map<Host, Device const*> devices_;
  std::map<Host, std::string_view> outside_;
};

/// Sums that several parts of the output speak of.
struct Overview {
  explicit Overview(StudyResult const& result);

  std::uint64_t commands = 0;
  std::uint64_t changing = 0;  // commands that can change state
  std::uint64_t refused = 0;
  std::uint64_t unanswered = 0;
  std::size_t commanders = 0;
  std::size_t changers = 0;  // hosts that gave a changing command
  std::size_t commanded = 0;
  std::uint64_t unjudged = 0;       // industrial commands whose verb is "other"
  std::string unjudged_operations;  // "UMAS 90, Forward_Open 2"; the most frequent
  std::uint64_t on_files = 0;       // commands about files, which may change a device too
  std::string file_operations;
  std::string changing_verbs;    // "write 3, stop 1"; most frequent first
  std::size_t makers_known = 0;  // devices
  std::size_t firmware_known = 0;
  std::size_t undeclared = 0;
  std::string roles;  // "4 controllers, 2 screens"
  std::size_t outside_hosts = 0;
  std::size_t unexplained_hosts = 0;
  std::vector<std::string> countries;
  std::uint64_t encrypted_out = 0;  // octets of ledger rows that are encrypted
  std::uint64_t goods = 0;          // times goods were named
  std::uint64_t goods_leaving = 0;
  std::array<std::size_t, 3> severities{};  // findings by severity, claims only
  std::array<std::size_t, 5> grades{};      // findings by grade
  std::uint64_t undecoded = 0;              // frames
  std::uint64_t duplicates = 0;
};

/// Does the finding claim that something was there?
constexpr bool claims(Grade grade) {
  return grade == Grade::observed || grade == Grade::likely || grade == Grade::possible;
}
constexpr bool claims(Finding const& finding) { return claims(finding.grade); }
constexpr bool claims(ToldFinding const& finding) { return claims(finding.grade); }

/// Findings in the order in which they are to be read: claims before what was not
/// found, page before queue before note, well known before guessed; else as they came.
std::vector<Finding const*> in_reading_order(std::vector<Finding> const& findings);

/// Conduits in the order in which they are to be read: those between two hosts before what goes to
/// groups, what nobody vouches for before what somebody does, commands before other talk, much
/// before little; else as they came.
std::vector<ConduitRow const*> in_reading_order(std::vector<ConduitRow> const& conduits);

/// Commands: those that can change state first, then the most frequent.
std::vector<CommandRow const*> in_reading_order(std::vector<CommandRow> const& commands);

/// Objects of commands: what changes a device first, else as they came.
std::vector<DeedRow const*> in_reading_order(std::vector<DeedRow> const& deeds);

/// Findings, those together that differ in nothing but who, when and how often: one
/// detector, one severity and grade, and kinds that mean the same and ask for the same.
std::vector<std::vector<Finding const*>> alike(std::vector<Finding> const& findings);

/// One of the six questions that a study is there for, answered from what was measured.
struct Answer {
  enum class Tone : std::uint8_t { calm, attend, alarm, open };
  std::string_view question;
  std::string_view section;            // of the report
  std::vector<std::string> sentences;  // the first stands alone
  Tone tone = Tone::calm;
};
std::vector<Answer> answers(StudyResult const& result, Overview const& overview);

}  // namespace qw::study
