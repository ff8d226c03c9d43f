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

FindingWords words(Finding const& finding, Names const& names);

inline constexpr std::string_view stranger_innocent =
    "A replaced part that is not in the list yet, a redundant pair that shares the address, or "
    "a router that answers for it (proxy ARP).";
inline constexpr TextRow stranger_steps{
    {"Crane maintenance: find both MACs by their switch ports and read the nameplates when the "
     "crane is parked; touch nothing on a crane that is working.",
     "Security engineer: correct the site file and the document."}};
inline constexpr std::string_view document_innocent =
    "One of the documents is out of date, or has a typing error.";
inline constexpr TextRow document_steps{
    {"Owner of the documents: find out which one is right, and correct the other.",
     "Security engineer: then remove the [[claim]] from the site file, or change its "
     "[[device]]."}};
inline constexpr FindingKind kinds[] = {
    {.name = "bound to another MAC", .innocent = stranger_innocent, .steps = stranger_steps},
    {.name = "sent by another MAC", .innocent = stranger_innocent, .steps = stranger_steps},
    {.name = "name", .innocent = document_innocent, .steps = document_steps},
    {.name = "mac", .innocent = document_innocent, .steps = document_steps},
    {.name = "maker", .innocent = document_innocent, .steps = document_steps},
    {.name = "learnt",
     .innocent =
         "A second port of a listed device, a service laptop that was removed before the list "
         "was made, or a list that leaves out switches.",
     .steps = {{"Crane maintenance: follow the cable of that switch port; touch nothing on a crane "
                "that is working.",
                "Security engineer: add the device to the site file, or plan its removal."}}},
    {.name = "unheard",
     .innocent = "It is switched off or removed, or its traffic does not pass this tap.",
     .bound = "No frame of it was seen during this capture, as far as the mirror copies its port.",
     .steps = {{"Crane maintenance: check whether it is there, and whether it is powered.",
                "Security engineer: if it is gone, remove it from the list and the site file."}}},
    {.name = "not all judged", .bound = "Study shorter captures, or one zone at a time."}};
inline constexpr About about{
    .name = "site_conflict",
    .claim = "The port's own documents contradict each other or the traffic.",
    .technique = "T0830 Adversary-in-the-Middle",
    .sensitivity =
        "Not measured on cranes. On one real control network an asset list with one wrong MAC, "
        "two names for one device, an absent device, and a MAC that only a switch learned are "
        "each found.",
    .rules = {{"33 CFR 101.650(b)(3)", "IEC 62443-3-3 SR 7.8"}},
    .kinds = kinds,
    .words = words};

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
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() {
    return std::tuple{&Detector::met_, &Detector::strangers_, &Detector::overflowed_};
  }
  [[nodiscard]] bool restored() const;

 private:
  /// What documents have of one address.
  struct Listed {
    std::string document;       // the first that speaks of it
    std::vector<Address> macs;  // that it has of it; may be empty
  };

  /// `protocol` ties the address to the MAC; empty: packets came from it.
  void judge(Host const& host, Address const& mac, Protocol protocol, Said const& said,
             Findings& findings);
  void meet(Host const& host, Said const& said);
  [[nodiscard]] bool has_stranger(Host const& host) const;
  static void claim_documents(site::Conflict const& conflict, Tick const& tick, Standing& standing);
  void claim_learnt(site::Conflict const& conflict, Tick const& tick, Standing& standing) const;
  static void claim_unheard(std::string const& document,
                            std::vector<site::Conflict const*> const& of, Tick const& tick,
                            Standing& standing);

  Context const& context_;
  std::vector<site::Claim> claims_;
  std::map<Host, Listed> listed_;
  std::map<Host, std::vector<Evidence>> met_;  // MACs that only a switch learnt, where heard
  std::set<std::pair<Host, Address>> strangers_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::site_conflict
