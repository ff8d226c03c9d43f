// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/visit.hpp"

namespace qw::simulate {

Stamp open_tls(Talk& talk, Stamp at, tls::Client const& client, tls::Server const& server,
               Dice const& dice) {
  at = talk.open(at);
  auto side = Side::client;
  for (auto const& turn : tls::handshake(client, server, dice.part("handshake"))) {
    at = talk.send(side, at + milliseconds(1), turn);
    side = other(side);
  }
  return at;
}

Stamp visit(Shard& shard, FlowId flow, Visit const& visit, Stamp at, Dice dice) {
  auto const talk = Talk::make(shard, flow, *visit.client, *visit.server, visit.port);
  at = open_tls(*talk, at, visit.hello, visit.answer, dice);
  at = talk->send(Side::client, at, tls::data(visit.asked, dice));
  auto const think = Nanoseconds{static_cast<std::int64_t>(dice.uniform(5e6, 80e6))};
  at = talk->send(Side::server, at + think, tls::data(visit.answered, dice));
  return talk->close(Side::client, at + milliseconds(5));
}

}  // namespace qw::simulate
