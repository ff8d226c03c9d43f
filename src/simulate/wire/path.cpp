// SPDX-License-Identifier: Apache-2.0
#include "simulate/wire/path.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace qw::simulate {
namespace {

constexpr Nanoseconds switched{40'000};  // card, cable and switch within a segment

/// Segments from one up to the core of the port.
std::vector<Segment*> upward(Segment* from) {
  std::vector<Segment*> chain{from};
  while (chain.back()->up != nullptr) chain.push_back(chain.back()->up->outer->segment);
  return chain;
}

/// A step through a router, from the client's side.
struct Step {
  Router* router;
  bool outward;
};

struct Route {
  std::vector<Segment*> segments;
  std::vector<Step> steps;  // one fewer
};

Route route_between(Segment* client, Segment* server) {
  auto up = upward(client);
  auto down = upward(server);
  QW_CHECK(up.back() == down.back());
  while (up.size() > 1 && down.size() > 1 && up[up.size() - 2] == down[down.size() - 2]) {
    up.pop_back();
    down.pop_back();
  }
  Route route{up, {}};
  for (std::size_t i = 0; i + 1 < up.size(); ++i) route.steps.push_back({up[i]->up, true});
  for (std::size_t i = down.size() - 1; i-- > 0;) {
    route.segments.push_back(down[i]);
    route.steps.push_back({down[i]->up, false});
  }
  return route;
}

// Where a counter of packets stands when a talk begins cannot be known; it only has
// to differ between talks.
std::uint16_t first_id(Host const& host, std::uint16_t port) {
  return static_cast<std::uint16_t>(host.ip.value * 7919 + port * 31U);
}

Host* near_client(Step const& step) {
  return step.outward ? step.router->inner : step.router->outer;
}
Host* near_server(Step const& step) {
  return step.outward ? step.router->outer : step.router->inner;
}

}  // namespace

Path::Path(Host& client, std::uint16_t client_port, Host& server, std::uint16_t server_port)
    : hosts_{&client, &server}, ids_{first_id(client, client_port), first_id(server, client_port)} {
  auto const route = route_between(client.segment, server.segment);
  auto const count = route.segments.size();
  std::vector<Hop> all(count);
  Hop::End end{&client, client.ip, client_port, 0, switched};
  for (std::size_t i = 0; i < count; ++i) {
    all[i].segment = route.segments[i];
    all[i].ends[0] = end;
    if (i + 1 == count) break;
    auto const& step = route.steps[i];
    if (step.outward && step.router->translates) {
      end.ip = client.outside.value != 0 ? client.outside : step.router->outer->ip;
      if (client.outside.value == 0 && client_port != 0) end.port = step.router->next_port++;
    }
    if (step.router->translates) edge_ = end.edge = step.router;
    end.next = near_server(step);
    ++end.routed;
    end.delay.count += step.router->delay.count + switched.count;
    neighbours_.push_back({all[i].ends[0].next, near_client(step)});
  }
  neighbours_.push_back({end.next, &server});
  delay_ = {end.delay.count + switched.count};
  end = {&server, server.ip, server_port, 0, switched};
  for (std::size_t i = count; i-- > 0;) {
    all[i].ends[1] = end;
    if (i == 0) break;
    auto const& step = route.steps[i - 1];
    // Without an address of its own outside, a port of the router is passed on to it.
    if (!step.outward && step.router->translates)
      end.ip = server.outside.value != 0 ? server.outside : step.router->outer->ip;
    if (step.router->translates) end.edge = step.router;
    end.next = near_client(step);
    ++end.routed;
    end.delay.count += step.router->delay.count + switched.count;
  }
  bool seen[point_count] = {};  // a mirror shows a packet once, though it crosses two VLANs
  for (auto const& hop : all) {
    if (hop.segment->point == Point::none) continue;
    auto const point = static_cast<std::size_t>(hop.segment->point);
    if (!std::exchange(seen[point], true)) hops_.push_back(hop);
  }
}

Stamp Path::resolve(Shard& shard, Stamp at) const {
  for (auto const& [asker, owner] : neighbours_)
    at = asker == owner ? at : shard.resolve(at, *asker, *owner);
  return at;
}

Link Path::link(Hop const& hop, Side from) const {
  return {hop.ends[index_of(from)].next->mac, hop.ends[index_of(other(from))].next->mac,
          hop.segment->vlan, 0};
}

IpHeader Path::ip(Hop const& hop, Side from, std::uint16_t id) const {
  auto const& end = hop.ends[index_of(from)];
  auto const& stack = host(from).stack;
  return {.from = end.ip,
          .to = hop.ends[index_of(other(from))].ip,
          .ttl = static_cast<std::uint8_t>(stack.ttl - end.routed),
          .id = id,
          .service = 0,
          .dont_fragment = stack.dont_fragment,
          .offloaded = stack.offloads_checksums && end.routed == 0};
}

namespace {

void emit_udp(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, Bytes payload,
              bool passes) {
  auto const id = path.take_id(from);
  for (auto const& hop : path.hops()) {
    auto const& end = hop.ends[index_of(from)];
    if (!passes && end.edge != nullptr) continue;
    UdpHeader const udp{end.port, hop.ends[index_of(other(from))].port};
    shard.emit(at + end.way(), *hop.segment, flow,
               udp_frame(path.link(hop, from), path.ip(hop, from, id), udp, payload));
  }
}

}  // namespace

Stamp send_udp(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, Bytes payload) {
  at = path.resolve(shard, at);
  emit_udp(shard, path, from, flow, at, payload, true);
  return at + path.delay();
}

void send_udp_in_vain(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, Bytes payload) {
  emit_udp(shard, path, from, flow, path.resolve(shard, at), payload, false);
}

Stamp send_ip(Shard& shard, Path& path, Side from, FlowId flow, Stamp at, IpProtocol protocol,
              Bytes payload) {
  at = path.resolve(shard, at);
  auto const id = path.take_id(from);
  for (auto const& hop : path.hops())
    shard.emit(at + hop.ends[index_of(from)].way(), *hop.segment, flow,
               ip_frame(path.link(hop, from), path.ip(hop, from, id), protocol, payload));
  return at + path.delay();
}

void cast_udp(Shard& shard, Host& from, std::uint16_t from_port, Ip4 to, std::uint16_t to_port,
              FlowId flow, Stamp at, Bytes payload) {
  bool const group = to.value >> 28 == 0xe;
  Link const link{from.mac, group ? group_mac(to) : broadcast_mac, from.segment->vlan, 0};
  IpHeader const ip{.from = from.ip,
                    .to = to,
                    .ttl = static_cast<std::uint8_t>(group ? 1 : from.stack.ttl),
                    .id = static_cast<std::uint16_t>(at.ns / 1'000'000),
                    .service = 0,
                    .dont_fragment = false,
                    .offloaded = from.stack.offloads_checksums};
  shard.emit(at + switched, *from.segment, flow,
             udp_frame(link, ip, {from_port, to_port}, payload));
}

}  // namespace qw::simulate
