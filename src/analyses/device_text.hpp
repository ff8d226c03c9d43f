// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analyses/facts.hpp"

/// What a device is called, from what is known of it. Used by `joined`.
namespace qw::analyses {

/// Its strongest host name, else its first address.
std::string name_of_device(Device const& device);

/// Role and basis: what it says of itself, if the words are a protocol's and not its
/// owner's; else the first role in the order of `Role` that it was seen in; else nothing.
std::pair<std::string, std::string> role_of_device(Device const& device,
                                                   std::vector<RoleFact> facts);

/// In alphabetical order, each once.
void sort_services(std::vector<std::string>& services);

/// The same attributes once each, strongest basis first; values that contradict each
/// other are marked. Letters and digits alone count: "V3.2.1" and "3.2.1" agree, and so
/// do makers of whom one's first word stands in the other's name.
std::vector<KnownAttribute> settled(std::vector<KnownAttribute> attributes);

}  // namespace qw::analyses
