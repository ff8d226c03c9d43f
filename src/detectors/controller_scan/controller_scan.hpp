// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <vector>

#include "core/hash.hpp"
#include "detectors/common/detector.hpp"

namespace qw::detectors::controller_scan {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {
    {.name = "search"},
    {.name = "not all judged", .bound = "Study shorter captures, or one zone at a time."}};
inline constexpr About about{
    .name = "controller_scan",
    .claim = "A host probes controller ports at one address after another.",
    .technique = "T0846 Remote System Discovery",
    .sensitivity =
        "Not measured on cranes. In the tests four failed first contacts in a row are "
        "found, and a client that reaches its servers is not.",
    .innocent =
        "An engineering tool that searches for devices, an announced inventory scan, or a server "
        "whose controllers were all switched off.",
    .rules = {{"IEC 62443-3-3 SR 6.2", "33 CFR 101.650(h)(2)"}},
    .steps = {{"Crane operations: keep working; report any controller or screen that misbehaves.",
               "Security engineer: find out who runs the host, and whether a scan was announced.",
               "If not: disconnect the host from the network; it is not a controller."}},
    .kinds = kinds,
    .words = words};

/// Sequential hypothesis test on first contacts (threshold random walk): a host that
/// looks for controllers fails more often than one that knows where they are.
///
/// Each first contact with an address and port multiplies the host's ratio by 4 if it
/// failed and by 1/4 if it succeeded (a contact of a scanner succeeds with 0.2, of
/// another host with 0.8); at 99 the host is claimed to scan, at 0.01 the ratio rests.
/// Source: Jung, Paxson, Berger, Balakrishnan, "Fast Portscan Detection Using Sequential
/// Hypothesis Testing", 2004.
class Detector {
 public:
  static constexpr std::size_t most_hosts = 16'384;
  static constexpr std::size_t most_contacts = 262'144;

  explicit Detector(Context const& context);
  void on(Conversation const& conversation, Findings& findings);
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() {
    using D = Detector;
    return std::tuple{&D::suspects_, &D::contacts_, &D::open_, &D::overflowed_};
  }
  [[nodiscard]] bool restored() const {
    return suspects_.size() <= most_hosts && contacts_.size() <= most_contacts &&
           open_.size() <= most_contacts;
  }

 private:
  enum class Contact { succeeded, failed, unclear };
  /// What an open conversation told so far: counters of an event go back to the one before.
  struct Progress {
    bool sent = false;      // payload, by the opener
    bool answered = false;  // any frame came back
    bool served = false;    // payload came back

    static constexpr auto state() {
      return std::tuple{&Progress::sent, &Progress::answered, &Progress::served};
    }
    void add(Conversation const& conversation);
  };
  struct Suspect {
    double ratio = 1;
    std::uint64_t failed = 0;
    std::vector<Said> proofs;  // failed contacts that led to the claim

    static constexpr auto state() {
      return std::tuple{&Suspect::ratio, &Suspect::failed, &Suspect::proofs};
    }
  };
  struct Pair {
    Host from;
    Endpoint to;
    static constexpr auto state() { return std::tuple{&Pair::from, &Pair::to}; }
    friend bool operator==(Pair const&, Pair const&) = default;
    friend std::uint64_t hash_of(Pair const& pair) {
      return mixed(qw::hash_of(pair.from), qw::hash_of(pair.to));
    }
  };

  [[nodiscard]] bool is_controller_port(std::uint16_t port) const;
  [[nodiscard]] static Contact contact_of(Progress const& progress, CloseCause close);
  void judge(Contact contact, Conversation const& conversation, Findings& findings);
  void claim(Suspect& suspect, Conversation const& conversation, Findings& findings) const;

  Context const& context_;
  std::vector<std::uint16_t> ports_;  // where what steers machines usually listens, by TCP
  boost::unordered_flat_map<Host, Suspect, Hasher> suspects_;
  boost::unordered_flat_set<Pair, Hasher> contacts_;
  boost::unordered_flat_map<std::uint64_t, Progress> open_;  // by conversation
  bool overflowed_ = false;
};

}  // namespace qw::detectors::controller_scan
