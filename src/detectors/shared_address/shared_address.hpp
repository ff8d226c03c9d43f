// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analyses/recent.hpp"
#include "detectors/common/detector.hpp"

namespace qw::detectors::shared_address {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {{.name = "addresses"}};
inline constexpr About about{
    .name = "shared_address",
    .claim = "Different machines in different captures use the same addresses.",
    .technique = "T0830 Adversary-in-the-Middle",
    .sensitivity =
        "Measured on one real control network that a test makes into eight with the same plan, "
        "each with sequence numbers of its own: found without realms, and not found with them, "
        "nor where two points hear the same network. Not measured on cranes.",
    .innocent =
        "Sister cranes with the same address plan behind NAT, or capture clocks that differ so "
        "much "
        "that one connection looks like two.",
    .rules = {{"IEC 62443-3-3 SR 7.8", "33 CFR 101.650(b)(3)"}},
    .steps = {{"Security engineer: name the capture points (ehouse1=FILE), give each a realm in "
               "the site file, and study again.",
               "If they are meant to be one network: crane maintenance, find both machines by "
               "their switch ports; touch nothing on a crane that is working."}},
    .kinds = kinds,
    .words = words};

/// Finds two TCP conversations of the same addresses and ports, with data, that went on at
/// the same time in two captures. Flow makes them two only where one cannot continue the
/// other.
class Detector {
 public:
  static constexpr std::size_t most_conversations = 65'536;  // remembered, latest last

  explicit Detector(Context const& context) : context_{context} {}
  void on(Conversation const& conversation, Findings& findings);

  static constexpr auto state() { return std::tuple{&Detector::talks_, &Detector::holders_}; }

 private:
  struct Ends {
    Endpoint speaker;
    Endpoint listener;
    static constexpr auto state() { return std::tuple{&Ends::speaker, &Ends::listener}; }
    friend bool operator==(Ends const&, Ends const&) = default;
    friend std::uint64_t hash_of(Ends const& ends) {
      return mixed(qw::hash_of(ends.speaker), qw::hash_of(ends.listener));
    }
  };
  struct Id {
    std::uint64_t value = 0;
    static constexpr auto state() { return std::tuple{&Id::value}; }
    friend bool operator==(Id, Id) = default;
    friend std::uint64_t hash_of(Id id) { return mixed(id.value, 0); }
  };
  struct Talk {
    SourceId source{};
    Stamp first;
    Stamp last;
    bool has_data = false;
    bool claimed = false;

    static constexpr auto state() {
      return std::tuple{&Talk::source, &Talk::first, &Talk::last, &Talk::has_data, &Talk::claimed};
    }
  };

  Talk note(Conversation const& conversation);
  void claim(Conversation const& conversation, Findings& findings) const;

  Context const& context_;
  analyses::Recent<Id, Talk> talks_{most_conversations};
  analyses::Recent<Ends, Id> holders_{most_conversations};  // the first of equal ends
};

}  // namespace qw::detectors::shared_address
