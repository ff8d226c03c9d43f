// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "site/imports.hpp"
#include "vocabulary/records/device.hpp"

namespace qw::site {

/// Two sources that disagree, or one that nothing else confirms. Nobody is taken for right.
struct Conflict {
  enum class Kind : std::uint8_t {
    name,      // two documents have two names for one address
    mac,       // one address, several MACs
    maker,     // the device says itself that somebody else made it
    unheard,   // listed, and not heard
    unlisted,  // heard, and not listed
    learnt,    // a switch learnt a MAC that no list has
  };
  Kind kind = Kind::name;
  Host subject;               // an IP address, or a MAC
  std::string document{};     // that speaks first; empty for what was heard only
  std::string value{};        // that it gives: a name, MAC or maker, or the port of a switch
  std::string other{};        // document that disagrees; empty if the traffic does, or nobody
  std::string other_value{};  // that the other side gives
  std::string source{};       // message and field in which a device gives it
  bool by_traffic = false;    // the traffic is the other side
  Evidence evidence{};        // frames in which the other side said so; none if 0
};
std::string_view name_of(Conflict::Kind kind);
/// A sentence, without its subject: 'assets.csv, line 7 calls it "PLC 1"; ...'.
std::string to_text(Conflict const& conflict);

/// The document of a device for which the site file names none.
inline constexpr std::string_view the_site_file = "the site file";

/// What documents say: the devices that somebody vouches for, by the document that names
/// them, and the claims of the site file, in its order.
std::vector<Claim> claims_of(Site const& site);
/// The same of what was imported, in the order of the files.
std::vector<Claim> claims_of(std::span<Imported const> imports);

/// Holds documents against each other and against what was heard. An address's first claim
/// is held against all others, so the order of documents decides who is said to disagree,
/// never who is right. By subject; what switches learnt comes last.
std::vector<Conflict> conflicts(std::span<Claim const> claims, std::span<Device const> heard);

}  // namespace qw::site
