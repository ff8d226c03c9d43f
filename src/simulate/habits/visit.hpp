// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/speech/tls/tls.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// Opens a talk with TLS on it: handshake and all. Returns when data may flow.
Stamp open_tls(Talk& talk, Stamp at, tls::Client const& client, tls::Server const& server,
               Dice const& dice);

/// One question and its answer over TLS, and the end of the talk. Returns when it is over.
struct Visit {
  Host* client = nullptr;
  Host* server = nullptr;
  std::uint16_t port = 443;
  tls::Client hello;
  tls::Server answer;
  std::size_t asked = 600;      // octets
  std::size_t answered = 4000;  // octets
};
Stamp visit(Shard& shard, FlowId flow, Visit const& visit, Stamp at, Dice dice);

}  // namespace qw::simulate
