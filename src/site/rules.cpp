// SPDX-License-Identifier: Apache-2.0
#include "site/rules.hpp"

#include <algorithm>
#include <charconv>

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

std::optional<PortService> port_service(std::string_view service) {
  auto const slash = service.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  PortService found{service.substr(0, slash)};
  if (found.transport != "tcp" && found.transport != "udp" && found.transport != "sctp")
    return std::nullopt;
  auto const* const end = service.data() + service.size();
  auto const read = std::from_chars(service.data() + slash + 1, end, found.port);
  if (read.ec != std::errc{} || read.ptr != end || found.port == 0) return std::nullopt;
  return found;
}

bool fits(std::string_view service, Called const& called) {
  if (service == "any" || service == called.name) return true;
  if (called.port == 0) return false;
  auto const named = port_service(service);
  return named && named->port == called.port &&
         (called.transport.empty() || named->transport == called.transport);
}

RulePorts::RulePorts(Site const& site) {
  for (auto const& conduit : site.conduits)
    if (auto const named = port_service(conduit.service))
      if (!holds(named->transport, named->port)) ports_.emplace_back(named->port, named->transport);
}

bool RulePorts::holds(std::string_view transport, std::uint16_t port) const {
  auto const found = std::find_if(ports_.begin(), ports_.end(), [&](auto const& each) {
    return each.first == port && each.second == transport;
  });
  return found != ports_.end();
}

Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                        Called const& service) {
  Conduit const* seen = nullptr;
  for (auto const& conduit : site.conduits) {
    if (!fits(conduit.service, service)) continue;
    if (!speaks_of(conduit.from, from) || !speaks_of(conduit.to, to)) continue;
    if (!conduit.seen_only) return &conduit;
    if (seen == nullptr) seen = &conduit;
  }
  return seen;
}

bool names_all(Conduit const& conduit) {
  auto const names = [](End const& end) {
    return end.kind != End::Kind::any && end.kind != End::Kind::outside;
  };
  return conduit.service != "any" && names(conduit.from) && names(conduit.to);
}

Conduit const* rule_in_doubt(Site const& site, Party const& from, Party const& to,
                             Called const& service) {
  for (auto const& conduit : site.conduits)
    if (!conduit.seen_only && names_all(conduit) && fits(conduit.service, service) &&
        speaks_of(conduit.from, from) && speaks_of(conduit.to, to))
      return &conduit;
  return nullptr;
}

bool allows(Conduit const& conduit, Verb verb) {
  if (!conduit.commands) return true;
  auto const& verbs = *conduit.commands;
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

Conduit const* rule_for_command(Site const& site, Party const& from, Party const& to,
                                Called const& service, Verb verb) {
  for (auto const& conduit : site.conduits)
    if (!conduit.seen_only && fits(conduit.service, service) && speaks_of(conduit.from, from) &&
        speaks_of(conduit.to, to) && allows(conduit, verb))
      return &conduit;
  return nullptr;
}

}  // namespace qw::site
