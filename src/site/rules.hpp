// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

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

/// What a service is called: by its text as in `ConduitRow`, and perhaps as a port, too.
struct Called {
  std::string name;
  std::string port;  // "udp/443"; empty if the name says all
};

/// The conduit that lets `from` open `service` to `to`: the first vouched one in the
/// order of the file, else the first that was only seen. Null if there is none.
/// Hours, commands and octets are for others to ask.
Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                        Called const& service);
inline Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                               std::string_view service) {
  return rule_for(site, from, to, Called{std::string{service}, {}});
}

/// Does the conduit allow the command?
bool allows(Conduit const& conduit, Verb verb);

}  // namespace qw::site
