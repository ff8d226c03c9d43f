// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "site/atlas.hpp"

namespace qw::site {

/// A host with its place, as rules ask for both.
struct Party {
  Host host;
  Place place;
};

/// Is the party one of those that the end speaks of? A host without a single address
/// (a group) is matched by "any" and by its network only.
bool speaks_of(End const& end, Party const& party);

/// A service of a rule that names a port, "tcp/8443", by its parts.
struct PortService {
  std::string_view transport;  // "tcp", "udp" or "sctp"
  std::uint16_t port = 0;      // 1..65535
};

/// Its parts if `service` names a port; nothing for a protocol's name. Borrows.
std::optional<PortService> port_service(std::string_view service);

/// What a service is called: by its text as in `ConduitRow`, and by the port of who
/// answers it.
struct Called {
  std::string name;
  std::string transport;   // empty if it is not known: then any of that port fits
  std::uint16_t port = 0;  // 0 if it is not known, or the name says all
};

/// Does a rule for `service` speak of what is called so? A port's rule fits whatever runs
/// on that port, a protocol's the protocol on any port, "any" everything.
bool fits(std::string_view service, Called const& called);

/// The ports that conduits of a site name. What runs on them is to be told apart by its
/// port though it is understood, for the rule asks.
class RulePorts {
 public:
  explicit RulePorts(Site const& site);
  [[nodiscard]] bool holds(std::string_view transport, std::uint16_t port) const;

 private:
  std::vector<std::pair<std::uint16_t, std::string>> ports_;  // each once
};

/// The conduit that lets `from` open `service` to `to`: the first vouched one in the
/// order of the file, else the first that was only seen. Null if there is none.
/// Hours, commands and octets are for others to ask.
Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                        Called const& service);
inline Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                               std::string_view service) {
  return rule_for(site, from, to, Called{std::string{service}, {}, 0});
}

/// Does it name its service and both ends, neither of them "any" nor "outside"?
bool names_all(Conduit const& conduit);

/// Where it is not proven who opened what: the first vouched conduit that would let `from` open
/// `service` to `to`. One that does not name all does not count: it would turn "may be reached
/// by anybody" into "may reach anybody". Null if there is none.
Conduit const* rule_in_doubt(Site const& site, Party const& from, Party const& to,
                             Called const& service);

/// Does the conduit allow the command?
bool allows(Conduit const& conduit, Verb verb);

/// The first vouched conduit that lets `from` give `to` this command. Null if there is none.
Conduit const* rule_for_command(Site const& site, Party const& from, Party const& to,
                                Called const& service, Verb verb);

}  // namespace qw::site
