// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/protocol.hpp"
#include "site/imports.hpp"
#include "vocabulary/records/device.hpp"

namespace qw::site {

/// Signals beyond this are left out of a draft, and a comment says how many.
inline constexpr std::size_t most_drafted_signals = 20'000;

/// Symbols of controllers as `[[signal]]` tables, each `seen_only`: at the address and of
/// the type that the document gives, called by its TIC4.0 words where these are plain and
/// no other symbol of the controller has the same, else by its own name.
///
/// Whose they are is what the import says (an address, or the name of a device of `site`,
/// of an import or of what was heard); without that the one device that was heard to answer
/// the protocol. Where there is none, or several, the tables are comments: a signal without
/// a device is none. Symbols of types without a single value are counted, not drafted.
std::string draft_signals(Site const& site, std::span<Device const> heard,
                          std::span<Imported const> imports, KnownProtocols known);

}  // namespace qw::site
