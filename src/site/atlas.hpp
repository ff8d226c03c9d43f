// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "site/realm_networks.hpp"
#include "site/site.hpp"
#include "vocabulary/names.hpp"

namespace qw::site {

/// Where a host stands, by the site file. Members are indices of `Site`, or `none`;
/// `boundary` is one of `Atlas::boundaries`, `none` for what is outside of all.
struct Place {
  Index crane = none;
  Index zone = none;
  Index device = none;
  Index boundary = none;
  friend constexpr bool operator==(Place const&, Place const&) = default;
};

/// An address that names no single host: a group, everybody, nobody, oneself. Frames
/// to or from such an address stay on the link, as far as anybody can tell.
inline bool is_local_only(Address const& address) {
  return address.is_mac() || address.empty() || address.is_multicast() || address.is_broadcast() ||
         address.is_unspecified() || address.is_loopback();
}

/// Finds places of hosts: one hash lookup for each length of prefix in the file.
///
/// Boundaries are the cranes that have networks and the zones with `boundary = true`.
/// Where the file names neither, or there is none, the one boundary lies around the
/// private addresses (RFC 1918, 100.64/10, 169.254/16, fc00::/7, fe80::/10).
class Atlas {
 public:
  static constexpr std::string_view default_boundary = "private addresses";

  explicit Atlas(Site const& site);

  [[nodiscard]] Place place_of(Host const& host) const;
  /// Does what these two say cross the edge of a boundary?
  [[nodiscard]] bool crosses(Host const& a, Host const& b) const {
    return !is_local_only(a.address) && !is_local_only(b.address) &&
           place_of(a).boundary != place_of(b).boundary;
  }
  /// The host that an address names which was said in `realm`, one of the site's.
  [[nodiscard]] Host host_at(RealmId realm, Address const& address) const {
    return {realms_[static_cast<std::size_t>(realm)].realm_of(address), address};
  }
  /// Names of the edges that octets can cross; never empty.
  [[nodiscard]] std::vector<std::string> const& boundaries() const { return boundaries_; }
  [[nodiscard]] bool by_default() const { return by_default_; }

 private:
  /// A network within a realm; realm `any_realm` holds for all of them.
  struct Key {
    std::uint32_t realm = 0;
    Address base;
    friend constexpr bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) { return mixed(qw::hash_of(key.base), key.realm); }
  };
  static constexpr std::uint32_t any_realm = 0x1'0000;

  /// Networks of equal family and length.
  struct Layer {
    Address::Family family;
    std::size_t bits;
    boost::unordered_flat_map<Key, Place, Hasher> places;
  };

  void add(Prefix const& network, std::uint32_t realm, Place const& place);
  void add_boundaries(Site const& site);

  std::vector<Layer> layers_;  // longest prefix first
  boost::unordered_flat_map<Host, Index, Hasher> devices_;
  std::vector<std::string> boundaries_;
  std::vector<Index> boundary_of_crane_;
  std::vector<Index> boundary_of_zone_;
  bool by_default_ = false;
  std::vector<RealmNetworks> realms_;  // by RealmId
};

/// What the site file calls realms and hosts. The shared realm goes without saying.
Names names_of(Site const& site);

}  // namespace qw::site
