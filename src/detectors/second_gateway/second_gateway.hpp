// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string_view>

#include "detectors/common/detector.hpp"

namespace qw::detectors::second_gateway {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {
    {.name = "gateway",
     .innocent = "A standby router that takes over, or a network with two known gateways."},
    {.name = "DHCP server",
     .innocent = "A standby DHCP server, or a service laptop that shares its connection."},
    {.name = "not all judged", .bound = "Name the gateways and DHCP servers in the site file."}};
inline constexpr About about{
    .name = "second_gateway",
    .claim = "Hosts were given a second gateway, or a second DHCP server answered.",
    .technique = "T0830 Adversary-in-the-Middle",
    .sensitivity =
        "Not measured on cranes. In the tests one lease with another router, and one reply "
        "by another server, are found. A modem that announces nothing is not seen.",
    .rules = {{"IEC 62443-3-3 SR 5.2", "33 CFR 101.650(e)(3)(v)"}},
    .steps = {{"Crane maintenance: find the device by its MAC and switch port; a modem or "
               "router may sit in a cabinet. Touch nothing on a crane that is working.",
               "Security engineer: compare with the network plan, then with the switch's MAC "
               "address table."}},
    .kinds = kinds,
    .words = words};

/// Compares gateways and DHCP servers that hosts were told of with the site file's; where
/// that names none, with the first that was seen in the same network.
class Detector {
 public:
  static constexpr std::size_t most_networks = 4'096;  // compared; beyond, it says so

  explicit Detector(Context const& context) : context_{context} {}
  void on(Binding const& binding, Findings& findings);
  void at(Tick const& tick, Standing& standing) const;

  static constexpr auto state() {
    return std::tuple{&Detector::first_seen_, &Detector::overflowed_};
  }
  [[nodiscard]] bool restored() const { return first_seen_.size() <= most_networks; }

 private:
  enum class Service : std::uint8_t { gateway, dhcp };
  /// Addresses are alike if they share a network of the usual size (/24, /64).
  struct Network {
    Service service{};
    RealmId realm{};
    std::string prefix;
    static constexpr auto state() {
      return std::tuple{&Network::service, &Network::realm, &Network::prefix};
    }
    friend auto operator<=>(Network const&, Network const&) = default;
  };

  void judge(Service service, Binding const& binding, Findings& findings);
  /// `known` is the one that was there before; empty if the site file names others.
  void claim(Service service, Binding const& binding, Address const& known,
             Findings& findings) const;

  Context const& context_;
  std::map<Network, Address> first_seen_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::second_gateway
