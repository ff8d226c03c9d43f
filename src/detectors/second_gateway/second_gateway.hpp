// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string_view>

#include "detectors/common/detector.hpp"

namespace qw::detectors::second_gateway {

inline constexpr About about{
    .name = "second_gateway",
    .claim = "Hosts were told of a second gateway, or a second DHCP server answered.",
    .technique = "T0830 Adversary-in-the-Middle",
    .sensitivity =
        "Not measured on cranes. In the tests one lease with another router, and one reply "
        "by another server, are found. A modem that announces nothing is not seen here."};

/// Compares gateways and DHCP servers that hosts were told of with the site file's; where
/// that names none, with the first that was seen in the same network.
class Detector {
 public:
  static constexpr std::size_t most_networks = 4'096;  // compared; beyond, it says so

  explicit Detector(Context const& context) : context_{context} {}
  void on(Binding const& binding, Findings& findings);
  void at_end(Results const& results, Findings& findings) const;

 private:
  enum class Service : std::uint8_t { gateway, dhcp };
  /// Addresses are alike if they share a network of the usual size (/24, /64).
  struct Network {
    Service service;
    RealmId realm;
    std::string prefix;
    friend auto operator<=>(Network const&, Network const&) = default;
  };

  void judge(Service service, Binding const& binding, Findings& findings);
  void claim(Service service, Binding const& binding, std::string const& instead,
             Findings& findings) const;

  Context const& context_;
  std::map<Network, Address> first_seen_;
  bool overflowed_ = false;
};

}  // namespace qw::detectors::second_gateway
