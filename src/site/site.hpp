// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/moment.hpp"
#include "site/prefix.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// What should be, as `site.toml` says it. Things refer to each other by their index
/// in the lists of `Site`.
namespace qw::site {

using Index = std::uint16_t;
inline constexpr Index none = 0xffff;

struct Port {
  std::string name;
  std::string code;                     // UN/LOCODE
  std::int32_t utc_offset_minutes = 0;  // in which hours of the day are meant
};

struct Berth {
  std::string name;
  bool military = false;  // military cargo is worked here
};

/// A part of the port in which an address names one host.
struct Realm {
  std::string name;
};

/// A crane, or other equipment that is watched as one.
struct Crane {
  std::string name;
  std::string maker;
  std::string model;
  std::optional<double> safe_load_t;  // safe working load, tonnes under the spreader
  Index berth = none;
  RealmId realm{};
  std::vector<Prefix> networks;
};

struct Zone {
  std::string name;
  std::string level;             // as in IEC 62443 or the Purdue model: "2", "3.5"
  std::optional<RealmId> realm;  // without one the zone reaches through all realms
  std::vector<Prefix> networks;
  bool boundary = false;  // account for what crosses its edge, as for a crane
};

/// A device that the port knows of.
struct KnownDevice {
  std::string name;
  std::string maker;
  std::string model;
  std::string role;
  RealmId realm{};
  std::vector<Address> addresses;
  std::vector<Address> macs;
  bool seen_only = false;  // drafted from traffic: nobody has said that it belongs there
  std::string document;    // where it is written: "assets.csv, line 7"
};

/// What a document says of addresses, beside the devices above: another document's word
/// for the same device, or what a switch learnt. It declares nothing; where it contradicts
/// the devices or the traffic, that is a conflict for a person to settle.
struct Claim {
  std::string document;
  std::string name;  // of the device; may be empty
  std::string maker;
  std::string switch_port;  // behind which a switch learnt the MACs
  RealmId realm{};
  std::vector<Address> addresses;
  std::vector<Address> macs;
};

/// One end of a conduit: whom it speaks of.
struct End {
  enum class Kind : std::uint8_t { any, outside, zone, crane, device, network };
  Kind kind = Kind::any;
  Index index = none;  // of a zone, crane or device
  Prefix network;
  std::string text;  // as written
};

/// Hours of some days of the week, in the port's time. May pass midnight.
struct Hours {
  std::uint8_t days = 0x7f;           // bit 0 is Monday
  std::uint16_t from_minute = 0;      // of the day
  std::uint16_t until_minute = 1440;  // not included; less than `from` if past midnight
};

/// A permission: who may open what to whom, and why.
struct Conduit {
  std::string name;  // as given, else made of its ends and service
  End from;          // who opens
  End to;
  std::string service;                        // protocol by name, or "tcp/8443"; "any"
  std::optional<std::vector<Verb>> commands;  // allowed ones; without it all
  bool cargo = false;                         // may name goods
  std::optional<Hours> hours;
  std::optional<std::uint64_t> octets_per_day;
  std::string why;
  std::string vouched_by;  // a person; empty only if `seen_only`
  std::string document;    // where the permission is written
  bool seen_only = false;  // drafted from traffic: nobody has said yes
};

/// When something unusual is expected: remote access, or maintenance.
struct Window {
  std::string name;
  End from;
  End to;
  std::optional<Stamp> start;
  std::optional<Stamp> end;
  std::optional<Hours> hours;
  std::string why;
  std::string vouched_by;
};

struct Lists {
  std::vector<std::string> makers;           // files beside the one that is shipped
  std::vector<std::string> protected_cargo;  // files of identifiers or patterns
  std::vector<std::string> counters;         // files of what switches counted
};

/// Addresses of what may route, give leases, resolve names and tell the time.
struct Services {
  std::vector<Address> gateways;
  std::vector<Address> dhcp_servers;
  std::vector<Address> dns_servers;
  std::vector<Address> time_servers;
};

/// A place where traffic is captured.
struct Point {
  std::string name;
  RealmId realm{};
  std::string boundary;  // whose edge it watches; empty if nobody's
};

/// A value within a block of octets, in TIC4.0 words: "hoist.position"; where nobody has
/// found the word yet, by the name that the controller's program has for it.
struct Signal {
  std::string name;
  std::string symbol;      // its name in the program; of Logix also its address
  std::string document;    // where that is written
  bool seen_only = false;  // drafted: nobody has said that it means this
  Index crane = none;      // whose; `none` if the device is no crane's
  Address device;
  std::string service;  // protocol by name, or the name of a telegram
  std::string space;
  std::uint32_t station = 0;
  std::uint32_t block = 0;
  std::uint32_t offset = 0;
  std::uint8_t bit = 0;
  WireType type = WireType::u16be;
  double scale = 1;  // value = raw * scale + zero
  double zero = 0;
  std::string unit;
};

/// A message of fixed layout that no protocol describes.
struct Telegram {
  std::string name;
  std::string transport;  // "tcp" or "udp"
  std::uint16_t port = 0;
  std::uint32_t octets = 0;
};

/// What a switch had counted at one of its ports by a moment. Counters run on; two
/// snapshots give what passed between them.
struct PortCounter {
  enum class Role : std::uint8_t {
    mirrored,  // the mirror copies this port to a tap
    tap,       // the tap hangs behind this port: what is sent out to it counts
  };
  std::string switch_name;
  std::string port;
  std::string point;  // the capture point whose tap it is; empty if there is one only
  Role role = Role::mirrored;
  Stamp at;
  std::optional<std::uint64_t> in_frames;  // missing: not counted, or not mirrored
  std::optional<std::uint64_t> out_frames;
  bool wraps_at_32 = false;  // counters of 32 bits (IF-MIB's without HC)
  std::string document;
};

struct Site {
  std::string file;  // empty: there was none
  Port port;
  std::vector<Berth> berths;
  std::vector<Realm> realms;  // [0] is the shared one, which every site has
  std::vector<Point> points;
  std::vector<Crane> cranes;
  std::vector<Zone> zones;
  std::vector<KnownDevice> devices;
  std::vector<Claim> claims;
  std::vector<Conduit> conduits;
  std::vector<Window> remote_access;
  std::vector<Window> maintenance;
  std::vector<Signal> signals;
  std::vector<Telegram> telegrams;
  Lists lists;
  Services services;
  std::vector<PortCounter> counters;  // of the files that `lists` and the command line name

  Site() : realms{{"shared"}} {}
  /// The realm of a capture point; the shared one if the file does not name it.
  [[nodiscard]] RealmId realm_of_point(std::string_view name) const;
};

/// Is the moment within these hours, the port's clock being so far from UTC?
bool within(Hours const& hours, Stamp at, std::int32_t utc_offset_minutes);
/// Is the moment within the window's dates and hours?
bool within(Window const& window, Stamp at, std::int32_t utc_offset_minutes);

}  // namespace qw::site
