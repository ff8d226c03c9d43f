// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <tuple>

#include "core/hash.hpp"
#include "decode/packet.hpp"
#include "delivery/registration.hpp"

namespace qw::flow {

/// What tells conversations apart: both endpoints (realm and address included), in
/// canonical order, and what carries them. The VLAN is not part of it: a routed or
/// re-tagged conversation stays one; different networks are told apart by realm.
struct Key {
  Endpoint low;
  Endpoint high;
  std::uint16_t carrier = 0;  // IP protocol, or 0x100 + Ethernet type without IP
  std::uint16_t apart = 0;    // 1 + the source, where another source holds the same ends
  friend bool operator==(Key const&, Key const&) = default;

  static constexpr auto state() {
    return std::tuple{&Key::low, &Key::high, &Key::carrier, &Key::apart};
  }
};

inline std::uint16_t carrier_of(decode::PacketView const& packet) {
  // Ethernet types start at 0x600, frame types of our own lie below: no clash.
  if (packet.layer == decode::Layer::link) return static_cast<std::uint16_t>(0x100U + packet.type);
  return packet.protocol;
}

inline Key key_of(decode::PacketView const& packet) {
  bool const ordered = packet.source <= packet.destination;
  return {ordered ? packet.source : packet.destination,
          ordered ? packet.destination : packet.source, carrier_of(packet), 0};
}

/// Does the packet belong to this conversation, whichever way it goes, and whoever heard it?
inline bool belongs(decode::PacketView const& packet, Key const& key) {
  if (carrier_of(packet) != key.carrier) return false;
  return packet.source == key.low ? packet.destination == key.high
                                  : packet.source == key.high && packet.destination == key.low;
}

/// Hashes of a packet's ends, made once for whoever needs them: hosts choose a shard,
/// endpoints and carrier a conversation. The same both ways.
struct PacketHash {
  std::uint64_t hosts = 0;
  std::uint64_t conversation = 0;
};

inline PacketHash hash_of(decode::PacketView const& packet) {
  auto const both = [](std::uint64_t a, std::uint64_t b) {
    return mixed(std::min(a, b), std::max(a, b));
  };
  auto const source = qw::hash_of(packet.source.host);
  auto const destination = qw::hash_of(packet.destination.host);
  auto const ends =
      both(mixed(source, packet.source.port), mixed(destination, packet.destination.port));
  return {both(source, destination), mixed(ends, carrier_of(packet))};
}

inline delivery::Transport transport_of(std::uint16_t carrier) {
  namespace ip = decode::ip_protocol;
  using delivery::Transport;
  switch (carrier) {
    case ip::tcp: return Transport::tcp;
    case ip::udp: return Transport::udp;
    case ip::sctp: return Transport::sctp;
    case ip::icmp:
    case ip::icmpv6: return Transport::icmp;
    default: return Transport::other;
  }
}

}  // namespace qw::flow
