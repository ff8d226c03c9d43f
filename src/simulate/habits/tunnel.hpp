// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "simulate/wire/path.hpp"

namespace qw::simulate {

enum class TunnelKind : std::uint8_t { openvpn, wireguard };

/// A VPN between two hosts: what an onlooker sees of it. What it carries is told by size only,
/// and is noise; its flow should be opaque. Signs of life and new keys come by themselves
/// while it is open. Bound to its shard.
class Tunnel : public std::enable_shared_from_this<Tunnel> {
 public:
  static std::shared_ptr<Tunnel> make(Shard& shard, FlowId flow, TunnelKind kind, Host& client,
                                      Host& server);
  virtual ~Tunnel() = default;

  /// The handshake. Returns when data may flow.
  virtual Stamp open(Stamp at) = 0;
  /// An IP packet, or several, of so many octets in all. Returns when the last has arrived.
  Stamp carry(Side from, Stamp at, std::size_t octets);
  /// Neither protocol has to say good-bye: it falls silent.
  void close() { open_ = false; }
  [[nodiscard]] bool is_open() const { return open_; }

 protected:
  Tunnel(Shard& shard, FlowId flow, Host& client, Host& server, std::uint16_t server_port);

  /// One datagram that hides `octets` octets.
  virtual Octets sealed(Side from, std::size_t octets) = 0;
  Stamp say(Side from, Stamp at, Bytes octets);
  /// Calls `what` every `period` while the tunnel is open.
  void while_open(Stamp from, Nanoseconds period, std::function<void()> what);

  Shard& shard_;
  Dice dice_;
  bool open_ = false;

 private:
  FlowId flow_;
  MarkId mark_;
  Path path_;
};

}  // namespace qw::simulate
