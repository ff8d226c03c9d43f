// SPDX-License-Identifier: Apache-2.0
#include "site/realm_networks.hpp"

#include <algorithm>

namespace qw::site {

RealmNetworks::RealmNetworks(Site const& site, RealmId realm) : realm_{realm} {
  if (realm == RealmId{}) return;
  for (auto const& crane : site.cranes)
    if (crane.realm == realm)
      for (auto const& prefix : crane.networks) networks_.push_back({prefix, false});
  for (auto const& zone : site.zones)
    if (zone.realm && (*zone.realm == realm || *zone.realm == RealmId{}))
      for (auto const& prefix : zone.networks)
        networks_.push_back({prefix, *zone.realm == RealmId{}});
  std::ranges::stable_sort(networks_, [](Network const& a, Network const& b) {
    return a.prefix.bits() != b.prefix.bits() ? a.prefix.bits() > b.prefix.bits()
                                              : !a.shared && b.shared;
  });
}

RealmId RealmNetworks::realm_of_ip(Address const& address) const {
  for (auto const& network : networks_)
    if (network.prefix.contains(address)) return network.shared ? RealmId{} : realm_;
  bool const one_of_all = !address.is_private() && !address.is_multicast() &&
                          !address.is_broadcast() && !address.is_unspecified() &&
                          !address.is_loopback();
  return one_of_all ? RealmId{} : realm_;
}

}  // namespace qw::site
