// SPDX-License-Identifier: Apache-2.0
#include "site/rules.hpp"

#include <algorithm>

namespace qw::site {

bool speaks_of(End const& end, Party const& party) {
  switch (end.kind) {
    case End::Kind::any: return true;
    case End::Kind::outside:
      return party.place.boundary == none && !is_local_only(party.host.address);
    case End::Kind::zone: return party.place.zone == end.index;
    case End::Kind::crane: return party.place.crane == end.index;
    case End::Kind::device: return party.place.device == end.index;
    case End::Kind::network: return end.network.contains(party.host.address);
  }
  return false;
}

Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                        Called const& service) {
  Conduit const* seen = nullptr;
  for (auto const& conduit : site.conduits) {
    bool const named = conduit.service == service.name ||
                       (!service.port.empty() && conduit.service == service.port);
    if (conduit.service != "any" && !named) continue;
    if (!speaks_of(conduit.from, from) || !speaks_of(conduit.to, to)) continue;
    if (!conduit.seen_only) return &conduit;
    if (seen == nullptr) seen = &conduit;
  }
  return seen;
}

bool allows(Conduit const& conduit, Verb verb) {
  if (!conduit.commands) return true;
  auto const& verbs = *conduit.commands;
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

}  // namespace qw::site
