// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/protocol.hpp"
#include "site/imports.hpp"
#include "vocabulary/records/conduit.hpp"
#include "vocabulary/records/device.hpp"

namespace qw::site {

/// Conduits beyond this are left out of a draft, least risky ones first, and a comment
/// says how many.
inline constexpr std::size_t most_drafted = 5'000;

/// A `site.toml` of what was seen and imported, for a person to go through: devices that
/// the site does not know yet, services, and conduits that no vouched rule allows, the
/// riskiest first with the reason. Every conduit, and every device that no import names,
/// is `seen_only`, and services are comments; what a person already vouched for stands in
/// `site` and is not repeated. The reader takes it as it is.
///
/// Risk of a device: speaks with outside; routes or gives addresses; is for nobody knows
/// what; anything else. Of a conduit: opened from outside and changes state; opened from outside;
/// changes state; opened to outside; remote access or files; anything else.
std::string draft(Site const& site, std::span<Device const> devices,
                  std::span<ConduitRow const> conduits, std::span<Imported const> imports,
                  KnownProtocols known);

}  // namespace qw::site
