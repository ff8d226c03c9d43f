// SPDX-License-Identifier: Apache-2.0
#include "pipeline/known_protocols.hpp"

#include <vector>

#include "naming/known.hpp"
#include "protocols/registry.hpp"

namespace qw::pipeline {

KnownProtocols known_protocols() {
  static auto const all = [] {
    std::vector<ProtocolDescription const*> made;
    for (auto const* each : protocols()) {
      made.push_back(&each->protocol.description());
      made.insert(made.end(), each->dialects.begin(), each->dialects.end());
    }
    for (auto const& each : naming::known)
      if (protocol_named(made, each.name.text()).empty()) made.push_back(&each);
    return made;
  }();
  return all;
}

}  // namespace qw::pipeline
