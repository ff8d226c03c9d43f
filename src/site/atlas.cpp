// SPDX-License-Identifier: Apache-2.0
#include "site/atlas.hpp"

#include <algorithm>

namespace qw::site {

Atlas::Atlas(Site const& site) {
  add_boundaries(site);
  for (std::size_t i = 0; i < site.realms.size(); ++i)
    realms_.emplace_back(site, static_cast<RealmId>(i));
  for (std::size_t i = 0; i < site.cranes.size(); ++i)
    for (auto const& network : site.cranes[i].networks) {
      Place const place{static_cast<Index>(i), none, none, boundary_of_crane_[i]};
      add(network, static_cast<std::uint32_t>(site.cranes[i].realm), place);
    }
  for (std::size_t i = 0; i < site.zones.size(); ++i)
    for (auto const& network : site.zones[i].networks) {
      auto const& realm = site.zones[i].realm;
      Place const place{none, static_cast<Index>(i), none, boundary_of_zone_[i]};
      add(network, realm ? static_cast<std::uint32_t>(*realm) : any_realm, place);
    }
  for (std::size_t i = 0; i < site.devices.size(); ++i) {
    auto const& device = site.devices[i];
    for (auto const& address : device.addresses)
      devices_.try_emplace({device.realm, address}, static_cast<Index>(i));
    for (auto const& mac : device.macs)
      devices_.try_emplace({device.realm, mac}, static_cast<Index>(i));
  }
}

void Atlas::add_boundaries(Site const& site) {
  auto const next = [&](std::string const& name) {
    boundaries_.push_back(name);
    return static_cast<Index>(boundaries_.size() - 1);
  };
  for (auto const& crane : site.cranes)
    boundary_of_crane_.push_back(crane.networks.empty() ? none : next(crane.name));
  for (auto const& zone : site.zones)
    boundary_of_zone_.push_back(zone.boundary && !zone.networks.empty() ? next(zone.name) : none);
  by_default_ = boundaries_.empty();
  if (by_default_) next(std::string{default_boundary});
}

void Atlas::add(Prefix const& network, std::uint32_t realm, Place const& place) {
  auto const family = network.base().family();
  auto layer = std::find_if(layers_.begin(), layers_.end(), [&](Layer const& each) {
    return each.family == family && each.bits <= network.bits();
  });
  if (layer == layers_.end() || layer->bits != network.bits())
    layer = layers_.insert(layer, Layer{family, network.bits(), {}});
  auto& known = layer->places[Key{realm, network.base()}];
  if (place.crane != none) known.crane = place.crane;
  if (place.zone != none) known.zone = place.zone;
  if (place.boundary != none) known.boundary = place.boundary;
}

Place Atlas::place_of(Host const& host) const {
  Place place;
  if (!devices_.empty())
    if (auto const found = devices_.find(host); found != devices_.end())
      place.device = found->second;
  auto const take = [&](Layer const& layer, std::uint32_t realm, Address const& base) {
    auto const found = layer.places.find(Key{realm, base});
    if (found == layer.places.end()) return;
    if (place.crane == none) place.crane = found->second.crane;
    if (place.zone == none) place.zone = found->second.zone;
    if (place.boundary == none) place.boundary = found->second.boundary;
  };
  for (auto const& layer : layers_) {
    if (layer.family != host.address.family()) continue;
    auto const base = masked(host.address, layer.bits);
    take(layer, static_cast<std::uint32_t>(host.realm), base);
    take(layer, any_realm, base);
  }
  if (by_default_ && host.address.is_private()) place.boundary = 0;
  return place;
}

Names names_of(Site const& site) {
  Names names;
  for (auto const& realm : site.realms) names.realms.push_back(realm.name);
  if (!names.realms.empty()) names.realms[0].clear();
  for (auto const& device : site.devices)
    for (auto const* addresses : {&device.addresses, &device.macs})
      for (auto const& address : *addresses)
        names.hosts.try_emplace({device.realm, address}, device.name);
  return names;
}

}  // namespace qw::site
