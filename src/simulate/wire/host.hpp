// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/stamp.hpp"
#include "simulate/wire/address.hpp"

namespace qw::simulate {

/// Index of a capture point within a run; `none` is a place that nobody taps.
enum class Point : std::int8_t { none = -1, ehouse = 0, quay = 1 };
constexpr std::size_t point_count = 2;

struct Router;
enum class MarkId : std::uint32_t;

/// A LAN. Its frames are seen at `point`, with a VLAN tag if `vlan` is not 0.
struct Segment {
  std::string name;
  Ip4 network;
  unsigned prefix = 24;
  std::uint16_t vlan = 0;
  Point point = Point::none;
  Router* up = nullptr;  // towards the core of the port; null at the core itself

  [[nodiscard]] Ip4 host(std::uint32_t number) const { return {network.value + number}; }
  [[nodiscard]] Ip4 broadcast() const { return {network.value | 0xffff'ffffU >> prefix}; }
};

/// How a host's network stack behaves on the wire.
struct Stack {
  std::uint8_t ttl = 64;
  std::uint16_t window = 29200;
  std::uint8_t window_shift = 7;  // offered in the SYN; no option if 0
  std::uint16_t mss = 1460;
  bool sack = true;
  bool timestamps = true;
  bool dont_fragment = true;
  bool counts_ip_id = false;                   // one counter for all; otherwise by chance
  bool offloads_checksums = false;             // what its own virtual switch mirrors is unfinished
  Nanoseconds delayed_ack = milliseconds(40);  // 0 acknowledges at once
  Nanoseconds first_timeout = milliseconds(220);
};
namespace stacks {
/// Controllers and their kin: small windows, no options, each octet acknowledged late.
constexpr Stack controller{.ttl = 30,
                           .window = 8192,
                           .window_shift = 0,
                           .sack = false,
                           .timestamps = false,
                           .dont_fragment = false,
                           .counts_ip_id = true,
                           .delayed_ack = milliseconds(190),
                           .first_timeout = seconds(1)};
constexpr Stack embedded{.ttl = 64,
                         .window = 5840,
                         .window_shift = 0,
                         .sack = false,
                         .timestamps = false,
                         .counts_ip_id = true,
                         .delayed_ack = milliseconds(100),
                         .first_timeout = seconds(1)};
constexpr Stack unix{};
/// Somewhere in the internet: a dozen routers have had their part.
constexpr Stack far{.ttl = 53};
constexpr Stack windows{.ttl = 128,
                        .window = 64240,
                        .window_shift = 8,
                        .timestamps = false,
                        .counts_ip_id = true,
                        .delayed_ack = milliseconds(200),
                        .first_timeout = milliseconds(300)};
}  // namespace stacks

/// What a port's own list would say about a device.
struct Identity {
  std::string name;   // unique within the run: "crane-1.plc"
  std::string role;   // controller, hmi, management, switch, gateway, drive, camera, server...
  std::string maker;  // as on its plate
  std::string model;
  std::string firmware;
  std::string serial;
};

/// A device with one address. Lives as long as its shard; never moves.
struct Host {
  Identity identity;
  Mac mac;
  Ip4 ip;
  Ip4 outside;  // what a translating router shows of it; 0: the router's own, many to one
  Segment* segment = nullptr;
  Stack stack;
  Nanoseconds clock_error;  // its own clock minus true time
  MarkId clock_mark{};      // of whoever tampered with the time that it tells, while he does
  Mac spare_mac;            // of a second port that may take over, on the port's list too
  bool listed = true;       // stands in site.toml and in the port's asset list

  std::uint16_t first_port = 49152;
  std::uint16_t last_port = 65535;
  std::uint16_t next_port = first_port;

  /// A source port as a client takes them: one after the other.
  std::uint16_t take_port() {
    if (next_port == last_port) next_port = first_port;
    return next_port++;
  }
};

/// Does it stand in the port's lists? The inner works of the core and what is beyond the
/// port's edge do not.
inline bool is_listed_device(Host const& host) {
  return host.listed && host.segment->prefix != 0 && host.mac != Mac{} &&
         host.identity.role != "core";
}

/// Joins a segment to the one above it. With `translates`, what is inside has
/// other addresses outside, so that sister cranes can share a plan.
struct Router {
  Host* inner = nullptr;
  Host* outer = nullptr;
  bool translates = false;
  std::uint16_t next_port = 20000;
  Nanoseconds delay{120'000};
  Nanoseconds detour{};  // more of it, while another way than the usual one is taken
  double loss = 0;       // part of TCP segments, and of telegrams of desks, that it loses
  Stamp dark_until;      // till then nothing passes of what cannot be repeated: see `passes`

  [[nodiscard]] bool passes(Stamp at) const { return at >= dark_until; }
};

}  // namespace qw::simulate
