// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/tunnel.hpp"

#include <algorithm>

#include "simulate/speech/tls/tls.hpp"
#include "simulate/speech/vpn/openvpn.hpp"
#include "simulate/speech/vpn/wireguard.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t most_carried = 1340;  // of one datagram, so that none is cut

class OpenVpn final : public Tunnel {
 public:
  OpenVpn(Shard& shard, FlowId flow, Host& client, Host& server)
      : Tunnel{shard, flow, client, server, openvpn::port} {}

  Stamp open(Stamp at) override {
    for (auto& session : sessions_) session = dice_.draw();
    for (auto& next : control_) next = 0;
    for (auto& next : data_) next = 1;
    peer_ = static_cast<std::uint32_t>(dice_.below(200));
    at = say(Side::client, at,
             control(Side::client, openvpn::Opcode::hard_reset_client, std::nullopt));
    at = say(Side::server, at + milliseconds(3),
             control(Side::server, openvpn::Opcode::hard_reset_server, 0));
    at = acknowledge(Side::client, at);
    at = exchange(at);
    open_ = true;
    while_open(at + seconds(10), seconds(10), [this] { ping(); });
    return at + milliseconds(40);
  }

 private:
  /// TLS inside the control channel; each packet is acknowledged.
  Stamp exchange(Stamp at) {
    auto side = Side::client;
    auto turns =
        tls::handshake({.server_name = {}, .protocols = {}, .ciphers = tls::embedded_ciphers()},
                       {.subject = "vpn.port.example",
                        .issuer = "Port VPN CA",
                        .version = tls::Version::tls12,
                        .cipher = 0xc02b},
                       dice_.part("handshake", dice_.draw()));
    turns.push_back(tls::data(440, dice_));  // keys and options
    turns.push_back(tls::data(380, dice_));
    for (auto const& turn : turns) {
      auto const whole = turn.bytes();
      at = at + milliseconds(4);
      for (std::size_t i = 0; i < whole.size(); i += openvpn::most_control) {
        auto const part = whole.subspan(i, std::min(openvpn::most_control, whole.size() - i));
        auto const arrived =
            say(side, at, control(side, openvpn::Opcode::control, std::nullopt, part));
        acknowledge(other(side), arrived);
        at = at + Nanoseconds{300'000};
      }
      at = at + milliseconds(14);
      side = other(side);
    }
    return at;
  }

  Stamp acknowledge(Side from, Stamp at) {
    auto const last = control_[index_of(other(from))] - 1;
    return say(from, at + Nanoseconds{200'000},
               control(from, openvpn::Opcode::acknowledgement, last));
  }

  Octets control(Side from, openvpn::Opcode opcode, std::optional<std::uint32_t> acknowledged,
                 Bytes tls = {}) {
    std::uint32_t const one = acknowledged.value_or(0);
    bool const numbered = opcode != openvpn::Opcode::acknowledgement;
    return openvpn::control(
        {.opcode = opcode,
         .session = sessions_[index_of(from)],
         .acknowledged = std::span{&one, acknowledged ? std::size_t{1} : std::size_t{0}},
         .peer = sessions_[index_of(other(from))],
         .number = numbered ? control_[index_of(from)]++ : 0},
        tls);
  }

  void ping() {
    for (auto const side : {Side::client, Side::server}) carry(side, shard_.now(), 16);
  }

  Octets sealed(Side from, std::size_t octets) override {
    return openvpn::data(peer_, data_[index_of(from)]++, octets, dice_);
  }

  std::uint64_t sessions_[2]{};
  std::uint32_t control_[2]{};
  std::uint32_t data_[2]{};
  std::uint32_t peer_ = 0;
};

class WireGuard final : public Tunnel {
 public:
  WireGuard(Shard& shard, FlowId flow, Host& client, Host& server)
      : Tunnel{shard, flow, client, server, wireguard::port} {}

  Stamp open(Stamp at) override {
    at = shake_hands(at);
    open_ = true;
    carry(Side::client, at, 0);  // section 6.5: the first packet confirms the keys
    // Section 6.2: keys are good for two minutes; and what gateways translate is kept alive.
    while_open(at + seconds(120), seconds(120), [this] { shake_hands(shard_.now()); });
    while_open(at + seconds(25), seconds(25), [this] { carry(Side::client, shard_.now(), 0); });
    return at + milliseconds(2);
  }

 private:
  Stamp shake_hands(Stamp at) {
    for (auto& index : indices_) index = static_cast<std::uint32_t>(dice_.draw());
    for (auto& counter : counters_) counter = 0;
    at = say(Side::client, at, wireguard::initiation(indices_[0], dice_));
    return say(Side::server, at + Nanoseconds{600'000},
               wireguard::response(indices_[1], indices_[0], dice_));
  }

  Octets sealed(Side from, std::size_t octets) override {
    return wireguard::transport(indices_[index_of(other(from))], counters_[index_of(from)]++,
                                octets, dice_);
  }

  std::uint32_t indices_[2]{};
  std::uint64_t counters_[2]{};
};

}  // namespace

std::shared_ptr<Tunnel> Tunnel::make(Shard& shard, FlowId flow, TunnelKind kind, Host& client,
                                     Host& server) {
  if (kind == TunnelKind::openvpn) return std::make_shared<OpenVpn>(shard, flow, client, server);
  return std::make_shared<WireGuard>(shard, flow, client, server);
}

Tunnel::Tunnel(Shard& shard, FlowId flow, Host& client, Host& server, std::uint16_t server_port)
    : shard_{shard},
      dice_{shard.dice("tunnel", shard.take_number())},
      flow_{flow},
      mark_{shard.mark()},
      path_{client, client.take_port(), server, server_port} {}

Stamp Tunnel::carry(Side from, Stamp at, std::size_t octets) {
  Stamp arrived;
  do {
    auto const part = std::min(octets, most_carried);
    octets -= part;
    arrived = say(from, at, sealed(from, part));
    at = at + Nanoseconds{150'000};
  } while (octets > 0);
  return arrived;
}

Stamp Tunnel::say(Side from, Stamp at, Bytes octets) {
  // Of a tunnel that was made for a planted problem everything belongs to it.
  Marking const marking{shard_, shard_.mark() != MarkId::none ? shard_.mark() : mark_};
  return send_udp(shard_, path_, from, flow_, at, octets);
}

void Tunnel::while_open(Stamp from, Nanoseconds period, std::function<void()> what) {
  shard_.repeat(from, {.period = period, .jitter = milliseconds(80)},
                [tunnel = shared_from_this(), what = std::move(what)] {
                  if (!tunnel->open_) return false;
                  what();
                  return true;
                });
}

}  // namespace qw::simulate
