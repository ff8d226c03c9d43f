// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "simulate/shard.hpp"

namespace qw::simulate {

/// Who of a path speaks.
enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }
constexpr std::size_t index_of(Side side) { return static_cast<std::size_t>(side); }

/// The way of a packet as one point sees it, for both directions.
struct Hop {
  Segment const* segment = nullptr;
  struct End {
    Host const* next = nullptr;  // host or router port that sends on this segment
    Ip4 ip;                      // the end's address as seen here
    std::uint16_t port = 0;
    std::uint8_t routed = 0;       // routers between this end and here: what its TTL has lost
    Nanoseconds delay;             // from this end to here, the usual way
    Router const* edge = nullptr;  // the crane's router, if it lies between

    /// From this end to here, as of now.
    [[nodiscard]] Nanoseconds way() const {
      return edge == nullptr ? delay : Nanoseconds{delay.count + edge->detour.count};
    }
  };
  End ends[2];
};

/// The way between two hosts, through translating routers, with their ports.
/// A path is planned once for a talk, and holds its translated port.
class Path {
 public:
  /// Ports are of the hosts themselves; 0 for protocols without.
  Path(Host& client, std::uint16_t client_port, Host& server, std::uint16_t server_port);

  [[nodiscard]] Host& host(Side side) const { return *hosts_[index_of(side)]; }
  [[nodiscard]] std::vector<Hop> const& hops() const { return hops_; }
  /// One way, as long as nothing waits.
  [[nodiscard]] Nanoseconds delay() const {
    return edge_ == nullptr ? delay_ : Nanoseconds{delay_.count + edge_->detour.count};
  }
  /// Part of TCP segments that the way loses, beside what is said of the talk.
  [[nodiscard]] double loss() const { return edge_ == nullptr ? 0 : edge_->loss; }
  /// Does a datagram that is sent now get through, as far as the crane's router is concerned?
  [[nodiscard]] bool passes(Stamp at) const { return edge_ == nullptr || edge_->passes(at); }

  /// Makes every node on the way know the next one. Returns when the last does.
  Stamp resolve(Shard& shard, Stamp at) const;
  /// The link and IP headers of a packet of `from` at a hop.
  [[nodiscard]] Link link(Hop const& hop, Side from) const;
  [[nodiscard]] IpHeader ip(Hop const& hop, Side from, std::uint16_t id) const;
  /// The identification of the next packet of a side.
  std::uint16_t take_id(Side side) {
    auto& id = ids_[index_of(side)];
    return id = static_cast<std::uint16_t>(id + (host(side).stack.counts_ip_id ? 1 : 40503));
  }

 private:
  Host* hosts_[2];
  std::vector<Hop> hops_;
  std::vector<std::pair<Host const*, Host const*>> neighbours_;
  Nanoseconds delay_;
  Router const* edge_ = nullptr;  // the crane's router, if it is on the way
  std::uint16_t ids_[2];
};

/// One UDP datagram, seen wherever its way is tapped. Returns its arrival.
Stamp send_udp(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, Bytes payload);
/// One that does not get past the crane's router: seen on the sender's side of it alone.
void send_udp_in_vain(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, Bytes payload);
/// One packet of another protocol over IPv4.
Stamp send_ip(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, IpProtocol protocol,
              Bytes payload);
/// A datagram to a group or to all on the sender's segment.
void cast_udp(Shard& shard, Host& from, std::uint16_t from_port, Ip4 to, std::uint16_t to_port,
              FlowId flow, Stamp at, Bytes payload);

}  // namespace qw::simulate
