// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

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

/// The conduit that lets `from` open `service` to `to`: the first vouched one in the
/// order of the file, else the first that was only seen. Null if there is none.
/// `service` as in `ConduitRow`. Hours, commands and octets are for others to ask.
Conduit const* rule_for(Site const& site, Party const& from, Party const& to,
                        std::string_view service);

/// Does the conduit allow the command?
bool allows(Conduit const& conduit, Verb verb);

}  // namespace qw::site
