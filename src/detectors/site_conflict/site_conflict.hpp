// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "detectors/common/detector.hpp"
#include "site/conflicts.hpp"

namespace qw::detectors::site_conflict {

inline constexpr About about{
    .name = "site_conflict",
    .claim = "The port's own documents contradict each other, or the traffic.",
    .technique = "T0830 Adversary-in-the-Middle",
    .sensitivity =
        "Not measured on cranes. On one real control network an asset list with one wrong MAC, "
        "two names for one device, an absent device, and a MAC that only a switch learnt are "
        "each found."};

/// Holds what the site file has of devices, and the claims of other documents in it, against
/// each other and against the traffic. Each contradiction is a finding until it is settled
/// in the site file: nobody is taken for right.
class Detector {
 public:
  /// Addresses of the traffic at MACs that no document has; beyond, it says so.
  static constexpr std::size_t most_strangers = 4'096;
  static constexpr std::size_t most_listed = 20;  // named in one claim; more are counted

  explicit Detector(Context const& context);

  void on(Binding const& binding, Findings& findings);
  void on(Conversation const& conversation, Findings& findings);
  void at_end(Results const& results, Findings& findings) const;

 private:
  /// What documents have of one address.
  struct Listed {
    std::string document;       // the first that speaks of it
    std::vector<Address> macs;  // that it has of it; may be empty
  };

  void judge(Host const& host, Address const& mac, std::string_view how, Grade grade,
             Said const& said, Findings& findings);
  void meet(Host const& host, Said const& said);
  void claim_documents(site::Conflict const& conflict, Results const& results,
                       Findings& findings) const;
  void claim_learnt(site::Conflict const& conflict, Results const& results,
                    Findings& findings) const;
  void claim_unheard(std::string const& document, std::vector<site::Conflict const*> const& of,
                     Results const& results, Findings& findings) const;

  Context const& context_;
  std::vector<site::Claim> claims_;
  std::map<Host, Listed> listed_;
  std::map<Host, std::vector<Evidence>> met_;  // MACs that only a switch learnt, where heard
  std::set<std::pair<Host, Address>> strangers_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::site_conflict
