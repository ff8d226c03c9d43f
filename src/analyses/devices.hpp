// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analyses/facts.hpp"
#include "analyses/makers.hpp"
#include "site/atlas.hpp"

namespace qw::analyses {

/// Routers passed by a packet with this time to live, if it left with one of the usual
/// values (32, 64, 128, 255, and 30, 60, 100, which controllers use). 0 not seen: 0.
std::uint8_t routers_passed(std::uint8_t hops);

/// Joins hosts to devices, by the evidence that `Inventory` names.
std::vector<Device> joined(std::vector<HostFacts> const& hosts, site::Site const& site,
                           site::Atlas const& atlas, Makers const& makers);

}  // namespace qw::analyses
