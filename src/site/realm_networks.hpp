// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "site/site.hpp"

namespace qw::site {

/// In which realm an address names its host, if it was heard or named in one realm.
///
/// The longest network that holds the address decides, of those that the site file gives
/// to cranes and zones of that realm, and of zones that it says to be shared. Where none
/// does, a globally routable address is shared, for it names one host wherever it is seen;
/// all others belong to the realm.
class RealmNetworks {
 public:
  RealmNetworks() = default;  // of the shared realm, where everything is shared
  RealmNetworks(Site const& site, RealmId realm);

  [[nodiscard]] RealmId realm_of(Address const& address) const {
    return realm_ == RealmId{} || !address.is_ip() ? realm_ : realm_of_ip(address);
  }

 private:
  struct Network {
    Prefix prefix;
    bool shared = false;
  };

  [[nodiscard]] RealmId realm_of_ip(Address const& address) const;

  RealmId realm_{};
  std::vector<Network> networks_;  // longest first
};

}  // namespace qw::site
