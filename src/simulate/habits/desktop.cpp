// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/desktop.hpp"

#include <algorithm>

#include "simulate/speech/rdp/rdp.hpp"
#include "simulate/speech/tls/tls.hpp"

namespace qw::simulate {
namespace {

constexpr Nanoseconds between_acts = milliseconds(500);
constexpr double rests = 0.35;  // part of the time in which nobody moves the mouse
constexpr double mean_update = 1500;
constexpr double largest_update = 30'000;

}  // namespace

std::shared_ptr<RemoteDesktop> RemoteDesktop::make(Shard& shard, Order order) {
  return std::shared_ptr<RemoteDesktop>{new RemoteDesktop{shard, std::move(order)}};
}

RemoteDesktop::RemoteDesktop(Shard& shard, Order order)
    : shard_{shard},
      order_{std::move(order)},
      dice_{shard.dice("desktop", shard.take_number())},
      mark_{shard.mark()} {}

void RemoteDesktop::work(Stamp from, Stamp until) {
  shard_.at(from, [desktop = shared_from_this(), until] {
    desktop->begin();
    auto const first = desktop->talk_->last() + between_acts;
    desktop->shard_.repeat(first, {.period = between_acts, .jitter = milliseconds(160)},
                           [desktop, until] {
                             if (desktop->shard_.now() >= until) {
                               desktop->talk_->close(Side::client, desktop->shard_.now());
                               return false;
                             }
                             desktop->act();
                             return true;
                           });
  });
}

Stamp RemoteDesktop::send(Side side, Stamp at, Bytes octets) {
  if (order_.carried) order_.carried(side, at, octets.size() + 40);
  return talk_->send(side, at, octets);
}

void RemoteDesktop::begin() {
  Marking const marking{shard_, mark_};
  talk_ =
      Talk::make(shard_, order_.flow, *order_.client, *order_.server, rdp::port, order_.quality);
  auto at = talk_->open(shard_.now());
  at = send(Side::client, at, rdp::connect_request(order_.user));
  at = send(Side::server, at + milliseconds(3), rdp::connect_confirm());
  auto side = Side::client;
  auto const& name = order_.server->identity.name;
  // Windows signs a certificate for itself. 1.2, as servers of its time do.
  for (auto const& turn : tls::handshake(
           {.server_name = {}, .protocols = {}, .ciphers = tls::windows_ciphers()},
           {.subject = name, .issuer = name, .version = tls::Version::tls12, .cipher = 0xc030},
           dice_.part("handshake"))) {
    at = send(side, at + milliseconds(2), turn);
    side = other(side);
  }
  // CredSSP, settings, licence, capabilities, and the first screen.
  for (auto const octets : {1300, 700, 900, 420, 360, 2600, 1200}) {
    at = send(side, at + milliseconds(dice_.between(2, 30)),
              tls::data(static_cast<std::size_t>(octets), dice_));
    side = other(side);
  }
  send(Side::server, at + milliseconds(60), tls::data(22'000, dice_));
}

/// A few movements and keys, and what the screen then shows.
void RemoteDesktop::act() {
  Marking const marking{shard_, mark_};
  if (dice_.chance(rests)) return;
  auto at = shard_.now();
  for (auto count = dice_.between(1, 3); count > 0; --count)
    at = send(Side::client, at + milliseconds(20),
              tls::data(static_cast<std::size_t>(dice_.between(12, 50)), dice_));
  auto const update = std::min(dice_.exponential(mean_update) + 60, largest_update);
  send(Side::server, at + milliseconds(dice_.between(8, 40)),
       tls::data(static_cast<std::size_t>(update), dice_));
}

}  // namespace qw::simulate
